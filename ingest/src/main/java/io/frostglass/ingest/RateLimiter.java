package io.frostglass.ingest;

import io.frostglass.cameras.Camera;
import io.frostglass.cameras.RateLimit;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// A token bucket per camera, and a second one for webhooks that it sends again: who replays what he overheard must not
/// use up what is for new events. Only cameras that have proved who they are have buckets, so there are no more of them
/// than cameras.
final class RateLimiter {

    /// For a camera whose entry in the sites file sets none: far above what a camera sends, far below what hurts.
    static final RateLimit STANDARD = new RateLimit(100, 200);

    private final Clock clock;
    private final Map<Key, Bucket> buckets = new ConcurrentHashMap<>();

    private record Key(String camera, boolean repeated) {}

    /// How full a bucket is, and whether the last one who asked got a token.
    private record Bucket(double tokens, Instant at, boolean gave) {}

    RateLimiter(Clock clock) {
        this.clock = clock;
    }

    /// Takes a token; if there is none, how long until there is, in whole seconds.
    ///
    /// @param repeated whether the webhook is one that has been accepted before
    long secondsToWait(Camera camera, boolean repeated) {
        RateLimit limit = camera.rateLimit().orElse(STANDARD);
        Instant now = clock.instant();
        Bucket full = new Bucket(limit.burst(), now, false);
        Bucket after = buckets.compute(
                new Key(camera.id(), repeated), (key, before) -> take(before == null ? full : before, limit, now));
        return after.gave() ? 0 : (long) Math.ceil((1 - after.tokens()) / limit.perSecond());
    }

    /// Who gets none leaves what there is: a camera that never pauses still gets its rate.
    private static Bucket take(Bucket before, RateLimit limit, Instant now) {
        double seconds = Math.max(0, Duration.between(before.at(), now).toNanos() / 1e9);
        double filled = Math.min(limit.burst(), before.tokens() + seconds * limit.perSecond());
        return filled >= 1 ? new Bucket(filled - 1, now, true) : new Bucket(filled, now, false);
    }
}
