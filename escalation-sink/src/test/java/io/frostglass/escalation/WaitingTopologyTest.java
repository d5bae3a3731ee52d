package io.frostglass.escalation;

import static io.frostglass.escalation.AgentDecisions.dismissed;
import static io.frostglass.escalation.AgentDecisions.raised;
import static io.frostglass.escalation.TestTopology.said;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.agent.AgentDecision;
import io.frostglass.agent.AgentEffect;
import io.frostglass.agent.AgentSeverity;
import io.frostglass.alerts.Escalation;
import io.frostglass.alerts.Severity;
import io.frostglass.audit.AuditEntry;
import io.frostglass.escalation.rules.RuleSet;
import io.frostglass.escalation.rules.TestRules;
import io.frostglass.runtime.follow.FollowedRecord.RecordContent;
import io.frostglass.sanitized.SanitizedMotion;
import io.frostglass.settings.InvalidDocument;
import io.frostglass.testsupport.TestRegistry;
import io.frostglass.topics.AuditTopics;
import io.frostglass.topics.Principal;
import io.frostglass.topics.SerdeFactory;
import io.frostglass.topics.TopicCatalogue;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of alerts that wait for an agent.
class WaitingTopologyTest {

    private static final Instant NOW = Instant.parse("2026-01-18T12:35:00Z");
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final Duration LONG = Duration.ofMinutes(10);

    @TempDir
    static Path dir;

    private static TestRegistry registry;
    private static SerdeFactory serdes;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private Instant now = NOW;
    private AgentAvailability agentAvailability;
    private RuleSet ruleSet;
    private TopologyTestDriver driver;
    private TestInputTopic<String, SanitizedMotion> motion;
    private TestInputTopic<String, byte[]> decisions;
    private TestOutputTopic<String, Escalation> alerts;
    private TestOutputTopic<String, AuditEntry> audit;

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
        ruleSet = rules("agents: {receivers: [chat], min_severity: warning, sites: [site-1]}");
        agentAvailability = new AgentAvailability(() -> now);
        agentAvailability.take(said("gateway-1", NOW.plus(LONG), "site-1", 100));
        driver = new TopologyTestDriver(
                TestTopology.of(() -> ruleSet, TestTopology.presence(agentAvailability), () -> now, serdes, meters),
                new Properties(),
                NOW);
        var topics = new TopologyTopics(driver, serdes);
        motion = topics.input(TopicCatalogue.MOTION, SanitizedMotion.class);
        decisions = driver.createInputTopic(
                TopicCatalogue.DECISIONS.name(), new StringSerializer(), new ByteArraySerializer());
        alerts = topics.output(TopicCatalogue.ESCALATIONS, Escalation.class);
        audit = topics.output(AuditTopics.of(Principal.ESCALATION_SINK), AuditEntry.class);
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    @Test
    void makesOneAlertOfAnEventThatAnAgentRaisesInTime() {
        // Given
        SanitizedMotion event = happens();
        expectNothing();

        // When
        take(raised(event.getEventId()));

        // Then
        Escalation alert = onlyAlert();
        assertThat(alert.getAlertId()).isEqualTo(AlertId.of(event.getEventId()));
        assertThat(alert.getUpdates()).isNull();
        assertThat(alert.getTimestamp()).isEqualTo(event.getTimestamp());
        assertThat(alert.getRaisedAt()).isEqualTo(NOW);
        assertThat(alert.getSeverity()).isEqualTo(Severity.error);
        assertThat(alert.getRule()).isEqualTo("agent/night-shift");
        assertThat(alert.getSummary()).isEqualTo("Agent night-shift at site-1, camera cam-12: A person at the gate");
        assertThat(alert.getReceivers()).containsExactly("pager", "desk", "chat");
        assertThat(alert.getThumbnail()).isEqualTo(Events.thumbnail());
        assertThat(alert.getLabels()).containsExactly("person", "car");
        assertThat(alert.getBboxes()).hasSize(1);
        expectEntries("escalated");
        wait(LONG);
        expectNothing();
        assertThat(ended("raised")).isEqualTo(1);
    }

