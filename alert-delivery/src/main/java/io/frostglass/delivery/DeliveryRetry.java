package io.frostglass.delivery;

import io.frostglass.alerts.DeliveryResult;
import io.frostglass.alerts.Escalation;
import io.frostglass.alerts.Incident;
import io.frostglass.alerts.Outcome;
import io.frostglass.delivery.egress.EgressCheck;
import io.frostglass.delivery.links.ReceiverLinks;
import io.frostglass.delivery.links.ThumbnailPositions;
import io.frostglass.delivery.receivers.AlertLinks;
import io.frostglass.delivery.receivers.Attempt;
import io.frostglass.delivery.receivers.Receiver;
import io.frostglass.delivery.receivers.ReceiverApi;
import io.frostglass.delivery.receivers.SentBefore;
import io.frostglass.runtime.ApplicationSettings;
import io.frostglass.runtime.TopicSnapshot;
import io.frostglass.runtime.webhook.WebhookClient;
import io.frostglass.runtime.webhook.WebhookResult;
import io.frostglass.topics.SerdeFactory;
import io.frostglass.topics.TopicCatalogue;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Makes one more attempt at an alert that was given up, at one receiver. Nothing is published again: no other
/// receiver gets it twice, and nobody needs a right that alert-delivery does not have. The alert is the record
/// on `alerts.escalations`; what that topic has dropped is too old for a page.
final class DeliveryRetry {

    private final Map<String, Object> consumerSettings;
    private final Map<String, Object> producerSettings;
    private final SerdeFactory serdes;
    private final InstantSource clock;
    private final Receiver receiver;
    private final AlertLinks links;

    /// How it ended.
    ///
    /// @param text for the operator, without the receiver's words or address
    record Result(boolean delivered, String text) {}

    private DeliveryRetry(ApplicationSettings settings, SerdeFactory serdes, InstantSource clock, Receiver receiver) {
        this.consumerSettings = settings.kafka("consumer.");
        this.producerSettings = settings.kafka("producer.");
        this.serdes = serdes;
        this.clock = clock;
        this.receiver = receiver;
        // No thumbnails: what is retried comes without its position.
        this.links = DeliveryConfig.of(settings)
                .links()
                .<AlertLinks>map(it -> new ReceiverLinks(it, receiver.name(), new ThumbnailPositions(), clock))
                .orElse(AlertLinks.NONE);
    }

    static DeliveryRetry of(ApplicationSettings settings, SerdeFactory serdes, InstantSource clock, Receiver receiver) {
        return new DeliveryRetry(settings, serdes, clock, receiver);
    }

    Result retry(String alertId) throws InterruptedException {
        Optional<Escalation> found = alert(alertId);
        if (found.isEmpty()) {
            return new Result(false, "alerts.escalations has no alert " + alertId + " any more");
        }
        Escalation alert = found.get();
        if (!alert.getReceivers().contains(receiver.name())) {
            return new Result(false, "the alert is not for " + receiver.name());
        }
        var order = new IncidentOrder(clock);
        Optional<DeliveryResult> delivered = learn(alert, order);
        if (delivered.isPresent()) {
            return new Result(
                    false, receiver.name() + " has it since " + delivered.get().getFinishedAt());
        }
        if (alert.getIncident() != null) {
            Optional<String> needless = order.needless(order.enter(alert));
            if (needless.isPresent()) {
                return new Result(false, "not sent to " + receiver.name() + ": " + needless.get());
            }
        }
        return send(alert, order.before(alert));
    }

    private Result send(Escalation alert, @Nullable SentBefore before) throws InterruptedException {
        ReceiverApi api = receiver.api();
        try (var client = new WebhookClient(clock);
                var writer = new ResultWriter(producerSettings, serdes, clock)) {
            CheckedRequest checked =
                    CheckedRequest.of(api, alert, new Attempt(1, clock.instant(), before, links), new EgressCheck());
            return switch (api.send(checked.request(), client)) {
                case WebhookResult.Delivered answer -> {
                    writer.delivered(
                            alert,
                            receiver.name(),
                            1,
                            checked.request().body(),
                            checked.finding(),
                            sent(alert, api.reference(alert, before, answer)));
                    yield new Result(true, "delivered to " + receiver.name());
                }
                case WebhookResult.PermanentFailure(int _, String reason) ->
                    new Result(false, receiver.name() + " refuses it: " + reason);
                case WebhookResult.TemporaryFailure(String reason, Duration _) ->
                    new Result(false, receiver.name() + " does not take it now: " + reason);
            };
        }
    }

    private static @Nullable SentBefore sent(Escalation alert, String reference) {
        Incident incident = alert.getIncident();
        return incident == null ? null : new SentBefore(incident.getVersion(), incident.getStatus(), reference);
    }

    private Optional<Escalation> alert(String id) {
        var found = new AtomicReference<@Nullable Escalation>();
        TopicSnapshot.read(
                consumerSettings, TopicCatalogue.ESCALATIONS, Escalation.class, serdes, Instant.EPOCH, (_, alert) -> {
                    if (alert != null && alert.getAlertId().equals(id)) {
                        found.set(alert);
                    }
                });
        return Optional.ofNullable(found.get());
    }

    /// Whether the receiver has the alert, and what it has got about its incident.
    private Optional<DeliveryResult> learn(Escalation alert, IncidentOrder order) {
        var delivered = new AtomicReference<@Nullable DeliveryResult>();
        TopicSnapshot.read(
                consumerSettings,
                TopicCatalogue.DELIVERY_RESULTS,
                DeliveryResult.class,
                serdes,
                alert.getRaisedAt(),
                (key, result) -> {
                    if (alert.getAlertId().equals(key)
                            && result != null
                            && result.getReceiver().equals(receiver.name())
                            && result.getOutcome() == Outcome.delivered) {
                        delivered.set(result);
                    }
                });
        ResultSearch.Found found =
                new ResultSearch(consumerSettings, serdes, clock).search(receiver.name(), List.of(alert));
        order.learn(Set.of(ReceiverApi.incident(alert)), found.incidents());
        return Optional.ofNullable(delivered.get());
    }
}
