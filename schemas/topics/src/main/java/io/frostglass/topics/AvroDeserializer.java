package io.frostglass.topics;

import io.frostglass.topics.registry.RegistryAwayException;
import io.frostglass.topics.registry.RegistryRefusedException;
import io.frostglass.topics.registry.RegistryRefusedException.RegistryReason;
import io.frostglass.topics.registry.SchemaRegistryClient;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/// Reads records in Confluent's wire format. Avro resolves the schema of the writer to that of the class.
final class AvroDeserializer<T extends SpecificRecord> implements Deserializer<T> {

    private final Topic topic;
    private final Schema schema;
    private final SpecificData model;
    private final SchemaRegistryClient registry;

    AvroDeserializer(Topic topic, Schema schema, SpecificData model, SchemaRegistryClient registry) {
        this.topic = topic;
        this.schema = schema;
        this.model = model;
        this.registry = registry;
    }

    /// @throws RegistryAwayException if the registry does not answer or denies access; the record may be right
    /// @throws SerializationException if the record is malformed; the message does not show the record
    @Override
    public @Nullable T deserialize(String topicName, byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        if (bytes.length < ConfluentSerdes.HEADER_BYTES || bytes[0] != ConfluentSerdes.MAGIC) {
            throw malformed("not in Confluent's wire format");
        }
        Schema written = writtenWith(ByteBuffer.wrap(bytes).getInt(1));
        try {
            return read(written, bytes);
        } catch (IOException | RuntimeException e) {
            // The cause stays out: its message may show a value.
            throw malformed(e.getClass().getSimpleName());
        }
    }

    private Schema writtenWith(int id) {
        try {
            return registry.byId(id);
        } catch (RegistryRefusedException e) {
            if (e.reason() == RegistryReason.UNAUTHORISED) {
                throw new RegistryAwayException("schema registry does not let us read schemas", e);
            }
            throw malformed("schema id " + id + ", " + e.reason());
        }
    }

    private T read(Schema written, byte[] bytes) throws IOException {
        BinaryDecoder decoder = DecoderFactory.get()
                .binaryDecoder(bytes, ConfluentSerdes.HEADER_BYTES, bytes.length - ConfluentSerdes.HEADER_BYTES, null);
        T record = this.<T>reader(written).read(null, decoder);
        if (!decoder.isEnd()) {
            throw new IOException("more bytes than the record has");
        }
        return record;
    }

    @SuppressWarnings("unchecked") // The model makes readers of the schema's own class, which is T.
    private <R> DatumReader<R> reader(Schema written) {
        return (DatumReader<R>) model.createDatumReader(written, schema);
    }

    private SerializationException malformed(String how) {
        return new SerializationException("a record is no " + topic.valueType() + ": " + how);
    }
}
