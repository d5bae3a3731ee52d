package io.frostglass.anonymize;

import io.frostglass.sanitized.SanitizedMotion;
import io.frostglass.topics.TopicCatalogue;
import io.frostglass.veil.PerceptualHash;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/// A sanitized event and the hash of its picture, which must not leave the restricted zone.
///
/// @param hash of the picture before the veil; empty without a picture
record SanitizedEvent(SanitizedMotion event, Optional<PerceptualHash> hash) implements SanitizeResult {

    private static final String TOPIC = TopicCatalogue.MOTION.name();

    /// The format on the internal topic between the step keyed by camera and the step keyed by site:
    /// ```
    /// byte 0: 1 with a hash, 0 without │ with one: the hash, 8 bytes │ the event as on sanitized.motion
    /// ```
    static Serde<SanitizedEvent> serde(Serde<SanitizedMotion> motion) {
        return Serdes.serdeFrom(
                (_, event) -> event.write(motion.serializer().serialize(TOPIC, event.event)),
                (_, bytes) -> read(ByteBuffer.wrap(bytes), motion));
    }

    private byte[] write(byte[] motion) {
        var bytes = ByteBuffer.allocate((hash.isPresent() ? 1 + Long.BYTES : 1) + motion.length);
        bytes.put((byte) (hash.isPresent() ? 1 : 0));
        hash.ifPresent(present -> bytes.putLong(present.bits()));
        return bytes.put(motion).array();
    }

    private static SanitizedEvent read(ByteBuffer bytes, Serde<SanitizedMotion> motion) {
        if (bytes.remaining() < 1 + Long.BYTES) {
            throw new SerializationException("too short for a sanitized event");
        }
        Optional<PerceptualHash> hash =
                bytes.get() == 1 ? Optional.of(new PerceptualHash(bytes.getLong())) : Optional.empty();
        byte[] event = new byte[bytes.remaining()];
        bytes.get(event);
        return new SanitizedEvent(motion.deserializer().deserialize(TOPIC, event), hash);
    }
}
