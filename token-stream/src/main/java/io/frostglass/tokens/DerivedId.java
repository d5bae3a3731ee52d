package io.frostglass.tokens;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.frostglass.settings.Sha256;
import java.nio.ByteBuffer;
import java.util.UUID;

/// Ids that follow from an event's, the same each time and different per use. An event's id is keyed: they say nothing
/// of person, camera or place.
final class DerivedId {

    private DerivedId() {}

    /// A UUID of version 8 (RFC 9562, section 5.8).
    ///
    /// @param use what it is for, such as `jti`
    static String of(String use, String eventId) {
        var halves = ByteBuffer.wrap(Sha256.of((use + ":" + eventId).getBytes(UTF_8)));
        long high = (halves.getLong() & ~0xF000L) | 0x8000L;
        long low = (halves.getLong() & ~(3L << 62)) | (1L << 63);
        return new UUID(high, low).toString();
    }
}
