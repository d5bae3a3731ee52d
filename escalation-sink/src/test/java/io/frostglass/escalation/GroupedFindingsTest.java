package io.frostglass.escalation;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.alerts.Escalation;
import io.frostglass.alerts.Incident;
import io.frostglass.alerts.IncidentAction;
import io.frostglass.alerts.IncidentActionKind;
import io.frostglass.alerts.IncidentChange;
import io.frostglass.audit.AuditEntry;
import io.frostglass.escalation.routes.AlertMatcher;
import io.frostglass.escalation.routes.RoutesFile;
import io.frostglass.escalation.routes.RoutingTable;
import io.frostglass.escalation.routes.Silence;
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
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Security findings with a routes file: one page for those of one kind about one subject.
class GroupedFindingsTest {

    @TempDir
    static Path dir;

    private static TestRegistry registry;
    private static SerdeFactory serdes;

    private TopologyTestDriver driver;
    private TestInputTopic<String, SecurityFinding> findings;
    private TestInputTopic<String, SanitizedMotion> motion;
    private TestInputTopic<String, IncidentAction> actions;
    private TestOutputTopic<String, Escalation> alerts;
    private TestOutputTopic<String, AuditEntry> audit;
    private Instant now = Instant.parse("2026-01-18T12:36:00Z");
    private int found;

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
        RuleSet rules = TestRules.parse("""
                receivers: [pager, guard, boss]
                rules: [{name: all, severity: warning, receivers: [pager]}]
                security: {severity: critical, receivers: [guard]}
                """);
        RoutingTable table = RoutesFile.read("""
                time_intervals: [{name: always, location: UTC, times: [{start_time: "00:00", end_time: "24:00"}]}]
                inhibit_rules:
                  - {source_matchers: ['severity="critical"'], target_matchers: ['severity<critical'], equal: [site]}
                route: {receiver: boss, group_by: ['...'], routes: [{matchers: ['severity="critical"'], mute_time_intervals: [always]}]}
                """);
        var silences = List.of(new Silence(
                "sil-00000000",
                List.of(AlertMatcher.parse("rule=~\"security/.*\"")),
                Instant.EPOCH,
                now.plus(Duration.ofDays(30))));
        driver = new TopologyTestDriver(
                TestTopology.grouping(
                        () -> rules,
                        () -> table,
                        () -> Optional.of(silences),
                        () -> now,
                        serdes,
                        new SimpleMeterRegistry()),
                new Properties(),
                now);
        var topics = new TopologyTopics(driver, serdes);
        findings = topics.input(TopicCatalogue.SECURITY_FINDINGS, SecurityFinding.class);
        motion = topics.input(TopicCatalogue.MOTION, SanitizedMotion.class);
        actions = topics.input(TopicCatalogue.INCIDENT_ACTIONS, IncidentAction.class);
        alerts = topics.output(TopicCatalogue.ESCALATIONS, Escalation.class);
        audit = topics.output(AuditTopics.of(Principal.ESCALATION_SINK), AuditEntry.class);
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    @Test
    void pagesOnceAndCountsTheRest() {
        // When
        for (int i = 0; i < 50; i++) {
            find(FindingKind.refusals, "site-1", "cam-12");
        }
        find(FindingKind.refusals, "site-1", "cam-13");
        find(FindingKind.revocations, "site-1", "cam-12");
        find(FindingKind.refusals, null, null);
        List<Escalation> first = alerts.readValuesToList();
        advance(Duration.ofMinutes(5));

        // Then
        assertThat(first)
                .hasSize(4)
                .allSatisfy(alert -> {
                    assertThat(alert.getReceivers()).containsExactly("guard");
                    assertThat(incident(alert).getChange()).isEqualTo(IncidentChange.opened);
                })
                .extracting(alert -> incident(alert).getIncidentId())
                .doesNotHaveDuplicates();
        assertThat(alerts.readValuesToList()).singleElement().satisfies(alert -> {
            assertThat(incident(alert).getChange()).isEqualTo(IncidentChange.updated);
            assertThat(incident(alert).getCount()).isEqualTo(50);
            assertThat(alert.getSummary()).contains("50 alerts");
        });
        assertThat(audit.readValuesToList())
                .filteredOn(entry -> String.valueOf(entry.getEventId()).startsWith("fnd-"))
                .extracting(AuditEntry::getEventId)
                .as("each finding is in the audit log")
                .contains("fnd-1", "fnd-25", "fnd-50", "fnd-53");
    }

    @Test
    void countsAFindingThatIsFoundOnceMoreOnce() {
        // When
        find(FindingKind.refusals, "site-1", null);
        found--;
        find(FindingKind.refusals, "site-1", null);
        find(FindingKind.refusals, "site-1", null);
        advance(Duration.ofMinutes(5));

        // Then
        assertThat(alerts.readValuesToList())
                .last()
                .satisfies(alert -> assertThat(incident(alert).getCount()).isEqualTo(2));
    }

    @Test
    void takesWhatPeopleSayAboutAFindingOfNoSite() {
        // When
        find(FindingKind.refusals, null, null);
        String id = incident(alerts.readValue()).getIncidentId();
        actions.pipeInput(
                "all",
                IncidentAction.newBuilder()
                        .setIncidentId(id)
                        .setSiteId("all")
                        .setAction(IncidentActionKind.resolve)
                        .setBy("anna")
                        .setAt(now)
                        .build(),
                now);
        find(FindingKind.refusals, null, null);

        // Then
        assertThat(alerts.readValuesToList())
                .extracting(alert -> incident(alert).getChange())
                .containsExactly(IncidentChange.resolved, IncidentChange.reopened);
    }

    /// A finding about a camera says nothing about what the camera sees.
    @Test
    void keepsNoAlertOfMotionFromPeople() {
        // When
        find(FindingKind.refusals, "site-1", "cam-12");
        motion.pipeInput(
                "site-1", Events.plain().setSiteId("site-1").setTimestamp(now).build(), now);

        // Then
        assertThat(alerts.readValuesToList())
                .extracting(Escalation::getReceivers)
                .containsExactly(List.of("guard"), List.of("boss"));
    }

    private void find(FindingKind kind, @Nullable String site, @Nullable String camera) {
        found++;
        findings.pipeInput(
                site == null ? "all" : site,
                SecurityFinding.newBuilder()
                        .setFindingId("fnd-" + found)
                        .setKind(kind)
                        .setSiteId(site)
                        .setCameraId(camera)
                        .setWindowStart(now.minusSeconds(300))
                        .setWindowEnd(now)
                        .setObserved(2)
                        .setExpected(1)
                        // Older than any alert of motion may be.
                        .setFoundAt(now.minus(Duration.ofDays(8)))
                        .build(),
                now);
    }

    private static Incident incident(Escalation alert) {
        return Objects.requireNonNull(alert.getIncident());
    }

    private void advance(Duration time) {
        now = now.plus(time);
        driver.advanceWallClockTime(time);
    }
}
