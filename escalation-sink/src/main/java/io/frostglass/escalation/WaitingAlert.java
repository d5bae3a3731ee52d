package io.frostglass.escalation;

import io.frostglass.alerts.Escalation;
import io.frostglass.topics.TopicCatalogue;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/// An alert by the rules that waits for an agent's decision about its event. It goes out, unless an agent decides
/// otherwise in time.
///
/// @param alert as it goes out without a decision
/// @param deadline the end of the wait, inclusive
record WaitingAlert(Escalation alert, Instant deadline) implements AlertOutcome, AlertDecisionJoiner.Input {

    private static final String TOPIC = TopicCatalogue.ESCALATIONS.name();

    String eventId() {
        return alert.getEventId();
    }

    boolean isOver(Instant at) {
        return at.isAfter(deadline);
    }

    /// The form in the repartition topic and in the changelog of the store, both in the sanitized zone:
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
