package io.frostglass.veil;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;

/// What the veil's noise is drawn from: a secret per camera and visit.
///
/// Noise drawn afresh for each picture averages away over the pictures of one visit. Noise drawn from this key is
/// the same for the same content, so that ten pictures of someone who stands still say no more than one; and it is
/// another for another content, so that the difference of two pictures is not free of it.
public final class NoiseKey {

    /// Pictures of one camera within one such stretch of the clock share their noise.
    public static final Duration VISIT = Duration.ofMinutes(10);

    private final byte[] secret;

    private NoiseKey(byte[] secret) {
        this.secret = secret;
    }

    /// Derives the key of a visit.
    ///
    /// @param siteKey the site's own secret, at least 16 bytes
    /// @param cameraId as in the event
    /// @param seenAt time of the event; never the clock of the machine, so that a repeated run gives the same
    /// @throws IllegalArgumentException if the secret is too short to be one
    public static NoiseKey forVisit(byte[] siteKey, String cameraId, Instant seenAt) {
        if (siteKey.length < 16) {
            throw new IllegalArgumentException("a site's key needs at least 16 bytes");
        }
        var mac = NoiseHmac.under(siteKey);
        mac.update("veil-noise".getBytes(UTF_8));
        mac.update((byte) 0);
        mac.update(cameraId.getBytes(UTF_8));
        mac.update((byte) 0);
        long visit = Math.floorDiv(seenAt.getEpochSecond(), VISIT.toSeconds());
        mac.update(ByteBuffer.allocate(Long.BYTES).putLong(0, visit));
        return new NoiseKey(mac.doFinal());
    }

    /// 32 bytes; not a copy, as it stays within the package.
    byte[] secret() {
        return secret;
    }

    @Override
    public String toString() {
        return "NoiseKey[redacted]";
    }
}
