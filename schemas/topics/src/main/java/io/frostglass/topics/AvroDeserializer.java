package io.frostglass.topics;

import io.frostglass.topics.registry.RegistryAwayException;
import io.frostglass.topics.registry.RegistryRefusedException;
import io.frostglass.topics.registry.RegistryRefusedException.RegistryReason;
import io.frostglass.topics.registry.SchemaRegistryClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/// Reads records in Confluent's wire format. Avro resolves the schema of the writer to that of the class. Thread-safe.
final class AvroDeserializer<T extends SpecificRecord> implements Deserializer<T> {

    private final Topic topic;
    private final Schema schema;
    private final SpecificData model;
    private final SchemaRegistryClient registry;

    /// By the id of the writer's schema: to resolve two schemas costs more than to read a record.
    private final Map<Integer, DatumReader<T>> readers = new ConcurrentHashMap<>();

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
        int id = ByteBuffer.wrap(bytes).getInt(1);
        Schema written = writtenWith(id);
        try {
            return read(readers.computeIfAbsent(id, unknown -> reader(written)), bytes);
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

    private T read(DatumReader<T> reader, byte[] bytes) throws IOException {
        BinaryDecoder decoder = DecoderFactory.get()
                .binaryDecoder(bytes, ConfluentSerdes.HEADER_BYTES, bytes.length - ConfluentSerdes.HEADER_BYTES, null);
        T record = reader.read(null, decoder);
        if (!decoder.isEnd()) {
            throw new IOException("more bytes than the record has");
        }
        return record;
    }

    private DatumReader<T> reader(Schema written) {
        try {
            return model.getFastReaderBuilder().createDatumReader(written, schema);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private SerializationException malformed(String how) {
        return new SerializationException("a record is no " + topic.valueType() + ": " + how);
    }
}
