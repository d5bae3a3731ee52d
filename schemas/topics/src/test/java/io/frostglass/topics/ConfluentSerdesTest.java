package io.frostglass.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.frostglass.agent.AgentKey;
import io.frostglass.audit.AuditEntry;
import io.frostglass.restricted.MotionRaw;
import io.frostglass.sanitized.SanitizedMotion;
import io.frostglass.topics.registry.FakeRegistry;
import io.frostglass.topics.registry.RegistryAwayException;
import io.frostglass.topics.registry.RegistryRefusedException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConfluentSerdesTest {

    private FakeRegistry registry;
    private ConfluentSerdes serdes;

    @BeforeEach
    void start() throws Exception {
        registry = new FakeRegistry();
        serdes = configured("true");
    }

    @AfterEach
    void stop() {
        serdes.close();
        registry.close();
    }

    @Test
    void bringsARecordBackAsItWas() {
        // Given
        Serde<SanitizedMotion> serde = serdes.serde(TopicCatalogue.MOTION, SanitizedMotion.class);

        // When
        byte[] bytes = serde.serializer().serialize("sanitized.motion", Samples.sanitized());

        // Then
        assertThat(bytes).startsWith(0, 0, 0, 0, 1);
        assertThat(serde.deserializer().deserialize("sanitized.motion", bytes)).isEqualTo(Samples.sanitized());
    }

    @Test
    void givesRecordsOfEventsTheirTraceWhereTheSettingSaysSo() {
        // Given
        var tracing = new ConfluentSerdes();
        tracing.configure(Map.of(
                "schema.registry.url",
                registry.url().toString(),
                "auto.register.schemas",
                "true",
                ConfluentSerdes.TRACE_HEADERS,
                true));
        var traced = new RecordHeaders();
        var keys = new RecordHeaders();
        var plain = new RecordHeaders();

        // When
        byte[] bytes = tracing.serde(TopicCatalogue.MOTION, SanitizedMotion.class)
                .serializer()
                .serialize("sanitized.motion", traced, Samples.sanitized());
        tracing.serde(TopicCatalogue.KEYS, AgentKey.class).serializer().serialize("agent.keys", keys, null);
        serdes.serde(TopicCatalogue.MOTION, SanitizedMotion.class)
                .serializer()
                .serialize("sanitized.motion", plain, Samples.sanitized());
        tracing.close();

        // Then
        String event = Samples.sanitized().getEventId();
        assertThat(bytes).isNotEmpty();
        assertThat(new String(traced.lastHeader(TraceParent.HEADER).value(), StandardCharsets.US_ASCII))
                .isEqualTo(TraceParent.ofEvent(event).orElseThrow().text());
        assertThat(keys).isEmpty();
        assertThat(plain).isEmpty();
    }

    @Test
    void keepsTombstones() {
        // Given
        Serde<AgentKey> serde = serdes.serde(TopicCatalogue.KEYS, AgentKey.class);

        // When, Then
        assertThat(serde.serializer().serialize("agent.keys", null)).isNull();
        assertThat(serde.deserializer().deserialize("agent.keys", null)).isNull();
    }

    @Test
    void usesTheSubjectOfTheCatalogueInInternalTopicsToo() {
        // Given
        Serde<SanitizedMotion> serde = serdes.serde(TopicCatalogue.MOTION, SanitizedMotion.class);

        // When
        serde.serializer().serialize("agent.token-stream-recent-changelog", Samples.sanitized());

        // Then
        assertThat(registry.seen())
                .extracting(FakeRegistry.Seen::path)
                .containsExactly("/subjects/sanitized.motion-value/versions");
    }

    @Test
    void refusesATypeThatTheTopicDoesNotHold() {
        // When, Then
        assertThatThrownBy(() -> serdes.serde(TopicCatalogue.MOTION, MotionRaw.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sanitized.motion");
    }

    @Test
    void registersNothingUnlessTold() {
        // Given
        try (ConfluentSerdes reading = configured("false")) {
            var serializer =
                    reading.serde(TopicCatalogue.MOTION, SanitizedMotion.class).serializer();

            // When, Then
            assertThatThrownBy(() -> serializer.serialize("sanitized.motion", Samples.sanitized()))
                    .isInstanceOf(RegistryRefusedException.class)
                    .hasMessageContaining("auto.register.schemas");
            assertThat(registry.seen())
                    .extracting(FakeRegistry.Seen::path)
                    .containsExactly("/subjects/sanitized.motion-value");
        }
    }

    @Test
    void tellsAnAbsentRegistryFromAMalformedRecord() {
        // Given
        byte[] bytes = serdes.serde(TopicCatalogue.MOTION, SanitizedMotion.class)
                .serializer()
                .serialize("sanitized.motion", Samples.sanitized());
        try (ConfluentSerdes fresh = configured("false")) {
            var deserializer =
                    fresh.serde(TopicCatalogue.MOTION, SanitizedMotion.class).deserializer();
            registry.answer(503, "");

            // When, Then
            assertThatThrownBy(() -> deserializer.deserialize("sanitized.motion", bytes))
                    .isInstanceOf(RegistryAwayException.class)
                    .isInstanceOf(RetriableException.class);
            registry.answer(401, "{\"error_code\":401}");
            assertThatThrownBy(() -> deserializer.deserialize("sanitized.motion", bytes))
                    .isInstanceOf(RetriableException.class);
            registry.recover();
            assertThat(deserializer.deserialize("sanitized.motion", bytes)).isEqualTo(Samples.sanitized());
        }
    }

    @Test
    void refusesMalformedRecordsWithoutShowingThem() {
        // Given
        Serde<AuditEntry> serde = serdes.serde(AuditTopics.of(Principal.INGEST), AuditEntry.class);
        byte[] good = serde.serializer().serialize("audit.ingest", Samples.audit());
        byte[] otherMagic = good.clone();
        otherMagic[0] = 1;
        byte[] unknownId = good.clone();
        ByteBuffer.wrap(unknownId).putInt(1, 99);
        byte[] cut = Arrays.copyOf(good, good.length - 3);
        byte[] longer = Arrays.copyOf(good, good.length + 1);
        byte[] text = "a secret in plain text".getBytes(StandardCharsets.UTF_8);
        byte[] hugeLength = Arrays.copyOf(good, 10);
        Arrays.fill(hugeLength, 5, 9, (byte) 0xFE);

        // When, Then
        for (byte[] bad :
                new byte[][] {{}, {0}, {0, 0, 0, 0, 1}, otherMagic, unknownId, cut, longer, text, hugeLength}) {
            assertThatThrownBy(() -> serde.deserializer().deserialize("audit.ingest", bad))
                    .isInstanceOf(SerializationException.class)
                    .isNotInstanceOf(RetriableException.class)
                    .hasNoCause()
                    .hasMessageContaining("io.frostglass.audit.AuditEntry")
                    .hasMessageNotContaining("secret")
                    .hasMessageNotContaining("evt-");
        }
    }

    private ConfluentSerdes configured(String autoRegister) {
        ConfluentSerdes made = new ConfluentSerdes();
        made.configure(Map.of("schema.registry.url", registry.url().toString(), "auto.register.schemas", autoRegister));
        return made;
    }
}
