package io.frostglass.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.frostglass.alerts.Escalation;
import io.frostglass.alerts.Severity;
import io.frostglass.audit.Action;
import io.frostglass.audit.AuditEntry;
import io.frostglass.restricted.Receipt;
import io.frostglass.topics.registry.RegistryRefusedException;
import io.frostglass.topics.registry.RegistryRefusedException.RegistryReason;
import io.frostglass.topics.registry.SchemaRegistryClient;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.Test;

/// Records that another version of us wrote.
class SchemaEvolutionTest {

    private static final int ID = 7;

    @Test
    void readsARecordWithAFieldThatItDoesNotKnow() throws Exception {
        // Given
        Schema newer = new Schema.Parser().parse("""
                {"type": "record", "name": "Receipt", "namespace": "io.frostglass.restricted", "fields": [
                  {"name": "added", "type": "string"},
                  {"name": "received_at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
                  {"name": "camera_id", "type": "string"}]}""");
        GenericRecord record = new GenericData.Record(newer);
        record.put("added", "later");
        record.put("received_at", 1_000L);
        record.put("camera_id", "cam-12");

        // When
        Receipt receipt = deserializer(TopicCatalogue.RECEIPTS, Receipt.class, newer)
                .deserialize(TopicCatalogue.RECEIPTS.name(), bytes(record));

        // Then
        assertThat(receipt).isEqualTo(new Receipt("cam-12", Instant.ofEpochSecond(1)));
    }

    @Test
    void takesTheDefaultOfAFieldThatAnOlderWriterDidNotHave() throws Exception {
        // Given
        Schema older = without(
                Escalation.getClassSchema(), "thumbnail", "thumbnail_dropped", "bboxes", "labels", "motion_confidence");

        // When
        Escalation read = deserializer(TopicCatalogue.ESCALATIONS, Escalation.class, older)
                .deserialize(TopicCatalogue.ESCALATIONS.name(), bytes(record(older, "critical")));

        // Then
        assertThat(read.getSeverity()).isEqualTo(Severity.critical);
        assertThat(read.getBboxes()).isEmpty();
        assertThat(read.getThumbnail()).isNull();
    }

    @Test
    void takesAWarningForASeverityThatItDoesNotKnow() throws Exception {
        // Given
        Schema newer = new Schema.Parser()
                .parse(Escalation.getClassSchema().toString().replace("\"critical\"", "\"critical\",\"apocalyptic\""));

        // When
        Escalation read = deserializer(TopicCatalogue.ESCALATIONS, Escalation.class, newer)
                .deserialize(TopicCatalogue.ESCALATIONS.name(), bytes(record(newer, "apocalyptic")));

        // Then
        assertThat(read.getSeverity()).isEqualTo(Severity.warning);
    }

    @Test
    void readsAnEntryWithAnActionThatItDoesNotKnow() throws Exception {
        // Given
        Schema newer = new Schema.Parser()
                .parse(AuditEntry.getClassSchema().toString().replace("\"unknown\"]", "\"unknown\",\"teleported\"]"));

        // When
        AuditEntry read = deserializer(AuditTopics.of(Principal.INGEST), AuditEntry.class, newer)
                .deserialize("audit.ingest", bytes(record(newer, "teleported")));

        // Then
        assertThat(read.getAction()).isEqualTo(Action.unknown);
        assertThat(read.getApplication()).isEqualTo("application");
    }

    @Test
    void readsAnEntryFromBeforeEntriesWereNumbered() throws Exception {
        // Given
        Schema older = without(AuditEntry.getClassSchema(), "run_id", "sequence");

        // When
        AuditEntry read = deserializer(AuditTopics.of(Principal.INGEST), AuditEntry.class, older)
                .deserialize("audit.ingest", bytes(record(older, "accepted")));

        // Then
        assertThat(read.getAction()).isEqualTo(Action.accepted);
        assertThat(read.getRunId()).isNull();
        assertThat(read.getSequence()).isZero();
    }

    @Test
    void refusesARecordOfAnotherType() {
        // Given
        Schema other = Receipt.getClassSchema();
        GenericRecord record = new GenericData.Record(other);
        record.put("camera_id", "cam-12");
        record.put("received_at", 1_000L);

        // When, Then
        assertThatThrownBy(() -> deserializer(TopicCatalogue.ESCALATIONS, Escalation.class, other)
                        .deserialize(TopicCatalogue.ESCALATIONS.name(), bytes(record)))
                .isInstanceOf(SerializationException.class);
    }

    private static <T extends SpecificRecord> Deserializer<T> deserializer(
            Topic topic, Class<T> type, Schema writtenWith) {
        return new ConfluentSerdes(new OneSchema(writtenWith), false)
                .serde(topic, type)
                .deserializer();
    }

    private static Schema without(Schema full, String... fields) {
        Schema smaller = Schema.createRecord(full.getName(), full.getDoc(), full.getNamespace(), false);
        smaller.setFields(full.getFields().stream()
                .filter(field -> !List.of(fields).contains(field.name()))
                .map(field -> new Schema.Field(field, field.schema()))
                .toList());
        return smaller;
    }

    private static GenericRecord record(Schema schema, String symbol) {
        GenericRecord record = new GenericData.Record(schema);
        for (Schema.Field field : schema.getFields()) {
            record.put(
                    field.name(),
                    switch (field.schema().getType()) {
                        case STRING -> field.name();
                        case LONG -> 1_000L;
                        case ENUM -> new GenericData.EnumSymbol(field.schema(), symbol);
                        case ARRAY -> List.of();
                        default -> null;
                    });
        }
        return record;
    }

    private static byte[] bytes(GenericRecord record) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(0);
        out.write(ByteBuffer.allocate(4).putInt(ID).array());
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
        encoder.flush();
        return out.toByteArray();
    }

    private record OneSchema(Schema schema) implements SchemaRegistryClient {

        @Override
        public Schema byId(int id) {
            if (id != ID) {
                throw new RegistryRefusedException(RegistryReason.UNKNOWN_ID, "id " + id);
            }
            return schema;
        }

        @Override
        public int idOf(String subject, Schema wanted) {
            return ID;
        }

        @Override
        public int register(String subject, Schema wanted) {
            return ID;
        }

        @Override
        public void close() {}
    }
}
