package io.frostglass.ingest;

import io.frostglass.cameras.Camera;
import io.frostglass.cameras.RateLimit;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// A token bucket per camera. Only cameras that have proved who they are have one, so nobody else can empty it, and
/// there are no more of them than cameras.
final class RateLimits {

    /// For a camera whose entry in the sites file sets none: far above what a camera sends, far below what hurts.
    static final RateLimit STANDARD = new RateLimit(100, 200);

    private final Clock clock;
    private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();

    /// How full a bucket was at a time.
    private record Bucket(double tokens, Instant at) {}

    RateLimits(Clock clock) {
        this.clock = clock;
    }

    /// Takes a token; if there is none, how long until there is, in whole seconds.
    long secondsToWait(Camera camera) {
        RateLimit limit = camera.rateLimit().orElse(STANDARD);
        Instant now = clock.instant();
        Bucket after = buckets.merge(
                camera.id(), new Bucket(limit.burst() - 1.0, now), (before, first) -> take(before, limit, now));
        return after.tokens() >= 0 ? 0 : (long) Math.ceil(-after.tokens() / limit.perSecond());
    }

    /// Below zero it says how much is missing; nothing is taken then.
    private static Bucket take(Bucket before, RateLimit limit, Instant now) {
        double seconds = Math.max(0, Duration.between(before.at(), now).toNanos() / 1e9);
        double filled = Math.min(limit.burst(), Math.max(0, before.tokens()) + seconds * limit.perSecond());
        return new Bucket(filled - 1, now);
    }
}
