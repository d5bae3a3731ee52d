package io.frostglass.anonymize;

import static io.frostglass.anonymize.RawEvents.CAMERA;
import static io.frostglass.anonymize.RawEvents.NOW;
import static io.frostglass.anonymize.RawEvents.signed;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.audit.Action;
import io.frostglass.audit.AuditEntry;
import io.frostglass.cameras.SignatureVerifier;
import io.frostglass.embedded.SchemaRegistryServer;
import io.frostglass.restricted.MotionRaw;
import io.frostglass.runtime.DeadLetters;
import io.frostglass.sanitized.SanitizedMotion;
import io.frostglass.topics.Catalogue;
import io.frostglass.topics.ConfluentSerdes;
import io.frostglass.topics.Topic;
import io.frostglass.veil.Veil;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnonymizeTopologyTest {

    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final ConfluentSerdes serdes = new ConfluentSerdes();
    private SchemaRegistryServer registry;
    private Topology topology;
    private TopologyTestDriver driver;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        registry = SchemaRegistryServer.start(folder, 0);
        serdes.configure(Map.of("schema.registry.url", registry.url().toString(), "auto.register.schemas", true));
        var inspector = new Inspector(RawEvents::sites, new SignatureVerifier(Duration.ofMinutes(6)), clock);
        var sanitizer = new Sanitizer(Veil.standard(), clock);
        topology = new AnonymizeTopology(inspector, sanitizer, Duration.ofHours(24), serdes).build();
        driver = new TopologyTestDriver(topology, NOW);
    }

    @AfterEach
    void stop() {
        driver.close();
        serdes.close();
        registry.close();
    }

    @Test
    void sanitizesAGenuineEventAndRecordsIt() {
        // When
        raws().pipeInput(CAMERA, signed("msg-1", NOW, RawEvents.body(RawEvents.picture())), NOW);

        // Then
        var event = output(Catalogue.MOTION, SanitizedMotion.class).readKeyValue();
        var entry = output(Catalogue.AUDIT_ENTRIES, AuditEntry.class).readKeyValue();
        assertThat(event.key).isEqualTo("site-a");
        assertThat(event.value.getThumbnail()).isNotNull();
        assertThat(entry.key).isEqualTo(event.value.getEventId());
        assertThat(entry.value.getAction()).isEqualTo(Action.anonymized);
    }

    @Test
    void takesARepeatedRecordForTheSameEventUntilTheWindowHasPassed() {
        // Given
        var raw = signed("msg-1", NOW, RawEvents.body(""));
        var raws = raws();

        // When
        raws.pipeInput(CAMERA, raw, NOW);
        raws.pipeInput(CAMERA, raw, NOW.plusSeconds(1));
        raws.pipeInput(CAMERA, signed("msg-2", NOW, RawEvents.body("")), NOW.plusSeconds(2));

        // Then
        assertThat(output(Catalogue.MOTION, SanitizedMotion.class).readValuesToList())
                .extracting(SanitizedMotion::getEventId)
                .hasSize(2)
                .doesNotHaveDuplicates();
    }

    @Test
    void sendsAForgedRecordToTheDeadLettersOfItsZoneAsItWas() {
        // Given
        var forged = RawEvents.raw(RawEvents.body(""), Map.of());

        // When
        raws().pipeInput(CAMERA, forged, NOW);

        // Then
        var letters = driver.createOutputTopic(
                Catalogue.RESTRICTED_DEAD_LETTERS.name(),
                Serdes.String().deserializer(),
                serdes.serde(Catalogue.MOTION_RAW, MotionRaw.class).deserializer());
        var letter = letters.readRecord();
        assertThat(letter.value()).isEqualTo(forged);
        assertThat(new String(letter.headers().lastHeader(DeadLetters.REASON).value(), StandardCharsets.UTF_8))
                .isEqualTo("signature_missing");
        assertThat(output(Catalogue.MOTION, SanitizedMotion.class).isEmpty()).isTrue();
        assertThat(output(Catalogue.AUDIT_ENTRIES, AuditEntry.class).readValue().getAction())
                .isEqualTo(Action.refused);
    }

    /// A change of names or structure strands the state of running clusters: it must be meant, and said in the release.
    @Test
    void hasTheTopologyThatRunningClustersHave() throws IOException {
        try (var frozen = Objects.requireNonNull(getClass().getResourceAsStream("/topology.txt"))) {
            assertThat(topology.describe().toString().strip())
                    .isEqualTo(new String(frozen.readAllBytes(), StandardCharsets.UTF_8).strip());
        }
    }

    private TestInputTopic<String, MotionRaw> raws() {
        return driver.createInputTopic(
                Catalogue.MOTION_RAW.name(),
                Serdes.String().serializer(),
                serdes.serde(Catalogue.MOTION_RAW, MotionRaw.class).serializer());
    }

    private <T extends SpecificRecord> TestOutputTopic<String, T> output(Topic topic, Class<T> type) {
        return driver.createOutputTopic(
                topic.name(),
                Serdes.String().deserializer(),
                serdes.serde(topic, type).deserializer());
    }
}
