package io.frostglass.tokens;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/// Ids that follow from an event's, the same each time and different per use. An event's id is keyed: they say nothing
/// of person, camera or place.
final class DerivedId {

    private DerivedId() {}

    /// A UUID of version 8 (RFC 9562, section 5.8).
    ///
    /// @param use what it is for, such as `jti`
    static String of(String use, String eventId) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest((use + ":" + eventId).getBytes(UTF_8));
            var halves = ByteBuffer.wrap(hash);
            long high = (halves.getLong() & ~0xF000L) | 0x8000L;
            long low = (halves.getLong() & ~(3L << 62)) | (1L << 63);
            return new UUID(high, low).toString();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
