package io.frostglass.escalation;

import static io.frostglass.testsupport.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.alerts.IncidentChange;
import io.frostglass.audit.Action;
import io.frostglass.audit.AuditEntry;
import io.frostglass.testsupport.TestCluster;
import io.frostglass.topics.AuditTopics;
import io.frostglass.topics.Principal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import picocli.CommandLine;

/// What operators type, and what is printed.
@Isolated("it takes System.out")
class IncidentCommandsTest {

    @TempDir
    Path dir;

    @Test
    void checksARoutesFile() throws Exception {
        // Given
        Path right =
                file("right.yaml", "route: {receiver: pager, routes: [{receiver: chat, matchers: ['site=\"a\"']}]}");
        Path wrong = file("wrong.yaml", "route:\n  receiver: Big Boss\n  for_count: 0\n");

        // When
        Printed good = run(RoutesMain::commandLine, "check", right.toString());
        Printed bad = run(RoutesMain::commandLine, "check", wrong.toString());

        // Then
        assertThat(good.exitCode()).isZero();
        assertThat(good.text()).contains("right.yaml is right: 2 routes; receivers: chat, pager");
        assertThat(bad.exitCode()).isEqualTo(CommandLine.ExitCode.SOFTWARE);
        assertThat(bad.text()).contains("line 2: route.receiver: must be", "line 3: route.for_count: must be");
    }

    @Test
    void saysWhereAnAlertWouldGo() throws Exception {
        // Given
        Path routes = file(
                "routes.yaml",
                "policies: [{name: guards, levels: [{receivers: [guard]}, {receivers: [boss]}]}]\n"
                        + "route: {receiver: chat, routes: [{policy: guards, matchers: ['severity>=error']}]}");
        Path event = file("event.yaml", "{site: site-1, camera: cam-7, severity: critical, labels: [person]}");

        // When
        Printed printed = run(RoutesMain::commandLine, "test", routes.toString(), "--event", event.toString());

        // Then
        assertThat(printed.exitCode()).isZero();
        assertThat(printed.text().lines())
                .containsExactly(
                        "route:     {}/{severity>=error}",
                        "incident:  site=site-1 scene=cam-7",
                        "level 1:   guard",
                        "level 2:   boss");
    }

    @Test
    void playsScenariosOfAFirm() throws Exception {
        // Given
        Path routes = file("routes.yaml", "route: {receiver: pager}");
        Path scenarios = file("scenarios.yaml", """
                scenarios:
                  - name: right
                    timeline: [{at: 0s, alert: {}}]
                    expect: [0s opened pager, 5m resolved pager (quiet)]
                  - name: wrong
                    timeline: [{at: 0s, alert: {}}]
                    expect: [0s opened chat, 5m resolved pager (quiet)]
                """);

        // When
        Printed printed = run(RoutesMain::commandLine, "test", routes.toString(), "--scenarios", scenarios.toString());

        // Then
        assertThat(printed.exitCode()).isEqualTo(CommandLine.ExitCode.SOFTWARE);
        assertThat(printed.text().lines())
                .containsExactly(
                        "ok      right",
                        "FAILED  wrong",
                        "        - 0s opened chat",
                        "        + 0s opened pager",
                        "2 scenarios, 1 failed");
    }

    @Test
    void refusesASilenceThatNobodyCouldUnderstand() throws Exception {
        // Given
        Path config =
                file("client.properties", "bootstrap.servers=localhost:1\nschema.registry.url=http://localhost:1\n");
        String[] connection = {"--config", config.toString()};

        // Then
        assertThat(silence(connection, "camera", "1h", "why").text()).contains("the matcher must be a matcher");
        assertThat(silence(connection, "camera=a", "31d", "why").text()).contains("--for must be a duration");
        assertThat(silence(connection, "camera=a", "1h", " ").text()).contains("the reason must have 1 to 200");
    }

    private static Printed silence(String[] connection, String matcher, String length, String reason) {
        return run(
                SilenceMain::commandLine,
                "add",
                matcher,
                "--for",
                length,
                "--reason",
                reason,
                connection[0],
                connection[1]);
    }

