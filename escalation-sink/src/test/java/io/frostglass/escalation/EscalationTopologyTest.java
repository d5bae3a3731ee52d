package io.frostglass.escalation;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.alerts.Escalation;
import io.frostglass.alerts.Severity;
import io.frostglass.audit.Action;
import io.frostglass.audit.AuditEntry;
import io.frostglass.escalation.rules.RuleSet;
import io.frostglass.escalation.rules.TestRules;
import io.frostglass.sanitized.FindingKind;
import io.frostglass.sanitized.SanitizedMotion;
import io.frostglass.sanitized.SecurityFinding;
import io.frostglass.testsupport.TestRegistry;
import io.frostglass.topics.AuditTopics;
import io.frostglass.topics.Principal;
import io.frostglass.topics.SerdeFactory;
import io.frostglass.topics.TopicCatalogue;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EscalationTopologyTest {

    private static final RuleSet NOBODY = new RuleSet(List.of(), Optional.empty(), Optional.empty(), Optional.empty());
    private static final Instant NOW = Instant.parse("2026-01-18T12:35:00Z");

    @TempDir
    static Path dir;

    private static TestRegistry registry;
    private static SerdeFactory serdes;

    private TopologyTestDriver driver;
    private TestInputTopic<String, SanitizedMotion> motion;
    private TestInputTopic<String, SecurityFinding> findings;
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
        RuleSet ruleSet = TestRules.parse("""
                receivers: [pager, chat]
                rules:
                  - {name: people, when: {labels: [person]}, severity: critical, receivers: [pager, chat]}
                security: {severity: error, receivers: [pager]}
                """);
        open(ruleSet);
    }

    private void open(RuleSet ruleSet) {
        driver = new TopologyTestDriver(topology(ruleSet), new Properties());
        var topics = new TopologyTopics(driver, serdes);
        motion = topics.input(TopicCatalogue.MOTION, SanitizedMotion.class);
        findings = topics.input(TopicCatalogue.SECURITY_FINDINGS, SecurityFinding.class);
        alerts = topics.output(TopicCatalogue.ESCALATIONS, Escalation.class);
        audit = topics.output(AuditTopics.of(Principal.ESCALATION_SINK), AuditEntry.class);
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    @Test
    void raisesAnAlertWithWhatMayPassAndItsAuditEntry() {
        given(Events.full().setEventId("evt-1").build())
                .expectingAlert(alert -> {
                    assertThat(alert.getAlertId()).isEqualTo("alr-7b409f932d2c88e97f0c17676c8420d3");
                    assertThat(alert.getEventId()).isEqualTo("evt-1");
                    assertThat(alert.getSiteId()).isEqualTo("site-1");
                    assertThat(alert.getCameraId()).isEqualTo("cam-12");
                    assertThat(alert.getTimestamp()).isEqualTo(Events.AT);
                    assertThat(alert.getRaisedAt()).isEqualTo(NOW);
                    assertThat(alert.getSeverity()).isEqualTo(Severity.critical);
                    assertThat(alert.getRule()).isEqualTo("people");
                    assertThat(alert.getReceivers()).containsExactly("pager", "chat");
                    assertThat(alert.getMotionConfidence()).isEqualTo(0.92);
                    assertThat(alert.getLabels()).containsExactly("person", "car");
                    assertThat(alert.getBboxes()).hasSize(1);
                    assertThat(alert.getThumbnail()).isEqualTo(Events.thumbnail());
                    assertThat(alert.getSummary())
                            .isEqualTo("Motion (person, car) at site-1, camera cam-12, confidence 92 %,"
                                    + " 2026-01-18 12:34:56 Europe/London (rule people)");
                })
                .expectingEntry(Action.escalated, null, "alr-7b409f932d2c88e97f0c17676c8420d3");
    }

    @Test
    void saysWhyAnEventBecomesNoAlert() {
        given(Events.plain().build()).expectingNoAlert().expectingEntry(Action.not_escalated, "no_rule", null);
    }

    @Test
    void raisesNothingForADuplicate() {
        given(Events.full().setDuplicateOf("evt-earlier").build())
                .expectingNoAlert()
                .expectingEntry(Action.not_escalated, "duplicate", AlertId.of("evt-earlier"));
    }

    @Test
    void raisesNothingForASyntheticEventAndSaysWhoWouldBeNotified() {
        given(Events.full().setSynthetic(true).build())
                .expectingNoAlert()
                .expectingEntry(Action.not_escalated, "synthetic", "pager,chat");
    }

    @Test
    void raisesNothingForASyntheticEventAboutWhichNobodyWouldBeNotified() {
        given(Events.plain().setSynthetic(true).build())
                .expectingNoAlert()
                .expectingEntry(Action.not_escalated, "synthetic", null);
    }

    @Test
    void raisesTheSameAlertForTheSameEvent() {
        // Given
        SanitizedMotion event = Events.full().build();

        // When
        motion.pipeInput("site-1", event);
        motion.pipeInput("site-1", event);

        // Then
        List<Escalation> raised = alerts.readValuesToList();
        assertThat(raised).hasSize(2);
        assertThat(raised.get(1)).isEqualTo(raised.get(0));
    }

    @Test
    void keepsASummaryInOneLineAndShortEnough() {
        given(Events.full().setSiteId("site\n1\u2028" + "x".repeat(2000)).build())
                .expectingAlert(alert -> assertThat(alert.getSummary())
                        .hasSize(AlertSummary.MAX_LENGTH)
                        .contains("site 1 x")
                        .doesNotContain("\n", "\u2028"));
    }

    @Test
    void raisesAnAlertForASecurityFinding() {
        // When
        findings.pipeInput("site-1", finding().setSiteId("site-1").build());

        // Then
        Escalation alert = alerts.readValue();
        assertThat(alert.getEventId()).isEqualTo("fnd-1");
        assertThat(alert.getAlertId()).isEqualTo(AlertId.of("fnd-1"));
        assertThat(alert.getSiteId()).isEqualTo("site-1");
        assertThat(alert.getCameraId()).isEqualTo("all");
        assertThat(alert.getTimestamp()).isEqualTo(Events.AT);
        assertThat(alert.getSeverity()).isEqualTo(Severity.error);
        assertThat(alert.getReceivers()).containsExactly("pager");
        assertThat(alert.getRule()).isEqualTo("security/used_from_two_places");
        assertThat(alert.getSummary())
                .isEqualTo("Security: used from two places at site-1, 2 counted where 1 was to be expected,"
                        + " from 2026-01-18 12:30 to 2026-01-18 12:35 UTC");
        AuditEntry entry = audit.readValue();
        assertThat(entry.getAction()).isEqualTo(Action.escalated);
        assertThat(entry.getEventId()).isEqualTo("fnd-1");
        assertThat(entry.getCameraId()).isNull();
        assertThat(entry.getSubject()).isEqualTo(alert.getAlertId());
    }

    @Test
    void tellsNobodyOfASecurityFindingWhereTheRulesDoNotSay() {
        // Given
        driver.close();
        open(NOBODY);

        // When
        findings.pipeInput("all", finding().build());

        // Then
        assertThat(alerts.isEmpty()).isTrue();
        AuditEntry entry = audit.readValue();
        assertThat(entry.getAction()).isEqualTo(Action.not_escalated);
        assertThat(entry.getReason()).isEqualTo("no_rule");
        assertThat(entry.getEventId()).isEqualTo("fnd-1");
        assertThat(entry.getSiteId()).isNull();
    }

    /// A change of names or order strands the state and the repartitioned records of a cluster that runs. If it is
    /// meant, put the new description into the file.
    @Test
    void isNotChangedByAccident() throws Exception {
        try (var frozen = getClass().getResourceAsStream("/topology.txt")) {
            assertThat(topology(NOBODY).describe().toString())
                    .isEqualToNormalizingNewlines(new String(frozen.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static Topology topology(RuleSet ruleSet) {
        var clock = InstantSource.fixed(NOW);
        return TestTopology.of(() -> ruleSet, TestTopology.nobody(clock), clock, serdes);
    }

    private static SecurityFinding.Builder finding() {
        return SecurityFinding.newBuilder()
                .setFindingId("fnd-1")
                .setKind(FindingKind.used_from_two_places)
                .setWindowStart(Instant.parse("2026-01-18T12:30:00Z"))
                .setWindowEnd(Instant.parse("2026-01-18T12:35:00Z"))
                .setObserved(2)
                .setExpected(1)
                .setFoundAt(Events.AT);
    }

    private Outcome given(SanitizedMotion event) {
        motion.pipeInput(event.getSiteId(), event);
        return new Outcome(event);
    }

    private final class Outcome {
        private final SanitizedMotion event;

        Outcome(SanitizedMotion event) {
            this.event = event;
        }

        Outcome expectingAlert(Consumer<Escalation> check) {
            var record = alerts.readRecord();
            assertThat(record.key()).isEqualTo(record.value().getAlertId());
            check.accept(record.value());
            return expectingNoAlert();
        }

        Outcome expectingNoAlert() {
            assertThat(alerts.isEmpty()).isTrue();
            return this;
        }

        void expectingEntry(Action action, @Nullable String reason, @Nullable String subject) {
            var record = audit.readRecord();
            AuditEntry entry = record.value();
            assertThat(record.key()).isEqualTo(event.getEventId());
            assertThat(entry.getApplication()).isEqualTo("escalation-sink");
            assertThat(entry.getAt()).isEqualTo(NOW);
            assertThat(entry.getAction()).isEqualTo(action);
            assertThat(entry.getReason()).isEqualTo(reason);
            assertThat(entry.getSubject()).isEqualTo(subject);
            assertThat(entry.getEventId()).isEqualTo(event.getEventId());
            assertThat(entry.getSiteId()).isEqualTo(event.getSiteId());
            assertThat(entry.getCameraId()).isEqualTo(event.getCameraId());
            assertThat(audit.isEmpty()).isTrue();
        }
    }
}
