package io.frostglass.delivery.receivers;

import io.frostglass.alerts.Escalation;
import io.frostglass.runtime.webhook.AnswerReader;
import io.frostglass.runtime.webhook.OutgoingRequest;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The API of a receiver: makes the request from an alert, and says how to read the answer. Pure: it neither sends nor
/// remembers anything. Nothing of the address or of the headers that authenticate it comes from an alert.
public sealed interface ReceiverApi
        permits StandardWebhooksApi, PagerDutyEvents, AlertmanagerAlerts, SlackWebhook, NtfyMessages, TeamsWorkflow {

    /// The request for an alert.
    ///
    /// @param attempt counted from 1
    /// @param now the time of the attempt
    OutgoingRequest request(Escalation alert, int attempt, Instant now);

    /// How to read the answer to a request that [#request] made.
    default AnswerReader answers(OutgoingRequest sent) {
        return AnswerReader.BY_STATUS;
    }

    /// What the body of a request may hold, by the path of a field; `*` stands for any place in a list.
    Map<String, FieldKind> fields();

    /// What the headers of a request may hold, besides those that the operator has set.
    default Map<String, FieldKind> headers() {
        return Map.of();
    }

    /// The names of the headers that the operator has set.
    Set<String> configuredHeaders();

    /// A text as its reader sees it, without the signs by which it was escaped for the target.
    default String asRead(String text) {
        return text;
    }

    /// How many requests the receiver takes; empty if it says so itself, by 429.
    default Optional<RequestRate> rateLimit() {
        return Optional.empty();
    }

    /// The incident that an alert belongs to: the receivers' dedup key. An update of an agent has that of the alert to
    /// which it adds.
    static String incident(Escalation alert) {
        return alert.getUpdates() == null ? alert.getAlertId() : alert.getUpdates();
    }
}