    @Test
    @Tag("broker")
    void listsIncidentsAndSaysWhy() throws Exception {
        try (var cluster = TestCluster.start(dir)) {
            // Given
            var installation = new Installation(cluster, dir);
            file("rules.yaml", "{receivers: [pager], rules: [{name: all, severity: warning, receivers: [pager]}]}");
            Path routes = file("routes.yaml", "route: {receiver: pager, resolve_after: 1h, group_interval: 1h}");
            Path config = clientConfig(cluster);
            try (var app = installation.start(Map.of("routes.file", routes.toString()))) {
                eventually("it works", () -> app.health().isReady());
                installation.send(List.of(
                        Events.full().setTimestamp(Instant.now()).build(),
                        Events.full().setTimestamp(Instant.now()).build()));
                eventually("the page", () -> !installation.alerts("pager").isEmpty());
                String id =
                        installation.alerts("pager").getFirst().getIncident().getIncidentId();

                // When
                Printed list = operator(config, IncidentsMain::commandLine, "list");
                Printed acknowledged =
                        operator(config, IncidentsMain::commandLine, "acknowledge", id, "--by", "night guard");
                eventually(
                        "it is acknowledged",
                        () -> installation.alerts("pager").stream()
                                .anyMatch(alert -> alert.getIncident().getChange() == IncidentChange.acknowledged));
                Printed why = operator(config, RoutesMain::commandLine, "why", id);
                Printed silence = operator(
                        config, SilenceMain::commandLine, "add", "camera=cam-12", "--for", "1h", "--reason", "works");
                String silenceId = silence.text().substring(0, silence.text().indexOf(' '));
                Printed silences = operator(config, SilenceMain::commandLine, "list");
                Printed expired = operator(config, SilenceMain::commandLine, "expire", silenceId);
                Printed none = operator(config, IncidentsMain::commandLine, "resolve", "inc-site-1-0000");

                // Then
                assertThat(list.text()).contains(id, "open", "warning");
                assertThat(acknowledged.text()).contains(id + ": acknowledge is written");
                assertThat(why.text())
                        .containsSubsequence("opened to pager", "notified nobody: grouped", "acknowledged to pager");
                assertThat(silences.text()).contains(silenceId, "camera=cam-12", "works");
                assertThat(expired.text()).contains(silenceId + " is over");
                assertThat(none.exitCode()).isEqualTo(CommandLine.ExitCode.SOFTWARE);
                assertThat(none.text()).contains("there is no incident inc-site-1-0000");
                assertThat(cluster.read(AuditTopics.of(Principal.INCIDENT_ADMIN), AuditEntry.class))
                        .extracting(AuditEntry::getAction)
                        .containsExactly(Action.incident_acknowledged, Action.silence_added, Action.silence_expired);
            }
        }
    }

    private Path clientConfig(TestCluster cluster) throws IOException {
        var properties = new Properties();
        properties.putAll(cluster.clientOf(Principal.INCIDENT_ADMIN));
        properties.putAll(cluster.registry().settings());
        Path config = dir.resolve("incident-admin.properties");
        try (var out = Files.newBufferedWriter(config)) {
            properties.store(out, null);
        }
        return config;
    }

    private static Printed operator(Path config, Supplier<CommandLine> line, String... args) {
        var all = new ArrayList<>(List.of(args));
        all.add("--config");
        all.add(config.toString());
        return run(line, all.toArray(String[]::new));
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(dir.resolve(name), text);
    }

    private record Printed(int exitCode, String text) {}

    /// Both streams: an operator sees both.
    private static Printed run(Supplier<CommandLine> line, String... args) {
        var bytes = new ByteArrayOutputStream();
        var stream = new PrintStream(bytes, true, UTF_8);
        PrintStream out = System.out;
        PrintStream err = System.err;
        System.setOut(stream);
        System.setErr(stream);
        try {
            return new Printed(line.get().execute(args), bytes.toString(UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }
}
