package io.frostglass.encryption;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;

/// Where an encrypted value belongs. It cannot be opened at another place.
///
/// @param topic or the name of a state store
/// @param key of the record
public record ValuePlace(String topic, String key) {

    /// As associated data: each part after its length, so that no two places have the same bytes.
    byte[] bytes() {
        byte[] first = topic.getBytes(UTF_8);
        byte[] second = key.getBytes(UTF_8);
        return ByteBuffer.allocate(2 * Integer.BYTES + first.length + second.length)
                .putInt(first.length)
                .put(first)
                .putInt(second.length)
                .put(second)
                .array();
    }
}
