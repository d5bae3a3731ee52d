package io.frostglass.escalation;

import io.frostglass.agent.AgentAttendance;
import io.frostglass.agent.AgentDecision;
import io.frostglass.alerts.Escalation;
import io.frostglass.alerts.Severity;
import io.frostglass.audit.Action;
import io.frostglass.audit.AuditEntry;
import io.frostglass.runtime.ApplicationSettings;
import io.frostglass.runtime.RunningApplication;
import io.frostglass.sanitized.SanitizedMotion;
import io.frostglass.testsupport.TestCluster;
import io.frostglass.testsupport.TestProcess;
import io.frostglass.topics.AuditTopics;
import io.frostglass.topics.Principal;
import io.frostglass.topics.TopicCatalogue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// The application as a firm would set it up on a cluster, and what can be seen of it from outside.
///
/// @param folder for its files
record Installation(TestCluster cluster, Path folder) {

    /// Writes a rules file in which the camera `cam-NAME` alerts the receiver NAME.
    Installation withReceiver(String name) throws IOException {
        Files.writeString(folder.resolve("rules.yaml"), """
                receivers: [%1$s]
                rules:
                  - {name: for-%1$s, when: {cameras: [%2$s]}, severity: warning, receivers: [%1$s]}
                """.formatted(name, camera(name)));
        return this;
    }

    /// Adds to the rules file that this receiver is told what agents raise.
    Installation tellingOfAgents(String receiver) throws IOException {
        Files.writeString(
                folder.resolve("rules.yaml"),
                "agents: {receivers: [%s]}%n".formatted(receiver),
                StandardOpenOption.APPEND);
        return this;
    }

    /// Adds to the rules file that this receiver is told what agents raise, and that alerts wait so long for it.
    Installation waitingForAgents(String receiver, String deadline) throws IOException {
        Files.writeString(
                folder.resolve("rules.yaml"),
                "agents: {receivers: [%s], deadline: %s}%n".formatted(receiver, deadline),
                StandardOpenOption.APPEND);
        return this;
    }

    static String camera(String receiver) {
        return "cam-" + receiver;
    }

    /// Events for a receiver.
    static List<SanitizedMotion> events(String receiver, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Events.full().setCameraId(camera(receiver)).build())
                .toList();
    }

    static List<String> ids(List<SanitizedMotion> events) {
        return events.stream().map(event -> AlertId.of(event.getEventId())).toList();
    }

    /// An alert that no event led to.
    static Escalation alertFor(String receiver) {
        Instant now = Instant.now();
        String eventId = Events.plain().build().getEventId();
        return Escalation.newBuilder()
                .setAlertId(AlertId.of(eventId))
                .setEventId(eventId)
                .setSiteId("site-1")
                .setCameraId(camera(receiver))
                .setTimestamp(now)
                .setRaisedAt(now)
                .setSeverity(Severity.warning)
                .setRule("all")
                .setSummary("Motion")
                .setReceivers(List.of(receiver))
                .build();
    }

    RunningApplication start(Map<String, String> more) {
        return EscalationApp.start(ApplicationSettings.of(settings(more), EscalationApp.SETTINGS));
    }

    /// In a process of its own, which can be killed.
    Process startProcess() throws IOException {
        return startProcess(Map.of());
    }

    Process startProcess(Map<String, String> more) throws IOException {
        return TestProcess.start(EscalationApp.class, folder.resolve("escalate.properties"), settings(more));
    }

    private Map<String, String> settings(Map<String, String> more) {
        var settings = new HashMap<String, String>();
        settings.put("rules.file", folder.resolve("rules.yaml").toString());
        settings.put("state.dir", folder.resolve("state").toString());
        settings.putAll(more);
        return cluster.applicationSettings(Principal.ESCALATION_SINK, settings);
    }

    void send(List<SanitizedMotion> events) throws Exception {
        cluster.write(Principal.ANONYMIZE_STREAM, TopicCatalogue.MOTION, "site-1", events, SanitizedMotion.class);
    }

    /// As the gateway writes it: by the event's id.
    void decide(AgentDecision decision) throws Exception {
        cluster.write(
                Principal.AGENT_GATEWAY,
                TopicCatalogue.DECISIONS,
                decision.getEventId(),
                List.of(decision),
                AgentDecision.class);
    }

    /// As a gateway says that agents read at `site-1` until then.
    void attend(Instant until) throws Exception {
        cluster.write(
                Principal.AGENT_GATEWAY,
                TopicCatalogue.ATTENDANCE,
                "gateway-1",
                List.of(TestTopology.attendance(until, "site-1", 100)),
                AgentAttendance.class);
    }

    /// The ids of the alerts that a receiver is to get.
    List<String> alertsFor(String receiver) {
        return alerts(receiver).stream().map(Escalation::getAlertId).toList();
    }

    List<Escalation> alerts(String receiver) {
        return cluster.read(TopicCatalogue.ESCALATIONS, Escalation.class).stream()
                .filter(alert -> alert.getReceivers().contains(receiver))
                .toList();
    }

    List<Action> audit(SanitizedMotion event) {
        return cluster.read(AuditTopics.of(Principal.ESCALATION_SINK), AuditEntry.class).stream()
                .filter(entry -> event.getEventId().equals(entry.getEventId()))
                .map(AuditEntry::getAction)
                .toList();
    }

    /// The first metric that has this in its line, and this value of a tag.
    static double metric(RunningApplication app, String part, String tag) throws IOException {
        try (var in = app.url().resolve("/metrics").toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.contains(part) && line.contains("\"" + tag + "\""))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                    .findFirst()
                    .orElse(Double.NaN);
        }
    }
}
