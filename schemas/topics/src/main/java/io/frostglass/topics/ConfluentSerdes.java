package io.frostglass.topics;

import io.frostglass.topics.registry.RegistrySettings;
import io.frostglass.topics.registry.SchemaRegistryClient;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;

/// Avro in Confluent's wire format: byte 0, the schema's id in 4 bytes (big-endian), the record in Avro's binary
/// encoding. Any reader and writer of that format can use our topics.
///
/// | setting | is |
/// |---|---|
/// | `schema.registry.url` | addresses of one registry, comma-separated, tried in turn |
/// | `auto.register.schemas` | whether to register a schema that the registry does not have; default `false` |
/// | `basic.auth.credentials.source` | `URL` (default) or `USER_INFO` |
/// | `basic.auth.user.info` | `user:password`, for `USER_INFO` |
/// | `trace.headers` | whether records of events get a `traceparent`; default `false` |
/// | `bearer.auth.credentials.source` | `STATIC_TOKEN` to send `bearer.auth.token` |
///
/// The subject is always the catalogue's, `<topic>-value`, also where Kafka Streams stores a record in a topic of
/// its own.
public final class ConfluentSerdes implements SerdeFactory {

    /// Whether records of events get the header `traceparent`.
    public static final String TRACE_HEADERS = "trace.headers";

    static final byte MAGIC = 0;
    static final int HEADER_BYTES = 1 + Integer.BYTES;

    private @Nullable SchemaRegistryClient registry;
    private boolean registers;
    private boolean traces;

    /// Serdes that need [#configure] before use.
    public ConfluentSerdes() {}

    /// Serdes over the caller's client.
    public ConfluentSerdes(SchemaRegistryClient registry, boolean registers) {
        this.registry = registry;
        this.registers = registers;
    }

    @Override
    public void configure(Map<String, ?> settings) {
        registry = SchemaRegistryClient.of(RegistrySettings.of(settings));
        registers = is("auto.register.schemas", settings);
        traces = is(TRACE_HEADERS, settings);
    }

    @Override
    public <T extends SpecificRecord> Serde<T> serde(Topic topic, Class<T> type) {
        if (!type.getName().equals(topic.valueType())) {
            throw new IllegalArgumentException(
                    "topic " + topic.name() + " holds " + topic.valueType() + ", not " + type.getName());
        }
        SchemaRegistryClient client = Objects.requireNonNull(registry, "configure() comes first");
        SpecificData model = SpecificData.getForClass(type);
        Schema schema = model.getSchema(type);
        return Serdes.serdeFrom(
                new AvroSerializer<>(topic, schema, model, client, registers, traces),
                new AvroDeserializer<>(topic, schema, model, client));
    }

    @Override
    public void close() {
        if (registry != null) {
            registry.close();
        }
    }

    private static boolean is(String setting, Map<String, ?> settings) {
        Object value = settings.get(setting);
        return value != null && Boolean.parseBoolean(text(value));
    }

    private static String text(Object value) {
        return value instanceof Password password ? password.value() : value.toString();
    }
}
