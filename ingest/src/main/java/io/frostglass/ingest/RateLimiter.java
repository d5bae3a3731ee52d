package io.frostglass.ingest;

import io.frostglass.cameras.Camera;
import io.frostglass.cameras.Camera.RateLimit;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Two token buckets per camera, one of them for repeated webhooks: an attacker who replays webhooks must not use up
/// the rate of new events. Only authenticated cameras have buckets, so their number is limited.
final class RateLimiter {

    /// For a camera without a rate in the sites file: far above what a camera sends, and far below what ingest can
    /// take.
    static final RateLimit STANDARD = new RateLimit(100, 200);

    private final Clock clock;
    private final Map<Key, Bucket> buckets = new ConcurrentHashMap<>();

    private record Key(String camera, boolean repeated) {}

    /// @param gave whether the last request got a token
    private record Bucket(double tokens, Instant at, boolean gave) {}

    RateLimiter(Clock clock) {
        this.clock = clock;
    }

    /// Takes a token.
    ///
    /// @param repeated whether the webhook has been accepted before
    /// @return 0, or the whole seconds until there is a token
    long secondsToWait(Camera camera, boolean repeated) {
        RateLimit limit = camera.rateLimit().orElse(STANDARD);
        Instant now = clock.instant();
        Bucket full = new Bucket(limit.burst(), now, false);
        Bucket after = buckets.compute(
                new Key(camera.id(), repeated), (key, before) -> take(before == null ? full : before, limit, now));
        return after.gave() ? 0 : (long) Math.ceil((1 - after.tokens()) / limit.perSecond());
    }

    /// A refused request takes nothing: a camera that never pauses still gets its rate.
    private static Bucket take(Bucket before, RateLimit limit, Instant now) {
        double seconds = Math.max(0, Duration.between(before.at(), now).toNanos() / 1e9);
        double filled = Math.min(limit.burst(), before.tokens() + seconds * limit.perSecond());
        return filled >= 1 ? new Bucket(filled - 1, now, true) : new Bucket(filled, now, false);
    }
}
