package io.frostglass.veil;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The secret from which the veil derives its noise, per camera and visit.
///
/// Fresh noise for each picture would average away over the pictures of a visit. Noise from this key is the same for
/// the same content: ten pictures of a person who stands still reveal no more than one. For different content it is
/// different, and remains in the difference of two pictures.
public final class NoiseKey {

    /// The length of a visit. Pictures of a camera within one share their noise.
    public static final Duration VISIT = Duration.ofMinutes(10);

    private final byte[] secret;

    private NoiseKey(byte[] secret) {
        this.secret = secret;
    }

    /// Derives the key of a visit.
    ///
    /// @param siteKey the site's secret, at least 16 bytes
    /// @param seenAt time of the event and not the machine's, which makes repeated runs equal
    /// @throws IllegalArgumentException if the secret is too short
    public static NoiseKey forVisit(byte[] siteKey, String cameraId, Instant seenAt) {
        if (siteKey.length < 16) {
            throw new IllegalArgumentException("a site's key needs at least 16 bytes");
        }
        var mac = hmac(siteKey);
        mac.update(("veil-noise\0" + cameraId + "\0").getBytes(UTF_8));
        long visit = Math.floorDiv(seenAt.getEpochSecond(), VISIT.toSeconds());
        mac.update(ByteBuffer.allocate(Long.BYTES).putLong(0, visit));
        return new NoiseKey(mac.doFinal());
    }

    /// HMAC-SHA256 (RFC 2104).
    static Mac hmac(byte[] key) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    /// 32 bytes, not copied.
    byte[] secret() {
        return secret;
    }

    @Override
    public String toString() {
        return "NoiseKey[redacted]";
    }
}
