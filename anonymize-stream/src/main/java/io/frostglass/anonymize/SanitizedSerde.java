package io.frostglass.anonymize;

import io.frostglass.sanitized.SanitizedMotion;
import io.frostglass.topics.TopicCatalogue;
import io.frostglass.veil.PerceptualHash;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/// How a [SanitizedEvent] travels from the step keyed by camera to the one keyed by site, in a topic that Kafka makes
/// within
/// the restricted zone:
/// ```
/// byte 0: 1 with a hash, 0 without │ with one: the hash, 8 bytes │ the event as on sanitized.motion
/// ```
final class SanitizedSerde {

    private static final String TOPIC = TopicCatalogue.MOTION.name();

    private SanitizedSerde() {}

    static Serde<SanitizedEvent> of(Serde<SanitizedMotion> motion) {
        return Serdes.serdeFrom(
                (topic, value) -> write(value, motion.serializer().serialize(TOPIC, value.event())),
                (topic, bytes) -> read(ByteBuffer.wrap(bytes), motion));
    }

    private static byte[] write(SanitizedEvent value, byte[] event) {
        var bytes = ByteBuffer.allocate(1 + Long.BYTES + event.length);
        bytes.put((byte) (value.hash().isPresent() ? 1 : 0));
        value.hash().ifPresent(hash -> bytes.putLong(hash.bits()));
        bytes.put(event);
        byte[] written = new byte[bytes.flip().remaining()];
        bytes.get(written);
        return written;
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
