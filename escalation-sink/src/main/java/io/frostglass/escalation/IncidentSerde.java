package io.frostglass.escalation;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.frostglass.alerts.Escalation;
import io.frostglass.escalation.incidents.IncidentState;
import io.frostglass.topics.TopicCatalogue;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/// The form of an incident in its store and in the changelog, which is in the sanitized zone:
/// ```
/// length of the JSON, 4 bytes │ the state as JSON │ the alert as on alerts.escalations
/// ```
/// A later version may add fields to the state; an earlier one passes over them.
final class IncidentSerde {

    private static final String TOPIC = TopicCatalogue.ESCALATIONS.name();

    private IncidentSerde() {}

    static Serde<IncidentState> of(Serde<Escalation> alerts) {
        return Serdes.serdeFrom(
                (_, incident) -> write(incident, alerts.serializer().serialize(TOPIC, incident.alert())),
                (_, bytes) -> read(ByteBuffer.wrap(bytes), alerts));
    }

    private static byte[] write(IncidentState incident, byte[] alert) {
        try {
            byte[] state = StateJson.MAPPER.writeValueAsBytes(incident);
            return ByteBuffer.allocate(Integer.BYTES + state.length + alert.length)
                    .putInt(state.length)
                    .put(state)
                    .put(alert)
                    .array();
        } catch (JsonProcessingException e) {
            throw new SerializationException("an incident cannot be written", e);
        }
    }

    private static IncidentState read(ByteBuffer bytes, Serde<Escalation> alerts) {
        if (bytes.remaining() < Integer.BYTES) {
            throw new SerializationException("too short for an incident");
        }
        int length = bytes.getInt();
        if (length < 0 || length > bytes.remaining()) {
            throw new SerializationException("too short for an incident");
        }
        byte[] state = new byte[length];
        byte[] alert = new byte[bytes.remaining() - length];
        bytes.get(state).get(alert);
        try {
            IncidentState incident = StateJson.MAPPER.readValue(state, IncidentState.class);
            incident.setAlert(alerts.deserializer().deserialize(TOPIC, alert));
            return incident;
        } catch (IOException e) {
            throw new SerializationException("an incident cannot be read", e);
        }
    }
}
