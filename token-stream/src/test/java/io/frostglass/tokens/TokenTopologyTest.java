package io.frostglass.tokens;

import static io.frostglass.tokens.Events.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.nimbusds.jwt.SignedJWT;
import io.frostglass.agent.AuthorizedMotion;
import io.frostglass.agent.Revocation;
import io.frostglass.agent.RevocationKind;
import io.frostglass.audit.Action;
import io.frostglass.audit.AuditEntry;
import io.frostglass.sanitized.SanitizedMotion;
import io.frostglass.testsupport.TestRegistry;
import io.frostglass.topics.AuditTopics;
import io.frostglass.topics.Principal;
import io.frostglass.topics.SerdeFactory;
import io.frostglass.topics.Topic;
import io.frostglass.topics.TopicCatalogue;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
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

class TokenTopologyTest {

    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final KeyRing keys = TestKeys.ring(clock, SigningAlgorithm.ES256);
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private TestRegistry registry;
    private SerdeFactory serdes;
    private Topology topology;
    private TopologyTestDriver driver;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        registry = TestRegistry.start(folder);
        serdes = registry.serdes();
        topology = new TokenTopology(new TokenMinter(TestKeys.CONFIG, keys, clock), new TokenMetrics(metrics), serdes)
                .build();
        driver = new TopologyTestDriver(topology, NOW);
    }

    @AfterEach
    void stop() {
        driver.close();
        registry.close();
        keys.close();
    }

    @Test
    void writesTheTokenAndItsAuditEntryForEachEvent() {
        // When
        events().pipeInput("site-a", Events.event("evt-1"));

        // Then
        var authorized =
                output(TopicCatalogue.MOTION_AUTHORIZED, AuthorizedMotion.class).readKeyValue();
        var entry =
                output(AuditTopics.of(Principal.TOKEN_STREAM), AuditEntry.class).readKeyValue();
        assertThat(authorized.key).isEqualTo("site-a");
        assertThat(authorized.value.getEventId()).isEqualTo("evt-1");
        assertThat(authorized.value.getEphemeralToken()).startsWith("eyJ");
        assertThat(entry.key).isEqualTo("evt-1");
        assertThat(entry.value.getAction()).isEqualTo(Action.minted);
    }

    @Test
    void writesAnAuditEntryAndNothingElseForAnEventWithoutToken() {
        // When
        events().pipeInput(
                        "site-a",
                        Events.received("evt-2", NOW).setDuplicateOf("evt-1").build());

        // Then
        assertThat(output(TopicCatalogue.MOTION_AUTHORIZED, AuthorizedMotion.class)
                        .isEmpty())
                .isTrue();
        assertThat(output(AuditTopics.of(Principal.TOKEN_STREAM), AuditEntry.class)
                        .readValue()
                        .getAction())
                .isEqualTo(Action.withheld);
    }

    @Test
    void makesASecondTokenForASyntheticEventAndRevokesIt() throws Exception {
        // When
        events().pipeInput(
                        "site-a",
                        Events.received("evt-3", NOW).setSynthetic(true).build());
        events().pipeInput("site-a", Events.event("evt-4"));

        // Then
        var authorized =
                output(TopicCatalogue.MOTION_AUTHORIZED, AuthorizedMotion.class).readValuesToList();
        assertThat(authorized).hasSize(2);
        assertThat(authorized.getLast().getRevokedToken()).isNull();
        var good = SignedJWT.parse(authorized.getFirst().getEphemeralToken()).getJWTClaimsSet();
        var bad = SignedJWT.parse(Objects.requireNonNull(authorized.getFirst().getRevokedToken()))
                .getJWTClaimsSet();
        assertThat(bad.getSubject()).isEqualTo(good.getSubject()).isEqualTo("evt-3");
        assertThat(bad.getExpirationTime()).isEqualTo(good.getExpirationTime());
        assertThat(bad.getJWTID()).isNotEqualTo(good.getJWTID());
        var revocations = output(TopicCatalogue.REVOCATIONS, Revocation.class).readKeyValuesToList();
        assertThat(revocations).singleElement().satisfies(revocation -> {
            assertThat(revocation.key).isEqualTo("token/" + bad.getJWTID());
            assertThat(revocation.value.getKind()).isEqualTo(RevocationKind.token);
            assertThat(revocation.value.getId()).isEqualTo(bad.getJWTID());
            assertThat(revocation.value.getIssuedBefore())
                    .isAfter(bad.getIssueTime().toInstant());
            assertThat(revocation.value.getForgetAfter())
                    .isAfter(bad.getExpirationTime().toInstant());
        });
        assertThat(output(AuditTopics.of(Principal.TOKEN_STREAM), AuditEntry.class)
                        .readValuesToList())
                .extracting(AuditEntry::getAction, AuditEntry::getEventId)
                .containsExactly(
                        tuple(Action.minted, "evt-3"), tuple(Action.revoked, "evt-3"), tuple(Action.minted, "evt-4"));
    }

    @Test
    void numbersItsAuditEntries() {
        // When
        for (int i = 1; i <= 3; i++) {
            events().pipeInput("site-a", Events.event("evt-" + i));
        }

        // Then
        var entries =
                output(AuditTopics.of(Principal.TOKEN_STREAM), AuditEntry.class).readValuesToList();
        assertThat(entries).extracting(AuditEntry::getSequence).containsExactly(1L, 2L, 3L);
        assertThat(entries.stream().map(AuditEntry::getRunId).distinct()).hasSize(1);
    }

    /// Running clusters lose their state when names or structure change: such a change must be intended, and named in
    /// the release notes.
    @Test
    void hasTheTopologyThatRunningClustersHave() throws IOException {
        try (var frozen = Objects.requireNonNull(getClass().getResourceAsStream("/topology.txt"))) {
            assertThat(topology.describe().toString().strip())
                    .isEqualTo(new String(frozen.readAllBytes(), StandardCharsets.UTF_8).strip());
        }
    }

    private TestInputTopic<String, SanitizedMotion> events() {
        return driver.createInputTopic(
                TopicCatalogue.MOTION.name(),
                Serdes.String().serializer(),
                serdes.serde(TopicCatalogue.MOTION, SanitizedMotion.class).serializer());
    }

    private <T extends SpecificRecord> TestOutputTopic<String, T> output(Topic topic, Class<T> type) {
        return driver.createOutputTopic(
                topic.name(),
                Serdes.String().deserializer(),
                serdes.serde(topic, type).deserializer());
    }
}
