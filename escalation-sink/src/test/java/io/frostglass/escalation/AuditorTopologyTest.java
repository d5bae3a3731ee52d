package io.frostglass.escalation;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.alerts.AuditPass;
import io.frostglass.alerts.DeliveryResult;
import io.frostglass.alerts.DueDelivery;
import io.frostglass.alerts.Escalation;
import io.frostglass.alerts.IncidentChange;
import io.frostglass.alerts.Outcome;
import io.frostglass.alerts.Severity;
import io.frostglass.audit.Action;
import io.frostglass.audit.AuditEntry;
import io.frostglass.escalation.routes.RoutesFile;
import io.frostglass.escalation.routes.RoutingTable;
import io.frostglass.escalation.rules.RuleSet;
import io.frostglass.escalation.rules.TestRules;
import io.frostglass.sanitized.SanitizedMotion;
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
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The auditor in the topology: alerts and results in, alarms, audit entries and passes out.
class AuditorTopologyTest {

    @TempDir
    static Path dir;

    private static TestRegistry registry;
    private static SerdeFactory serdes;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private Instant now = Instant.parse("2026-01-18T12:00:00Z");
    private TopologyTestDriver driver;
    private TestInputTopic<String, SanitizedMotion> motion;
    private TestInputTopic<String, DeliveryResult> results;
    private TestOutputTopic<String, Escalation> alerts;
    private TestOutputTopic<String, DueDelivery> due;
    private TestOutputTopic<String, AuditPass> passes;
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
        RuleSet rules = TestRules.parse("""
                receivers: [pager, office]
                rules: [{name: all, severity: error, receivers: [pager]}]
                undelivered: {receivers: [office], within: 5m}
                """);
        RoutingTable routes = RoutesFile.read("""
                policies: [{name: guards, levels: [{receivers: [pager]}, {receivers: [office]}]}]
                route:
                  receiver: chat
                  routes: [{matchers: ['severity="critical"'], policy: guards}]
                heartbeats: [{sites: [site-1], at: "12:30", location: UTC}]
                """);
        driver = new TopologyTestDriver(
                TestTopology.auditing(() -> rules, () -> routes, () -> now, serdes, meters), new Properties(), now);
        var topics = new TopologyTopics(driver, serdes);
        motion = topics.input(TopicCatalogue.MOTION, SanitizedMotion.class);
        results = topics.input(TopicCatalogue.DELIVERY_RESULTS, DeliveryResult.class);
        alerts = topics.output(TopicCatalogue.ESCALATIONS, Escalation.class);
        due = topics.output(TopicCatalogue.DUE_DELIVERIES, DueDelivery.class);
        passes = topics.output(TopicCatalogue.AUDIT_PASSES, AuditPass.class);
        audit = topics.output(AuditTopics.of(Principal.ESCALATION_SINK), AuditEntry.class);
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    @Test
    void tellsOthersWhenAReceiverDoesNotGetItsAlerts() {
        // Given
        Escalation alert = raise();
        assertThat(due.readValuesToList()).extracting(DueDelivery::getAlertId).containsExactly(alert.getAlertId());

        // When
        pass(Duration.ofMinutes(6));

        // Then
        Escalation alarm = alerts.readValue();
        assertThat(alarm.getReceivers()).containsExactly("office");
        assertThat(alarm.getRule()).isEqualTo("delivery/undelivered");
        assertThat(alarm.getIncident().getChange()).isEqualTo(IncidentChange.opened);
        assertThat(alarm.getSummary())
                .startsWith("Receiver pager has not got 1 alert, the oldest for 5 min. The last one: Motion");
        assertThat(meters.get("frostglass.auditor.undelivered")
                        .tag("receiver", "pager")
                        .gauge()
                        .value())
                .isEqualTo(1);
        assertThat(audit.readValuesToList())
                .anySatisfy(entry -> {
                    assertThat(entry.getAction()).isEqualTo(Action.undelivered);
                    assertThat(entry.getSubject()).isEqualTo(alert.getAlertId() + " pager");
                    assertThat(entry.getEventId()).isEqualTo(alert.getEventId());
                })
                .anySatisfy(entry -> assertThat(entry.getSubject())
                        .isEqualTo(alarm.getIncident().getIncidentId()));
        assertThat(alerts.isEmpty()).isTrue();
    }

