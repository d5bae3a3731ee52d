package io.frostglass.watch;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The history of a token, remembered for its life and a little longer.
///
/// @param mintedAt in ms since the epoch; 0 if unknown
/// @param origin keyed hash of the address of its first use; null without a use or if unknown
/// @param used whether it was accepted
/// @param elsewhere whether a use from a second place has been raised
record TokenTrace(long mintedAt, @Nullable String origin, boolean used, boolean elsewhere) {

    static final TokenTrace UNKNOWN = new TokenTrace(0, null, false, false);

    static TokenTrace minted(long at) {
        return new TokenTrace(at, null, false, false);
    }

    /// Whether a use from this address is one from a second place that has not been raised.
    boolean isElsewhere(@Nullable String from) {
        return !elsewhere && origin != null && from != null && !origin.equals(from);
    }

    TokenTrace after(@Nullable String from, boolean accepted) {
        return new TokenTrace(
                mintedAt, origin == null ? from : origin, used || accepted, elsewhere || isElsewhere(from));
    }

    byte[] bytes() {
        byte[] text = origin == null ? new byte[0] : origin.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Long.BYTES + 1 + text.length)
                .putLong(mintedAt)
                .put((byte) ((used ? 1 : 0) | (elsewhere ? 2 : 0)))
                .put(text)
                .array();
    }

    static TokenTrace of(byte[] bytes) {
        var in = ByteBuffer.wrap(bytes);
        long mintedAt = in.getLong();
        byte flags = in.get();
        String origin = in.hasRemaining() ? StandardCharsets.UTF_8.decode(in).toString() : null;
        return new TokenTrace(mintedAt, origin, (flags & 1) != 0, (flags & 2) != 0);
    }
}
