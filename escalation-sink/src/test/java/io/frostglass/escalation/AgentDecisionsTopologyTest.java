package io.frostglass.escalation;

import static io.frostglass.escalation.AgentDecisions.dismissed;
import static io.frostglass.escalation.AgentDecisions.raised;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.agent.AgentDecision;
import io.frostglass.agent.AgentSeverity;
import io.frostglass.alerts.Escalation;
import io.frostglass.alerts.Severity;
import io.frostglass.audit.Action;
import io.frostglass.audit.AuditEntry;
import io.frostglass.escalation.rules.TestRules;
import io.frostglass.testsupport.TestRegistry;
import io.frostglass.topics.AuditTopics;
import io.frostglass.topics.Principal;
import io.frostglass.topics.SerdeFactory;
import io.frostglass.topics.TopicCatalogue;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Properties;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentDecisionsTopologyTest {

    private static final Instant NOW = Instant.parse("2026-01-18T12:35:00Z");
    private static final byte[] NO_DECISION = {1, 2, 3};

    @TempDir
    static Path dir;

    private static TestRegistry registry;
    private static SerdeFactory serdes;

    private TopologyTestDriver driver;
    private TestInputTopic<String, byte[]> decisions;
    private TestOutputTopic<String, Escalation> alerts;
    private TestOutputTopic<String, AuditEntry> audit;
    private TestOutputTopic<String, byte[]> deadLetters;

    @BeforeAll
    static void startRegistry() throws Exception {
        registry = TestRegistry.start(dir);
        serdes = registry.serdes();
    }

    @AfterAll
    static void stopRegistry() {
        registry.close();
    }

    @BeforeEach
    void start() throws Exception {
        open("agents: {receivers: [chat], min_severity: warning, sites: [site-1]}");
    }

    private void open(String section) throws Exception {
        var ruleSet = TestRules.parse("""
                receivers: [pager, chat]
                rules:
                  - {name: all, severity: critical, receivers: [pager]}
                %s
                """.formatted(section));
        var clock = InstantSource.fixed(NOW);
        driver = new TopologyTestDriver(
                TestTopology.of(() -> ruleSet, TestTopology.nobody(clock), clock, serdes), new Properties());
        decisions = driver.createInputTopic(
                TopicCatalogue.DECISIONS.name(), new StringSerializer(), new ByteArraySerializer());
        var topics = new TopologyTopics(driver, serdes);
        alerts = topics.output(TopicCatalogue.ESCALATIONS, Escalation.class);
        audit = topics.output(AuditTopics.of(Principal.ESCALATION_SINK), AuditEntry.class);
        deadLetters = driver.createOutputTopic(
                TopicCatalogue.AGENT_DEAD_LETTERS.name(), new StringDeserializer(), new ByteArrayDeserializer());
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    @Test
    void addsWhatAnAgentRaisedToTheIncidentOfTheRules() {
        // When
        take(raised("evt-1"));

        // Then
        var record = alerts.readRecord();
        Escalation alert = record.value();
        assertThat(record.key()).isEqualTo(alert.getAlertId());
        assertThat(alert.getAlertId()).isEqualTo("alr-ca2538fdafaf3e6aa420777d4371c89b");
        assertThat(alert.getUpdates()).isEqualTo(AlertId.of("evt-1"));
        assertThat(alert.getEventId()).isEqualTo("evt-1");
        assertThat(alert.getSiteId()).isEqualTo("site-1");
        assertThat(alert.getCameraId()).isEqualTo("cam-12");
        assertThat(alert.getTimestamp()).isEqualTo(AgentDecisions.AT);
        assertThat(alert.getRaisedAt()).isEqualTo(NOW);
        assertThat(alert.getSeverity()).isEqualTo(Severity.error);
        assertThat(alert.getRule()).isEqualTo("agent/night-shift");
        assertThat(alert.getSummary()).isEqualTo("Agent night-shift at site-1, camera cam-12: A person at the gate");
        assertThat(alert.getReceivers()).containsExactly("chat");
        assertThat(alert.getThumbnail()).isNull();
        assertThat(alert.getLabels()).isEmpty();
        assertThat(alerts.isEmpty()).isTrue();
        expectEntry(Action.escalated, null, alert.getAlertId());
    }

    @Test
    void takesTheFirstDecisionAboutAnEventAndNoOther() {
        // Given
        AgentDecision first = raised("evt-1").build();
        AgentDecision other = raised("evt-1").setSummary("Never mind").build();

        // When
        take(first);
        take(other);
        take(first);
        take(dismissed("evt-1"));

        // Then
        assertThat(alerts.readValuesToList())
                .singleElement()
                .extracting(Escalation::getSummary)
                .asString()
                .endsWith("A person at the gate");
        assertThat(audit.readValuesToList()).hasSize(1);
    }

    @Test
    void tellsNobodyOfADismissalNorOfWhatComesAfterIt() {
        // When
        take(dismissed("evt-1"));
        take(raised("evt-1"));

        // Then
        assertThat(alerts.isEmpty()).isTrue();
        expectEntry(Action.not_escalated, "dismissed", "agent/night-shift");
    }

    @Test
    void takesTheDecisionsAboutDifferentEventsApart() {
        // When
        take(dismissed("evt-1"));
        take(raised("evt-2"));

        // Then
        assertThat(alerts.readValuesToList()).extracting(Escalation::getUpdates).containsExactly(AlertId.of("evt-2"));
    }

    @Test
    void remembersForAnHourAndNotForEver() {
        // Given
        Duration almost = FirstDecisions.MEMORY.minusMinutes(1);

        // When
        take(raised("evt-1").build(), NOW);
        take(raised("evt-1").build(), NOW.plus(almost));
        take(raised("evt-2").build(), NOW.plus(almost).plus(almost));

        // Then
        assertThat(alerts.readValuesToList()).extracting(Escalation::getEventId).containsExactly("evt-1", "evt-2");
        try (var remembered =
                driver.<String, String>getWindowStore(FirstDecisions.STORE).all()) {
            assertThat(remembered)
                    .toIterable()
                    .extracting(entry -> entry.key.key())
                    .containsExactly("evt-2");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'agents: {receivers: [chat]}', site-7, info, ",
        "'agents: {receivers: [chat], min_severity: error}', site-1, error, ",
        "'agents: {receivers: [chat], min_severity: error}', site-1, critical, ",
        "'agents: {receivers: [chat], min_severity: error}', site-1, warning, below_min_severity",
        "'agents: {receivers: [chat], min_severity: warning}', site-1, , ",
        "'agents: {receivers: [chat], min_severity: error}', site-1, , below_min_severity",
        "'agents: {receivers: [chat], sites: [site-1, site-2]}', site-2, info, ",
        "'agents: {receivers: [chat], sites: [site-1, site-2]}', site-7, critical, no_rule",
        "'', site-1, critical, no_rule",
    })
    void tellsPeopleOfWhatTheyAskedForAlone(
            String section, String site, @Nullable AgentSeverity severity, @Nullable String reason) throws Exception {
        // Given
        driver.close();
        open(section);

        // When
        take(raised("evt-1").setSiteId(site).setSeverity(severity));

        // Then
        assertThat(alerts.isEmpty()).isEqualTo(reason != null);
        AuditEntry entry = audit.readValue();
        assertThat(entry.getAction()).isEqualTo(reason == null ? Action.escalated : Action.not_escalated);
        assertThat(entry.getReason()).isEqualTo(reason);
    }

    @Test
    void saysSoWhereTheAgentGaveNoWords() {
        // When
        take(raised("evt-1").setSummary(null));

        // Then
        assertThat(alerts.readValue().getSummary())
                .isEqualTo("Agent night-shift at site-1, camera cam-12: error, and no words");
    }

    @Test
    void keepsTheWordsOfAnAgentInOneLineAndShortEnough() {
        // When
        take(raised("evt-1").setSummary("one\ntwo\u2028" + "x".repeat(2000)));

        // Then
        assertThat(alerts.readValue().getSummary())
                .hasSize(AlertSummary.MAX_LENGTH)
                .startsWith("Agent night-shift at site-1, camera cam-12: one two x");
    }

    @Test
    void doesNotTakeAlongFromWhereADecisionWasAskedFor() {
        // Given
        var headers = new RecordHeaders();
        headers.add("frostglass.origin", new byte[] {1});

        // When
        decisions.pipeInput(new TestRecord<>("evt-1", bytes(raised("evt-1").build()), headers));

        // Then
        assertThat(alerts.readRecord().headers()).isEmpty();
        assertThat(audit.readRecord().headers()).isEmpty();
    }

    @Test
    void keepsADecisionThatItCannotReadInItsZoneAndInItsPlace() {
        // When
        decisions.pipeInput("evt-1", NO_DECISION, NOW);
        take(raised("evt-1"));

        // Then
        assertThat(alerts.isEmpty()).isTrue();
        assertThat(audit.isEmpty()).isTrue();
        var letter = deadLetters.readRecord();
        assertThat(letter.key()).isEqualTo("evt-1");
        assertThat(letter.value()).isEqualTo(NO_DECISION);
        assertThat(header(letter, "frostglass.reason")).isEqualTo("unreadable");
        assertThat(header(letter, "frostglass.source")).isEqualTo("agent.decisions-0@0");
        assertThat(deadLetters.isEmpty()).isTrue();
    }

    @Test
    void goesOnAfterRecordsWithoutKeyOrValue() {
        // When
        decisions.pipeInput(null, NO_DECISION, NOW);
        decisions.pipeInput(null, NO_DECISION, NOW);
        decisions.pipeInput(new TestRecord<>("evt-1", (byte[]) null, NOW));
        take(raised("evt-2"));

        // Then
        assertThat(deadLetters.readValuesToList()).hasSize(3);
        assertThat(alerts.readValuesToList()).hasSize(1);
    }

    private void take(AgentDecision.Builder decision) {
        take(decision.build());
    }

    private void take(AgentDecision decision) {
        take(decision, NOW);
    }

    private void take(AgentDecision decision, Instant at) {
        decisions.pipeInput(decision.getEventId(), bytes(decision), at);
    }

    private static byte[] bytes(AgentDecision decision) {
        return serdes.serde(TopicCatalogue.DECISIONS, AgentDecision.class)
                .serializer()
                .serialize(TopicCatalogue.DECISIONS.name(), decision);
    }

    private static String header(TestRecord<?, ?> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private void expectEntry(Action action, @Nullable String reason, String subject) {
        var record = audit.readRecord();
        AuditEntry entry = record.value();
        assertThat(record.key()).isEqualTo("evt-1");
        assertThat(entry.getApplication()).isEqualTo("escalation-sink");
        assertThat(entry.getAt()).isEqualTo(NOW);
        assertThat(entry.getAction()).isEqualTo(action);
        assertThat(entry.getReason()).isEqualTo(reason);
        assertThat(entry.getEventId()).isEqualTo("evt-1");
        assertThat(entry.getSiteId()).isEqualTo("site-1");
        assertThat(entry.getCameraId()).isEqualTo("cam-12");
        assertThat(entry.getSubject()).isEqualTo(subject);
        assertThat(audit.isEmpty()).isTrue();
    }
}
