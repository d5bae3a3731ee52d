package io.frostglass.delivery.receivers;

import io.frostglass.alerts.Escalation;
import io.frostglass.alerts.Incident;
import io.frostglass.alerts.IncidentChange;
import io.frostglass.alerts.IncidentStatus;
import io.frostglass.runtime.webhook.AnswerReader;
import io.frostglass.runtime.webhook.OutgoingRequest;
import io.frostglass.runtime.webhook.WebhookClient;
import io.frostglass.runtime.webhook.WebhookClient.Reach;
import io.frostglass.runtime.webhook.WebhookResult;
import io.frostglass.settings.Sha256;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The API of a receiver: makes the request from an alert, and says how to read the answer. It remembers
/// nothing, and what it sends is the request that was checked. Nothing of the address or of the headers that
/// authenticate it comes from an alert.
public sealed interface ReceiverApi
        permits StandardWebhooksApi,
                PagerDutyEvents,
                AlertmanagerAlerts,
                SlackWebhook,
                SlackBot,
                NtfyMessages,
                TeamsWorkflow,
                TwilioMessages,
                SmtpMail,
                CloudEvents,
                TemplatedRequest {

    /// Ids that every receiver takes.
    Pattern SHORT_ID = Pattern.compile("[-_A-Za-z0-9]{1,64}");

    /// Stands in the place of a name that may not leave.
    String WITHHELD = "withheld";

    /// The request for an alert.
    OutgoingRequest request(Escalation alert, Attempt attempt);

    /// Where the receiver is, with what authenticates there.
    ReceiverAddress address();

    /// Whether the receiver is to get an alert about an incident. Where a message cannot be changed once it is sent,
    /// one without news is only in the way.
    ///
    /// @param before what the receiver has got about the incident; null if nothing, as far as is known
    default boolean wants(Escalation alert, @Nullable SentBefore before) {
        return true;
    }

    /// What is to be remembered of a message that the receiver has accepted; see [SentBefore#reference()].
    default String reference(Escalation sent, @Nullable SentBefore before, WebhookResult.Delivered answer) {
        return "";
    }

    /// How to read the answer to a request that [#request] made.
    default AnswerReader answers(OutgoingRequest sent) {
        return AnswerReader.BY_STATUS;
    }

    /// Sends a request that [#request] made, within its timeout.
    default WebhookResult send(OutgoingRequest request, WebhookClient http) throws InterruptedException {
        return http.send(request, answers(request), address().allowPrivate() ? Reach.ANY : Reach.PUBLIC);
    }

    /// What the body of a request may hold, by the path of a field; `*` stands for any place in a list.
    Map<String, FieldKind> fields();

    /// What the headers of a request may hold, besides those that the operator has set.
    default Map<String, FieldKind> headers() {
        return Map.of();
    }

    /// The names of the headers that the operator has set.
    default Set<String> configuredHeaders() {
        return address().headers().keySet();
    }

    /// A text as its reader sees it, without the signs by which it was escaped for the target.
    default String asRead(String text) {
        return text;
    }

    /// An id in a field of the kind [FieldKind#ID], without what the target's format puts around it.
    default String asId(String value) {
        return value;
    }

    /// Whether its messages have a link by which people acknowledge and resolve.
    default boolean linksActions() {
        return false;
    }

    /// Whether its messages have the address of the thumbnail, which the receiver fetches.
    default boolean linksThumbnails() {
        return false;
    }

    /// How many requests the receiver takes; empty if it says so itself, by 429.
    default Optional<RequestRate> rateLimit() {
        return Optional.empty();
    }

    /// The incident that an alert belongs to: the receivers' dedup key. An alert without an incident is one of
    /// its own; an update of an agent has that of the alert to which it adds.
    static String incident(Escalation alert) {
        if (alert.getIncident() != null) {
            return alert.getIncident().getIncidentId();
        }
        return alert.getUpdates() == null ? alert.getAlertId() : alert.getUpdates();
    }

    /// [#incident], for receivers whose ids are short: always the same for one incident.
    static String shortIncident(Escalation alert) {
        String incident = incident(alert);
        return SHORT_ID.matcher(incident).matches()
                ? incident
                : "inc-" + Sha256.hex(incident).substring(0, 32);
    }

    /// Whether people are to be notified, and not only to see something else than before.
    static boolean notifies(Escalation alert) {
        if (alert.getIncident() == null) {
            return true;
        }
        return switch (alert.getIncident().getChange()) {
            case opened, repeated, escalated, reopened -> true;
            case updated, acknowledged, resolved -> false;
        };
    }

    /// Whether people can acknowledge or resolve what an alert is about: an incident of a site that is not resolved,
    /// and whose id the receiver may have. Alarms and heartbeats end by themselves.
    static boolean takesActions(Escalation alert) {
        Incident incident = alert.getIncident();
        return incident != null
                && incident.getStatus() != IncidentStatus.resolved
                && !AlertText.isDeliveryAlarm(alert)
                && !AlertText.isHeartbeat(alert)
                && !incident.getIncidentId().startsWith("inc-" + WITHHELD + "-");
    }

    /// Whether an alert changes an incident in this way.
    static boolean is(IncidentChange change, Escalation alert) {
        return alert.getIncident() != null && alert.getIncident().getChange() == change;
    }
}