    @Test
    void tellsAtLeastThoseWhomTheRulesWouldTell() {
        // Given
        SanitizedMotion event = happens();

        // When
        take(raised(event.getEventId()).setSeverity(AgentSeverity.info));

        // Then
        Escalation alert = onlyAlert();
        assertThat(alert.getReceivers()).containsExactly("pager", "desk");
        assertThat(alert.getSeverity()).isEqualTo(Severity.info);
    }

    @Test
    void tellsNobodyOfAnEventThatAnAgentDismissesInTime() {
        // Given
        SanitizedMotion event = happens();

        // When
        take(dismissed(event.getEventId()));
        wait(LONG);

        // Then
        assertThat(alerts.isEmpty()).isTrue();
        AuditEntry entry = audit.readValue();
        assertThat(entry.getReason()).isEqualTo("dismissed_in_time");
        assertThat(entry.getSubject()).isEqualTo("agent/night-shift");
        assertThat(entry.getSiteId()).isEqualTo("site-1");
        assertThat(entry.getCameraId()).isEqualTo("cam-12");
        assertThat(audit.isEmpty()).isTrue();
        assertThat(ended("dismissed")).isEqualTo(1);
    }

    @Test
    void leavesAnEventToTheRulesThatNobodyDecidesAboutByTheDeadline() {
        // Given
        SanitizedMotion event = happens();
        wait(DEADLINE);
        expectNothing();
        assertThat(waiting()).isEqualTo(1);

        // When
        wait(Duration.ofMillis(100));

        // Then
        Escalation alert = onlyAlert();
        assertThat(alert.getAlertId()).isEqualTo(AlertId.of(event.getEventId()));
        assertThat(alert.getRule()).isEqualTo("all");
        assertThat(alert.getSeverity()).isEqualTo(Severity.critical);
        assertThat(alert.getReceivers()).containsExactly("pager", "desk");
        assertThat(alert.getRaisedAt()).isEqualTo(now);
        expectEntries("escalated");
        assertThat(ended("deadline")).isEqualTo(1);
        assertThat(waiting()).isZero();
    }

    @Test
    void addsToTheAlertWhatAnAgentRaisesTooLate() {
        // Given
        SanitizedMotion event = happens();
        wait(DEADLINE.plusMillis(100));
        alerts.readValue();

        // When
        take(raised(event.getEventId()));

        // Then
        assertThat(onlyAlert().getUpdates()).isEqualTo(AlertId.of(event.getEventId()));
        expectEntries("escalated", "escalated");
    }

    @Test
    void leavesTheAlertStandingThatAnAgentDismissesTooLate() {
        // Given
        SanitizedMotion event = happens();
        wait(DEADLINE.plusMillis(100));

        // When
        take(dismissed(event.getEventId()));

        // Then
        assertThat(onlyAlert().getAlertId()).isEqualTo(AlertId.of(event.getEventId()));
        expectEntries("escalated", "dismissed");
    }

    @Test
    void takesTheBrokersWordForWhetherADecisionWasInTime() {
        // Given an alert that has waited too long, and at which nobody has looked since
        SanitizedMotion event = happens();

        // When
        take(dismissed(event.getEventId()), NOW.plus(DEADLINE).plusMillis(1));

        // Then
        assertThat(onlyAlert().getRule()).isEqualTo("all");
        expectEntries("escalated", "dismissed");
    }

    @Test
    void countsFromTheComingOfTheEventAndWaitsForNoBrokerWhoseClockIsAhead() {
        // When
        happens(NOW.minusSeconds(15));
        happens(NOW.minusSeconds(21));
        int atOnce = alerts.readValuesToList().size();
        happens(NOW.plusSeconds(3600));
        wait(Duration.ofMillis(5100));
        int soon = alerts.readValuesToList().size();
        wait(DEADLINE.minusSeconds(5));

        // Then
        assertThat(atOnce).isEqualTo(1);
        assertThat(soon).isEqualTo(1);
        assertThat(alerts.readValuesToList()).hasSize(1);
    }

