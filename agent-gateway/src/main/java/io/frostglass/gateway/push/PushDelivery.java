package io.frostglass.gateway.push;

import io.frostglass.gateway.feed.FeedEvent;
import io.frostglass.runtime.webhook.BackOff;
import io.frostglass.runtime.webhook.WebhookResult;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One event on its way to one agent, until it is acknowledged, refused, or its token ends. An answer of 410 ends the
/// way for all events of the agent. For one thread.
///
/// ```
/// its turn → alive? → seen? → may be shown, and is in the audit log (the first time) → posted ─▶ done
///    ▲                                     │                                             │
///    └──── all of the agent's wait ◀───────┘                    back-off of its own ◀────┘
/// ```
final class PushDelivery {

    private static final Logger LOG = LoggerFactory.getLogger(PushDelivery.class);

    /// An endpoint that asks for a year has made a mistake.
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

    /// Makes one attempt.
    @FunctionalInterface
    interface Post {
        WebhookResult post(String id, byte[] body) throws InterruptedException;
    }

    /// Waits.
    @FunctionalInterface
    interface PushPause {
        /// Returns after this time, or as soon as there is no more to wait for.
        ///
        /// @return whether it has to stop
        boolean endsAfter(Duration time) throws InterruptedException;
    }

    PushDelivery(FeedEvent event, PushRoute route, PushPause pause) {
        this.event = event;
        this.route = route;
        this.pause = pause;
    }

    /// Sends it, and says how that ended.
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
        return switch (route.post().post(event.id(), PushBody.of(event))) {
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

    private boolean isAlive() {
        return event.expiresAt().isAfter(now());
    }

    private Instant now() {
        return route.clock().instant();
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