    @Test
    void resolvesTheAlarmWhenTheReceiverHasItsAlerts() {
        // Given
        Escalation alert = raise();
        pass(Duration.ofMinutes(6));
        Escalation opened = alerts.readValue();
        delivered(opened, "office");
        passes.readValuesToList();

        // When
        delivered(alert, "pager");
        pass(Duration.ofMinutes(2));

        // Then
        Escalation resolved = alerts.readValue();
        assertThat(resolved.getIncident().getChange()).isEqualTo(IncidentChange.resolved);
        assertThat(resolved.getIncident().getIncidentId())
                .isEqualTo(opened.getIncident().getIncidentId());
        assertThat(resolved.getIncident().getVersion()).isEqualTo(2);
        assertThat(resolved.getReceivers()).isEqualTo(opened.getReceivers());
        assertThat(passes.isEmpty()).isFalse();
    }

    @Test
    void saysEachMinuteThatNothingIsMissing() {
        // Given
        delivered(raise(), "pager");

        // When
        pass(Duration.ofMinutes(10));

        // Then
        assertThat(alerts.isEmpty()).isTrue();
        assertThat(passes.readValuesToList())
                .hasSizeBetween(9, 11)
                .allSatisfy(it -> assertThat(it.getWaiting()).isZero());
    }

    @Test
    void saysNothingOfTheKindWhileOneIsMissing() {
        // Given
        raise();
        pass(Duration.ofMinutes(6));
        passes.readValuesToList();

        // When
        pass(Duration.ofMinutes(10));

        // Then
        assertThat(passes.isEmpty()).isTrue();
    }

    @Test
    void sendsAHeartbeatThroughTheRouteOfItsSiteThatNobodyMustAcknowledge() {
        // Given
        pass(Duration.ofMinutes(29));
        assertThat(alerts.isEmpty()).isTrue();

        // When
        pass(Duration.ofMinutes(2));

        // Then
        List<Escalation> sent = alerts.readValuesToList();
        assertThat(sent)
                .extracting(alert -> alert.getIncident().getChange())
                .containsExactly(IncidentChange.opened, IncidentChange.resolved);
        assertThat(sent).allSatisfy(alert -> {
            assertThat(alert.getReceivers()).containsExactly("pager", "office");
            assertThat(alert.getSeverity()).isEqualTo(Severity.info);
            assertThat(alert.getRule()).isEqualTo("heartbeat/daily");
            assertThat(alert.getSiteId()).isEqualTo("site-1");
            assertThat(alert.getIncident().getIncidentId())
                    .isEqualTo(sent.getFirst().getIncident().getIncidentId());
        });
    }

    @Test
    void isContentWithAHeartbeatEachDay() {
        for (int day = 0; day < 3; day++) {
            // When
            pass(Duration.ofMinutes(31));
            List<Escalation> sent = alerts.readValuesToList();
            sent.forEach(alert -> alert.getReceivers().forEach(receiver -> delivered(alert, receiver)));
            pass(Duration.ofDays(1).minusMinutes(31));

            // Then
            assertThat(sent).extracting(Escalation::getRule).containsExactly("heartbeat/daily", "heartbeat/daily");
            assertThat(alerts.isEmpty()).isTrue();
        }
    }

    @Test
    void tellsPeopleWhenAHeartbeatDoesNotArrive() {
        // When
        pass(Duration.ofMinutes(37));

        // Then
        assertThat(alerts.readValuesToList())
                .filteredOn(alert -> alert.getRule().equals("delivery/undelivered"))
                .extracting(Escalation::getSummary)
                .anySatisfy(summary -> assertThat(summary).startsWith("The heartbeat of site-1, due 5 min ago,"));
        assertThat(passes.readValuesToList())
                .last()
                .satisfies(pass -> assertThat(pass.getPassedAt()).isBefore(now.minus(Duration.ofMinutes(1))));
    }

    private Escalation raise() {
        motion.pipeInput(
                "site-1", Events.plain().setTimestamp(now).setReceivedAt(now).build(), now);
        return alerts.readValue();
    }

    private void delivered(Escalation alert, String receiver) {
        results.pipeInput(
                alert.getAlertId(),
                DeliveryResult.newBuilder()
                        .setAlertId(alert.getAlertId())
                        .setEventId(alert.getEventId())
                        .setReceiver(receiver)
                        .setOutcome(Outcome.delivered)
                        .setAttempts(1)
                        .setFinishedAt(now)
                        .build(),
                now);
    }

    private void pass(Duration time) {
        for (Instant end = now.plus(time); now.isBefore(end); ) {
            now = now.plusSeconds(10);
            driver.advanceWallClockTime(Duration.ofSeconds(10));
        }
    }
}