    @Test
    void letsGoOfAnAlertAtOnceWhereADecisionIsNotActedOn() {
        // Given
        SanitizedMotion event = happens();

        // When
        take(dismissed(event.getEventId()).setEffect(AgentEffect.shadowed));

        // Then
        assertThat(onlyAlert().getRule()).isEqualTo("all");
        expectEntries("escalated", "shadowed");
        assertThat(ended("left")).isEqualTo(1);
    }

    @Test
    void neverTellsOfWhatIsNotActedOn() {
        // When
        take(raised("evt-1").setEffect(AgentEffect.shadowed));

        // Then
        assertThat(alerts.isEmpty()).isTrue();
        expectEntries("shadowed");
    }

    @Test
    void letsGoOfAnAlertWhoseDecisionCannotBeRead() {
        // Given
        SanitizedMotion event = happens();

        // When
        decisions.pipeInput(event.getEventId(), new byte[] {1, 2, 3}, now);
        take(dismissed(event.getEventId()));

        // Then
        assertThat(onlyAlert().getRule()).isEqualTo("all");
        expectEntries("escalated");
    }

    @Test
    void letsGoOfAllWhenThereIsNobodyToWaitForAnyMore() {
        // Given
        happens();
        happens();

        // When
        agentAvailability.take(said("gateway-1", new RecordContent.Deleted<>()));
        wait(Duration.ofMillis(100));

        // Then
        assertThat(alerts.readValuesToList()).hasSize(2);
        assertThat(ended("unattended")).isEqualTo(2);
    }

    @Test
    void letsGoOfAllWhenAGatewayFallsSilent() {
        // Given
        agentAvailability.take(said("gateway-1", NOW.plusSeconds(5), "site-1", 100));
        happens();

        // When
        wait(Duration.ofSeconds(5));

        // Then
        assertThat(alerts.readValuesToList()).hasSize(1);
        assertThat(ended("unattended")).isEqualTo(1);
    }

    @Test
    void letsGoOfAllWhenTheRulesHaveNoSectionForAgentsAnyMore() throws Exception {
        // Given
        SanitizedMotion first = happens();
        happens();

        // When
        ruleSet = rules("");
        take(dismissed(first.getEventId()));
        int atOnce = alerts.readValuesToList().size();
        wait(Duration.ofMillis(100));

        // Then
        assertThat(atOnce).isEqualTo(1);
        assertThat(alerts.readValuesToList()).hasSize(1);
    }

    @Test
    void waitsForNobodyWhereNobodyIs() {
        // When
        motion.pipeInput(
                "site-2", Events.full().setSiteId("site-2").setReceivedAt(now).build());
        agentAvailability.take(said("gateway-1", new RecordContent.Deleted<>()));
        happens();

        // Then
        assertThat(alerts.readValuesToList()).hasSize(2);
        assertThat(ended("unattended")).isZero();
    }

    @Test
    void waitsForNobodyWhereARuleMustNotWait() throws Exception {
        // Given
        ruleSet = rules("agents: {receivers: [chat], deadline: 0s}");

        // When
        happens();

        // Then
        assertThat(onlyAlert().getRule()).isEqualTo("all");
    }

    @Test
    void remembersADismissalForAnAlertThatComesAfterIt() {
        // Given
        SanitizedMotion event = event(NOW);
        take(dismissed(event.getEventId()));

        // When
        motion.pipeInput("site-1", event, now);
        wait(LONG);

        // Then
        assertThat(alerts.isEmpty()).isTrue();
        expectEntries("dismissed", "dismissed_in_time");
    }

    @Test
    void heedsNoDismissalThatWasTooLateBeforeItsAlertCame() {
        // Given
        SanitizedMotion event = event(NOW);
        now = NOW.plus(DEADLINE).plusSeconds(1);
        take(dismissed(event.getEventId()));

        // When
        motion.pipeInput("site-1", event, NOW);

        // Then
        assertThat(onlyAlert().getRule()).isEqualTo("all");
        expectEntries("dismissed", "escalated");
    }

