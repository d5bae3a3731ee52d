package io.frostglass.escalation;

import io.frostglass.alerts.Escalation;
import io.frostglass.alerts.IncidentAction;
import io.frostglass.escalation.auditor.DeliveryAuditor.PageResult;
import io.frostglass.topics.TopicCatalogue;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/// What changes an incident.
sealed interface IncidentInput {

    /// An alert, by the rules or by an agent.
    record RaisedAlert(Escalation alert) implements IncidentInput {}

    /// An agent has dismissed an event whose alert has gone out.
    record DismissedEvent(String eventId) implements IncidentInput {}

    /// An event repeats another: there is no alert, and what the other one showed goes on.
    ///
    /// @param eventId of the other one
    record RepeatedEvent(String eventId) implements IncidentInput {}

    /// A person, or the pager that a person used, has said something about an incident.
    record PersonAction(IncidentAction action) implements IncidentInput {}

    /// A page about an incident has been delivered, or given up.
    record EndedPage(PageResult result) implements IncidentInput {}

    /// The form in the repartition topic, by site, in the sanitized zone. Actions of persons have a topic of their own.
    /// ```
    /// `a`, 1 byte │ the alert as on alerts.escalations
    /// `d`, 1 byte │ the event id
    /// ```
    static Serde<IncidentInput> serde(Serde<Escalation> alerts) {
        String topic = TopicCatalogue.ESCALATIONS.name();
        return Serdes.serdeFrom(
                (_, input) -> switch (input) {
                    case RaisedAlert(Escalation alert) ->
                        tagged('a', alerts.serializer().serialize(topic, alert));
                    case DismissedEvent(String eventId) -> tagged('d', eventId.getBytes(StandardCharsets.UTF_8));
                    case RepeatedEvent _, PersonAction _, EndedPage _ ->
                        throw new SerializationException("comes by site already");
                },
                (_, bytes) -> {
                    ByteBuffer buffer = ByteBuffer.wrap(bytes);
                    byte tag = buffer.hasRemaining() ? buffer.get() : 0;
                    byte[] rest = new byte[buffer.remaining()];
                    buffer.get(rest);
                    return switch (tag) {
                        case 'a' -> new RaisedAlert(alerts.deserializer().deserialize(topic, rest));
                        case 'd' -> new DismissedEvent(new String(rest, StandardCharsets.UTF_8));
                        default -> throw new SerializationException("neither an alert nor a dismissal");
                    };
                });
    }

    private static byte[] tagged(char tag, byte[] rest) {
        return ByteBuffer.allocate(1 + rest.length).put((byte) tag).put(rest).array();
    }
}
