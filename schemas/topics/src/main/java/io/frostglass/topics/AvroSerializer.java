package io.frostglass.topics;

import io.frostglass.topics.registry.SchemaRegistryClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/// Writes records in Confluent's wire format. Thread-safe, as producers require.
final class AvroSerializer<T extends SpecificRecord> implements Serializer<T> {

    private final Topic topic;
    private final Schema schema;
    private final DatumWriter<T> writer;
    private final SchemaRegistryClient registry;
    private final boolean registers;

    /// The place of the field `event_id`; -1 if records have none, or if they get no `traceparent`.
    private final int eventId;

    /// @param traces whether records get the header `traceparent` of their event
    AvroSerializer(
            Topic topic,
            Schema schema,
            SpecificData model,
            SchemaRegistryClient registry,
            boolean registers,
            boolean traces) {
        this.topic = topic;
        this.schema = schema;
        this.writer = writer(model, schema);
        this.registry = registry;
        this.registers = registers;
        Schema.Field field = traces ? schema.getField("event_id") : null;
        this.eventId = field == null ? -1 : field.pos();
    }

    @Override
    public byte @Nullable [] serialize(String topicName, Headers headers, @Nullable T record) {
        if (eventId >= 0 && record != null) {
            Object event = record.get(eventId);
            TraceParent.set(headers, event == null ? null : event.toString());
        }
        return serialize(topicName, record);
    }

    /// @throws io.frostglass.topics.registry.RegistryAwayException if the registry does not answer
    /// @throws io.frostglass.topics.registry.RegistryRefusedException if the registry refuses the schema
    /// @throws SerializationException if a field is missing; the message does not show the record
    @Override
    public byte @Nullable [] serialize(String topicName, @Nullable T record) {
        if (record == null) {
            return null;
        }
        int id = registers ? registry.register(topic.subject(), schema) : registry.idOf(topic.subject(), schema);
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.write(ConfluentSerdes.MAGIC);
            out.write(ByteBuffer.allocate(Integer.BYTES).putInt(id).array());
            BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
            writer.write(record, encoder);
            encoder.flush();
            return out.toByteArray();
        } catch (IOException | RuntimeException e) {
            // The cause stays out: its message may show a value.
            throw new SerializationException("a " + topic.valueType() + " cannot be written: "
                    + e.getClass().getSimpleName());
        }
    }

    @SuppressWarnings("unchecked") // The model makes writers of the schema's own class, which is T.
    private static <R> DatumWriter<R> writer(SpecificData model, Schema schema) {
        return (DatumWriter<R>) model.createDatumWriter(schema);
    }
}