    @Test
    void tellsNobodyTwiceWhereTheAgentsAlertWasFirst() throws Exception {
        // Given
        ruleSet = rules("agents: {receivers: [pager, chat]}");
        SanitizedMotion event = event(NOW);
        take(raised(event.getEventId()));
        assertThat(onlyAlert().getReceivers()).containsExactly("pager", "chat");

        // When
        motion.pipeInput("site-1", event, now);
        wait(LONG);

        // Then
        assertThat(onlyAlert().getReceivers()).containsExactly("desk");
        expectEntries("escalated", "escalated");
    }

    @Test
    void makesNoAlertWhereTheAgentsWasFirstAndToldAll() throws Exception {
        // Given
        ruleSet = rules("agents: {receivers: [pager, desk]}");
        SanitizedMotion event = event(NOW);
        take(raised(event.getEventId()));
        alerts.readValue();

        // When
        motion.pipeInput("site-1", event, now);
        wait(LONG);

        // Then
        assertThat(alerts.isEmpty()).isTrue();
        expectEntries("escalated", "told_by_agent");
    }

    @Test
    void letsGoAtOnceOfAnAlertWhoseDecisionCameBeforeAndIsNotActedOn() {
        // Given
        SanitizedMotion event = event(NOW);
        take(dismissed(event.getEventId()).setEffect(AgentEffect.shadowed));

        // When
        motion.pipeInput("site-1", event, now);

        // Then
        assertThat(onlyAlert().getRule()).isEqualTo("all");
    }

    @Test
    void doesNotLetThemWaitWithoutBound() {
        // When
        IntStream.rangeClosed(0, WaitingAlerts.MAX).forEach(i -> happens());

        // Then
        assertThat(alerts.readValuesToList()).hasSize(1);
        assertThat(waiting()).isEqualTo(WaitingAlerts.MAX);
        assertThat(ended("overflow")).isEqualTo(1);
    }

    private static RuleSet rules(String section) throws InvalidDocument {
        return TestRules.parse("""
                receivers: [pager, desk, chat]
                rules:
                  - {name: all, severity: critical, receivers: [pager, desk]}
                %s
                """.formatted(section));
    }

    private static SanitizedMotion event(Instant receivedAt) {
        return Events.full().setReceivedAt(receivedAt).build();
    }

    private SanitizedMotion happens() {
        return happens(now);
    }

    private SanitizedMotion happens(Instant receivedAt) {
        SanitizedMotion event = event(receivedAt);
        motion.pipeInput("site-1", event, receivedAt);
        return event;
    }

    private void take(AgentDecision.Builder decision) {
        take(decision, now);
    }

    private void take(AgentDecision.Builder decision, Instant at) {
        byte[] bytes = serdes.serde(TopicCatalogue.DECISIONS, AgentDecision.class)
                .serializer()
                .serialize(TopicCatalogue.DECISIONS.name(), decision.build());
        decisions.pipeInput(decision.getEventId(), bytes, at);
    }

    private void wait(Duration duration) {
        now = now.plus(duration);
        driver.advanceWallClockTime(duration);
    }

    private Escalation onlyAlert() {
        List<Escalation> all = alerts.readValuesToList();
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    private void expectNothing() {
        assertThat(alerts.isEmpty()).isTrue();
        assertThat(audit.isEmpty()).isTrue();
    }

    /// Each by its reason, or its action where it has none.
    private void expectEntries(String... words) {
        assertThat(audit.readValuesToList())
                .extracting(
                        entry -> entry.getReason() == null ? entry.getAction().name() : entry.getReason())
                .containsExactly(words);
    }

    private double ended(String end) {
        return meters.get("frostglass.escalation.waited")
                .tag("end", end)
                .counter()
                .count();
    }

    private double waiting() {
        return meters.get("frostglass.escalation.waiting").gauge().value();
    }
}
