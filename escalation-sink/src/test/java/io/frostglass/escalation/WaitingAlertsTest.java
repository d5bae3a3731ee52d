package io.frostglass.escalation;

import static io.frostglass.escalation.AgentDecisions.dismissed;
import static io.frostglass.escalation.AgentDecisions.raised;
import static io.frostglass.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.alerts.Escalation;
import io.frostglass.audit.AuditEntry;
import io.frostglass.runtime.RunningApplication;
import io.frostglass.sanitized.SanitizedMotion;
import io.frostglass.testsupport.TestCluster;
import io.frostglass.topics.AuditTopics;
import io.frostglass.topics.Principal;
import io.frostglass.topics.TopicCatalogue;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.config.ConfigResource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Alerts that wait for agents, on a real broker under its own rebalance protocol, with the ACLs of
/// escalation-sink's own principal.
@Tag("broker")
class WaitingAlertsTest {

    /// Longer than any of these tests.
    private static final String LONG = "5m";

    @TempDir
    static Path dir;

    private static TestCluster cluster;
    private static int number;

    @TempDir
    Path files;

    private String name;

    @BeforeAll
    static void startCluster() throws Exception {
        cluster = TestCluster.start(dir);
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
    }

    @BeforeEach
    void attend() throws Exception {
        name = "pager-" + ++number;
        attend(Instant.now().plus(Duration.ofMinutes(10)));
    }

    @Test
    void pagesByTheRulesWhereTheAgentIsDead() throws Exception {
        // Given
        Installation installation = waiting("1s");
        try (var app = installation.start(Map.of())) {
            awaitAttendance(app);

            // When
            SanitizedMotion event = happens(installation);

            // Then
            eventually("the page is there", () -> installation.alertsFor(name).contains(alertId(event)));
            assertThat(alerts(event)).extracting(Escalation::getRule).containsExactly("for-" + name);
            assertThat(ended(app, "deadline")).isEqualTo(1);
        }
    }

    /// All that lies in it is read before another instance can take over.
    @Test
    void hasTheLogOfWhatWaitsCleanedEarly() throws Exception {
        // Given
        String log = Principal.ESCALATION_SINK.applicationId() + "-" + WaitingAlerts.STORE + "-changelog";
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, log);

