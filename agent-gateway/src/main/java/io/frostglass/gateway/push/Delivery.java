package io.frostglass.gateway.push;

import io.frostglass.gateway.feed.FeedEvent;
import io.frostglass.runtime.webhook.Answer;
import io.frostglass.runtime.webhook.BackOff;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One event on its way to one agent, until it is acknowledged, refused, or its token ends. For one thread. An answer
/// of
/// 410 ends the way for all of them.
///
/// ```
/// its turn → alive? → seen? → may be shown, and is in the audit log (the first time) → posted ─▶ done
///    ▲                                     │                                             │
///    └──── all of the agent's wait ◀───────┘                    back-off of its own ◀────┘
/// ```
final class Delivery {

    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

    /// An endpoint that asks for a year has made a mistake.
    private static final Duration LONGEST_HOLD = Duration.ofHours(1);

    private final FeedEvent event;
    private final Way way;
    private final Pause pause;

    private boolean shown;
    private int failures;
    private Instant notBefore = Instant.MIN;

    /// What all events of an agent share.
    ///
    /// @param agentId for the log
    record Way(
            String agentId, Admittance admittance, Line line, Post post, InstantSource clock, RandomGenerator random) {}

    /// Makes one attempt.
    @FunctionalInterface
    interface Post {
        Answer post(String id, byte[] body) throws InterruptedException;
    }

    /// Waits.
    @FunctionalInterface
    interface Pause {
        /// Returns after this time, or as soon as there is no more to wait for.
        ///
        /// @return whether it has to stop
        boolean endsAfter(Duration time) throws InterruptedException;
    }

    Delivery(FeedEvent event, Way way, Pause pause) {
        this.event = event;
        this.way = way;
        this.pause = pause;
    }

    /// Sends it, and says how that ended.
    Outcome run() throws Exception {
        while (true) {
            Duration wait = Duration.between(now(), later(notBefore, way.line().notBefore()));
            if (wait.isPositive()) {
                Duration alive = Duration.between(now(), event.expiresAt());
                if (!alive.isPositive()) {
                    return Outcome.EXPIRED;
                }
                if (pause.endsAfter(wait.compareTo(alive) < 0 ? wait : alive)) {
                    return Outcome.STOPPED;
                }
            } else {
                Optional<Outcome> end = way.line().inTurn(this::turn);
                if (end.isPresent()) {
                    return end.get();
                }
            }
        }
    }

    private Optional<Outcome> turn() throws InterruptedException {
        if (way.line().isOver() || pause.endsAfter(Duration.ZERO)) {
            return Optional.of(Outcome.STOPPED);
        }
        if (!isAlive()) {
            return Optional.of(Outcome.EXPIRED);
        }
        if (!way.admittance().sees(event)) {
            return Optional.of(Outcome.HIDDEN);
        }
        if (now().isBefore(way.line().notBefore())) {
            return Optional.empty();
        }
        Optional<Duration> later =
                shown ? way.admittance().showAgain() : way.admittance().show(event);
        if (later.isPresent()) {
            way.line().hold(now().plus(later.get()));
            return Optional.empty();
        }
        shown = true;
        // The audit log may have taken its time.
        return isAlive() ? attempt() : Optional.of(Outcome.EXPIRED);
    }

    private Optional<Outcome> attempt() throws InterruptedException {
        return switch (way.post().post(event.id(), PushBody.of(event))) {
            case Answer.Delivered _ -> {
                way.admittance().taken();
                yield Optional.of(Outcome.DELIVERED);
            }
            case Answer.Refused refused -> {
                LOG.atWarn()
                        .addKeyValue("agent", way.agentId())
                        .addKeyValue("event_id", event.id())
                        .addKeyValue("reason", refused.reason())
                        .log("an agent's endpoint refused an event");
                if (refused.isForAll() && way.line().end()) {
                    LOG.atWarn()
                            .addKeyValue("agent", way.agentId())
                            .addKeyValue("reason", refused.reason())
                            .log("an agent's endpoint wants no events; it is sent none until the agents file changes");
                }
                yield Optional.of(Outcome.REFUSED);
            }
            case Answer.Failed(String _, Duration retryAfter) -> {
                failures++;
                notBefore = now().plus(BackOff.after(failures, way.random()));
                if (retryAfter != null) {
                    way.line().hold(now().plus(retryAfter.compareTo(LONGEST_HOLD) < 0 ? retryAfter : LONGEST_HOLD));
                }
                yield Optional.empty();
            }
        };
    }

    private boolean isAlive() {
        return event.expiresAt().isAfter(now());
    }

    private Instant now() {
        return way.clock().instant();
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
