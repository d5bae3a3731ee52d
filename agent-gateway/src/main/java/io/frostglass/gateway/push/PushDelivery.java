package io.frostglass.gateway.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.frostglass.gateway.feed.FeedEvent;
import io.frostglass.runtime.webhook.BackOff;
import io.frostglass.runtime.webhook.WebhookResult;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The delivery of one event to one agent, until the agent takes it, its endpoint refuses it, or its token expires.
/// After an answer of 410 the agent gets no more events. For one thread.
///
/// ```
/// its turn → alive? → seen? → may be shown, and is in the audit log (the first time) → posted ─▶ done
///    ▲                                     │                                             │
///    └──── all of the agent's wait ◀───────┘                    back-off of its own ◀────┘
/// ```
final class PushDelivery {

    private static final Logger LOG = LoggerFactory.getLogger(PushDelivery.class);
    private static final JsonMapper JSON = new JsonMapper();

    /// The longest pause that an endpoint can ask for.
    private static final Duration LONGEST_HOLD = Duration.ofHours(1);

    private final FeedEvent event;
    private final PushRoute route;
    private final PushPause pause;

    private boolean shown;
    private int failures;
    private Instant notBefore = Instant.MIN;

    /// What all events of an agent share.
    ///
    /// @param agentId for the log
    record PushRoute(
            String agentId,
            PushAdmission admission,
            PushThrottle throttle,
            Post post,
            InstantSource clock,
            RandomGenerator random) {}

    @FunctionalInterface
    interface Post {
        WebhookResult post(String id, byte[] body) throws InterruptedException;
    }

    @FunctionalInterface
    interface PushPause {
        /// Returns after this time, or at once if the delivery has to stop.
        ///
        /// @return whether the delivery has to stop
        boolean endsAfter(Duration time) throws InterruptedException;
    }

    PushDelivery(FeedEvent event, PushRoute route, PushPause pause) {
        this.event = event;
        this.route = route;
        this.pause = pause;
    }

    PushOutcome run() throws Exception {
        while (true) {
            Duration wait =
                    Duration.between(now(), later(notBefore, route.throttle().notBefore()));
            if (wait.isPositive()) {
                Duration alive = Duration.between(now(), event.expiresAt());
                if (!alive.isPositive()) {
                    return PushOutcome.EXPIRED;
                }
                if (pause.endsAfter(wait.compareTo(alive) < 0 ? wait : alive)) {
                    return PushOutcome.STOPPED;
                }
            } else {
                Optional<PushOutcome> end = route.throttle().inTurn(this::turn);
                if (end.isPresent()) {
                    return end.get();
                }
            }
        }
    }

    private Optional<PushOutcome> turn() throws InterruptedException {
        if (route.throttle().isOver() || pause.endsAfter(Duration.ZERO)) {
            return Optional.of(PushOutcome.STOPPED);
        }
        if (!isAlive()) {
            return Optional.of(PushOutcome.EXPIRED);
        }
        if (!route.admission().sees(event)) {
            return Optional.of(PushOutcome.HIDDEN);
        }
        if (now().isBefore(route.throttle().notBefore())) {
            return Optional.empty();
        }
        Optional<Duration> later =
                shown ? route.admission().showAgain() : route.admission().show(event);
        if (later.isPresent()) {
            route.throttle().hold(now().plus(later.get()));
            return Optional.empty();
        }
        shown = true;
        // The audit log may have taken its time.
        return isAlive() ? attempt() : Optional.of(PushOutcome.EXPIRED);
    }

    private Optional<PushOutcome> attempt() throws InterruptedException {
        return switch (route.post().post(event.id(), body(event))) {
            case WebhookResult.Delivered _ -> {
                route.admission().taken();
                yield Optional.of(PushOutcome.DELIVERED);
            }
            case WebhookResult.PermanentFailure failure -> {
                LOG.atWarn()
                        .addKeyValue("agent", route.agentId())
                        .addKeyValue("event_id", event.id())
                        .addKeyValue("reason", failure.reason())
                        .log("push_refused_by_endpoint");
                if (failure.isForAll() && route.throttle().end()) {
                    LOG.atWarn()
                            .addKeyValue("agent", route.agentId())
                            .addKeyValue("reason", failure.reason())
                            .log("push_ended_by_endpoint");
                }
                yield Optional.of(PushOutcome.REFUSED);
            }
            case WebhookResult.TemporaryFailure(String _, Duration retryAfter) -> {
                failures++;
                notBefore = now().plus(BackOff.after(failures, route.random()));
                if (retryAfter != null) {
                    route.throttle()
                            .hold(now().plus(retryAfter.compareTo(LONGEST_HOLD) < 0 ? retryAfter : LONGEST_HOLD));
                }
                yield Optional.empty();
            }
        };
    }

    /// The body `{"type", "timestamp", "data"}` of Standard Webhooks, as JSON in UTF-8, the same at every attempt.
    /// `data` is the event as the HTTP API has it, token included.
    static byte[] body(FeedEvent event) {
        var body = JSON.createObjectNode().put("type", "motion.event");
        body.set("timestamp", event.json().path("timestamp"));
        body.set("data", event.json());
        return body.toString().getBytes(UTF_8);
    }

    private boolean isAlive() {
        return event.expiresAt().isAfter(now());
    }

    private Instant now() {
        return route.clock().instant();
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /// How the delivery of an event ended.
    enum PushOutcome {
        /// The agent acknowledged it.
        DELIVERED,
        /// The endpoint will not take it.
        REFUSED,
        /// Its token ended first.
        EXPIRED,
        /// The agent may not see it.
        HIDDEN,
        /// A fault of the gateway.
        FAILED,
        /// It has not ended: the next reader of its partition sends it.
        STOPPED;

        /// For metrics.
        String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Says whether the gateway may send an event to an agent now.
    interface PushAdmission {

        /// Whether the agent may see the event at all.
        boolean sees(FeedEvent event);

        /// Called before the first attempt, until the answer is empty: from then on the event counts as shown.
        ///
        /// @return how long to wait before asking again; empty if it may be sent
        Optional<Duration> show(FeedEvent event);

        /// Called before every other attempt.
        ///
        /// @return how long to wait before asking again; empty if it may be sent
        Optional<Duration> showAgain();

        /// The agent has acknowledged an event.
        void taken();
    }
}
