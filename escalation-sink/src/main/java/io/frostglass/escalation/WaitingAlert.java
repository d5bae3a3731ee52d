package io.frostglass.escalation;

import io.frostglass.alerts.Escalation;
import io.frostglass.topics.TopicCatalogue;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/// An alert by the rules that waits for what an agent decides about its event.
///
/// @param alert as it will be if none does
/// @param deadline until when; a decision at this very moment is in time
record WaitingAlert(Escalation alert, Instant deadline) implements EventSubject {

    private static final String TOPIC = TopicCatalogue.ESCALATIONS.name();

    String eventId() {
        return alert.getEventId();
    }

    /// Whether it has waited long enough.
    boolean isOver(Instant at) {
        return at.isAfter(deadline);
    }

    /// How it travels from the rules to where it waits, and is remembered there, in topics that Kafka makes within the
    /// sanitized zone:
    /// ```
    /// the deadline in ms since 1970, 8 bytes │ the alert as on alerts.escalations
    /// ```
    static Serde<WaitingAlert> serde(Serde<Escalation> alerts) {
        return Serdes.serdeFrom(
                (topic, value) -> write(value, alerts.serializer().serialize(TOPIC, value.alert())),
                (topic, bytes) -> read(ByteBuffer.wrap(bytes), alerts));
    }

    private static byte[] write(WaitingAlert value, byte[] alert) {
        return ByteBuffer.allocate(Long.BYTES + alert.length)
                .putLong(value.deadline().toEpochMilli())
                .put(alert)
                .array();
    }

    private static WaitingAlert read(ByteBuffer bytes, Serde<Escalation> alerts) {
        if (bytes.remaining() < Long.BYTES) {
            throw new SerializationException("too short for an alert that waits");
        }
        Instant deadline = Instant.ofEpochMilli(bytes.getLong());
        byte[] alert = new byte[bytes.remaining()];
        bytes.get(alert);
        return new WaitingAlert(alerts.deserializer().deserialize(TOPIC, alert), deadline);
    }
}
