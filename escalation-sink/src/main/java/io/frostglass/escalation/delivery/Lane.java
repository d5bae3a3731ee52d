package io.frostglass.escalation.delivery;

import io.frostglass.escalation.rules.Receiver;
import io.frostglass.runtime.webhook.WebhookClient;
import java.time.InstantSource;
import java.util.function.Supplier;

/// What all deliveries to one receiver share.
///
/// @param name the receiver's
/// @param receiver as the rules file describes it now
record Lane(
        String name,
        Supplier<Receiver> receiver,
        Gate gate,
        WebhookClient client,
        Ledger ledger,
        DeliveryMetrics metrics,
        DeliverySettings settings,
        InstantSource clock) {}
