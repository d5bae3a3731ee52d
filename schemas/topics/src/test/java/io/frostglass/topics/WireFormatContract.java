package io.frostglass.topics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.pulsar.kafka.shade.avro.Schema;
import org.apache.pulsar.kafka.shade.avro.generic.GenericDatumReader;
import org.apache.pulsar.kafka.shade.avro.io.DecoderFactory;
import org.apache.pulsar.kafka.shade.io.confluent.kafka.serializers.KafkaAvroDeserializer;
import org.apache.pulsar.kafka.shade.io.confluent.kafka.serializers.KafkaAvroSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Byte for byte against Confluent's own serializer and deserializer, over one registry: whichever a subclass
/// brings.
abstract class WireFormatContract {

    private ConfluentSerdes serdes;
    private KafkaAvroSerializer theirSerializer;
    private KafkaAvroDeserializer theirDeserializer;

    abstract String registryUrl();

    @BeforeEach
    void makeSerdes() {
        Map<String, String> settings = new HashMap<>();
        settings.put("schema.registry.url", registryUrl());
        settings.put("auto.register.schemas", "true");
        serdes = new ConfluentSerdes();
        serdes.configure(settings);
        theirSerializer = new KafkaAvroSerializer();
        theirSerializer.configure(settings, false);
        theirDeserializer = new KafkaAvroDeserializer();
        theirDeserializer.configure(settings, false);
    }

    @AfterEach
    void closeSerdes() {
        theirSerializer.close();
        theirDeserializer.close();
        serdes.close();
    }

    @ParameterizedTest
    @MethodSource("io.frostglass.topics.Samples#all")
    void writesTheBytesThatConfluentWrites(SpecificRecord record) throws Exception {
        // Given
        Topic topic = Samples.topicOf(record);

        // When
        byte[] ours = write(topic, record);
        byte[] theirs = theirSerializer.serialize(topic.name(), generic(record, ours));

        // Then
        assertThat(ours).isEqualTo(theirs);
    }

    @ParameterizedTest
    @MethodSource("io.frostglass.topics.Samples#all")
    void isReadByConfluent(SpecificRecord record) throws Exception {
        // Given
        Topic topic = Samples.topicOf(record);
        byte[] ours = write(topic, record);

        // When
        Object theirs = theirDeserializer.deserialize(topic.name(), ours);

        // Then
        assertThat(theirs).isEqualTo(generic(record, ours));
    }

    @ParameterizedTest
    @MethodSource("io.frostglass.topics.Samples#all")
    void readsWhatConfluentWrote(SpecificRecord record) throws Exception {
        // Given
        Topic topic = Samples.topicOf(record);
        Object generic = generic(record, write(topic, record));
        byte[] theirs = theirSerializer.serialize(topic.name(), generic);

        // When
        Object ours = serde(topic, record.getClass()).deserializer().deserialize(topic.name(), theirs);

        // Then
        assertThat(ours).isEqualTo(record);
    }

    private byte[] write(Topic topic, SpecificRecord record) {
        return serde(topic, record.getClass()).serializer().serialize(topic.name(), record);
    }

    @SuppressWarnings("unchecked") // A record of this class is what the serde is for.
    private Serde<SpecificRecord> serde(Topic topic, Class<? extends SpecificRecord> type) {
        return (Serde<SpecificRecord>) (Serde<?>) serdes.serde(topic, type);
    }

    /// The same record in their relocated Avro.
    private static Object generic(SpecificRecord record, byte[] bytes) throws IOException {
        Schema schema = new Schema.Parser().parse(record.getSchema().toString());
        return new GenericDatumReader<>(schema)
                .read(null, DecoderFactory.get().binaryDecoder(bytes, 5, bytes.length - 5, null));
    }
}
