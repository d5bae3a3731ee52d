package io.frostglass.escalation.delivery;

import io.frostglass.escalation.rules.Receiver;
import io.frostglass.runtime.webhook.WebhookClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.Supplier;

/// What all deliveries to one receiver share.
///
/// @param name the receiver's
/// @param receiver as the rules file describes it now
/// @param running where deliveries are under way in this process, their results not written yet
/// @param settled alerts that this process has settled
/// @param pace the longest time from one look for new alerts to the next
record DeliveryContext(
        String name,
        Supplier<Receiver> receiver,
        CircuitBreaker circuitBreaker,
        Set<RecordPosition> running,
        SettledAlerts settled,
        Supplier<Duration> pace,
        WebhookClient client,
        ResultWriter resultWriter,
        DeliveryMetrics metrics,
        DeliverySettings settings,
        InstantSource clock) {}