        // When
        try (var app = waiting(LONG).start(Map.of());
                var admin = cluster.admin()) {
            eventually("it works", () -> app.health().isReady());

            // Then
            var config = Objects.requireNonNull(
                    admin.describeConfigs(List.of(resource)).all().get().get(resource));
            assertThat(config.get("cleanup.policy").value()).contains("compact");
            assertThat(config.get("segment.ms").value()).isEqualTo("600000");
        }
    }

    @Test
    void pagesOnceWhereAnAgentRaisesInTimeAndNobodyWhereItDismisses() throws Exception {
        // Given
        Installation installation = waiting(LONG);
        try (var app = installation.start(Map.of())) {
            awaitAttendance(app);
            SanitizedMotion cat = happens(installation);
            SanitizedMotion person = happens(installation);
            eventually("both wait", () -> waiting(app) == 2);

            // When
            installation.decide(dismissed(cat.getEventId()).build());
            installation.decide(raised(person.getEventId()).build());

            // Then
            eventually("the page is there", () -> installation.alertsFor(name).contains(alertId(person)));
            eventually("the dismissal is written down", () -> !reasons(cat).isEmpty());
            assertThat(reasons(cat)).containsExactly("dismissed_in_time");
            assertThat(alerts(cat)).isEmpty();
            assertThat(alerts(person)).extracting(Escalation::getRule).containsExactly("agent/night-shift");
            assertThat(installation.alerts(name))
                    .singleElement()
                    .satisfies(page -> assertThat(page.getUpdates()).isNull());
            assertThat(waiting(app)).isZero();
        }
    }

    @Test
    void pagesAtOnceWhereThereIsNobodyToWaitForAnyMore() throws Exception {
        // Given
        Installation installation = waiting(LONG);
        try (var app = installation.start(Map.of())) {
            awaitAttendance(app);
            SanitizedMotion event = happens(installation);
            eventually("it waits", () -> waiting(app) == 1);

            // When
            attend(Instant.now());

            // Then
            eventually("the page is there", () -> installation.alertsFor(name).contains(alertId(event)));
            assertThat(ended(app, "unattended")).isEqualTo(1);
        }
    }

    @Test
    void losesAndRepeatsNothingThatWaitsWhereItsInstanceIsKilled() throws Exception {
        // Given an instance with alerts that wait
        Installation installation = waiting(LONG);
        String port = Integer.toString(freePort());
        Process process = installation.startProcess(Map.of("http.port", port));
        var metrics = URI.create("http://127.0.0.1:" + port + "/metrics");
        SanitizedMotion cat;
        SanitizedMotion person;
        SanitizedMotion nobody;
        try {
            eventually("it knows who is there", () -> metric(metrics, "frostglass_escalation_attendance_known") == 1);
            cat = happens(installation);
            person = happens(installation);
            nobody = happens(installation);
            eventually("all wait", () -> metric(metrics, "frostglass_escalation_waiting") == 3);
        } finally {
            // When it is killed, one is decided about meanwhile, and another takes over
            process.destroyForcibly().waitFor();
        }
        installation.decide(dismissed(cat.getEventId()).build());
        try (var app = installation.start(Map.of())) {
            eventually("the dismissal is heeded", () -> !reasons(cat).isEmpty());
            eventually("two wait again", () -> waiting(app) == 2);
            installation.decide(raised(person.getEventId()).build());
            eventually("one is raised", () -> installation.alertsFor(name).contains(alertId(person)));
            attend(Instant.now());

            // Then
            eventually(
                    "one is left to the rules",
                    () -> installation.alertsFor(name).contains(alertId(nobody)));
            assertThat(reasons(cat)).containsExactly("dismissed_in_time");
            assertThat(alerts(cat)).isEmpty();
            assertThat(alerts(person)).extracting(Escalation::getRule).containsExactly("agent/night-shift");
            assertThat(alerts(nobody)).extracting(Escalation::getRule).containsExactly("for-" + name);
            assertThat(installation.alertsFor(name)).containsExactlyInAnyOrder(alertId(person), alertId(nobody));
        }
    }

    private Installation waiting(String deadline) throws IOException {
        return new Installation(cluster, files).withReceiver(name).waitingForAgents(name, deadline);
    }

    private void attend(Instant until) throws Exception {
        new Installation(cluster, files).attend(until);
    }

    private static void awaitAttendance(RunningApplication app) throws Exception {
        eventually("it knows who is there", () -> metric(app, "frostglass_escalation_attendance_known") == 1);
    }

    private SanitizedMotion happens(Installation installation) throws Exception {
        SanitizedMotion event = Events.full()
                .setCameraId(Installation.camera(name))
                .setReceivedAt(Instant.now())
                .build();
        installation.send(List.of(event));
        return event;
    }

    private static String alertId(SanitizedMotion event) {
        return AlertId.of(event.getEventId());
    }

    private static List<Escalation> alerts(SanitizedMotion event) {
        return cluster.read(TopicCatalogue.ESCALATIONS, Escalation.class).stream()
                .filter(alert -> alert.getEventId().equals(event.getEventId()))
                .toList();
    }

    private static List<@Nullable String> reasons(SanitizedMotion event) {
        return cluster.read(AuditTopics.of(Principal.ESCALATION_SINK), AuditEntry.class).stream()
                .filter(entry -> event.getEventId().equals(entry.getEventId()))
                .map(AuditEntry::getReason)
                .toList();
    }

    private static double waiting(RunningApplication app) throws IOException {
        return metric(app, "frostglass_escalation_waiting");
    }

    private static double ended(RunningApplication app, String end) throws IOException {
        return Installation.metric(app, "frostglass_escalation_waited", end);
    }

    private static double metric(RunningApplication app, String start) throws IOException {
        return metric(app.url().resolve("/metrics"), start);
    }

    private static double metric(URI metrics, String start) throws IOException {
        try (var in = metrics.toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith(start))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                    .findFirst()
                    .orElse(Double.NaN);
        } catch (ConnectException notYet) {
            return Double.NaN;
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
