package io.frostglass.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.agent.AgentSwitch;
import io.frostglass.agent.SwitchState;
import io.frostglass.testsupport.TestCluster;
import io.frostglass.topics.TopicCatalogue;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// On a real broker with its ACLs.
@Tag("broker")
class AdminMainTest {

    @TempDir
    static Path folder;

    private static TestCluster cluster;

    @BeforeAll
    static void start() throws Exception {
        cluster = TestCluster.start(folder);
        cluster.writeClientProperties(folder.resolve("clients"));
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private record Ran(int exitCode, String out, String err) {}

    private static Ran run(String... args) {
        var out = new ByteArrayOutputStream();
        var err = new StringWriter();
        PrintStream before = System.out;
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            int exitCode = AdminMain.commandLine().setErr(new PrintWriter(err)).execute(args);
            return new Ran(exitCode, out.toString(StandardCharsets.UTF_8), err.toString());
        } finally {
            System.setOut(before);
        }
    }

    private static SwitchState state() {
        var last = cluster.records(TopicCatalogue.SWITCHES, AgentSwitch.class).getLast();
        assertThat(last.key()).isEqualTo("all");
        return last.value().getState();
    }

    /// The file that `--config` names.
    private static String config(String user) {
        return folder.resolve("clients").resolve(user + ".properties").toString();
    }

    @Test
    void pausesAndResumesAllAgents() {
        String config = config("token-admin");

        var paused = run("agent", "pause", "--config", config);
        assertThat(paused).isEqualTo(new Ran(0, "all agents are paused\n", ""));
        assertThat(state()).isEqualTo(SwitchState.paused);

        run("agent", "resume", "--config", config);
        assertThat(state()).isEqualTo(SwitchState.running);
    }

    @Test
    void refusesWhoMayNot() {
        var refused = run("agent", "pause", "--config", config("audit-log"));

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err()).startsWith("frostglass: ").hasLineCount(1);
    }

    @Test
    void saysInOneLineThatThereIsNoSuchFile() {
        Path none = folder.resolve("none.properties");

        assertThat(run("tokens", "rotate", "--config", none.toString()))
                .isEqualTo(new Ran(1, "", "frostglass: no such file: " + none + "\n"));
    }

    /// Without the breaks of its lines.
    private static String help(String... command) {
        String[] args = Arrays.copyOf(command, command.length + 1);
        args[command.length] = "--help";
        return run(args).out().replaceAll("\\s", "");
    }

    @Test
    void connectsAsTheUserOfTheCommandIfNotToldOtherwise() {
        assertThat(help("agent", "pause")).contains(".frostglass/clients/token-admin.properties");
        assertThat(help("agent", "report")).contains(".frostglass/clients/audit-log.properties");
        assertThat(help("topics", "plan")).contains(".frostglass/clients/admin.properties");
    }

    @Test
    void registersTheSchemasOfAllTopics() {
        var applied = run(
                "topics",
                "apply",
                "--config",
                config("admin"),
                "--schema-registry",
                cluster.registry().url().toString());

        assertThat(applied.err()).isEmpty();
        assertThat(applied.exitCode()).isZero();
        assertThat(applied.out())
                .contains("schema registered: restricted.motion-raw-value", "schema registered: alerts.");
    }

    @Test
    void upgradeSaysWhatIsWrongAndWritesNoFile() {
        Path offsets = folder.resolve("offsets.json");
        String[] more = {
            "--config", folder.resolve("clients/admin.properties").toString(), "--offsets", offsets.toString()
        };

        assertThat(run("upgrade", "ingest", more[0], more[1], more[2], more[3]))
                .isEqualTo(new Ran(
                        2,
                        "",
                        "frostglass: no application with a topology: ingest; there are anonymize-stream, token-stream,"
                                + " escalation-sink, token-watch; see frostglass upgrade --help\n"));
        Ran ran = run("upgrade", "token-watch", more[0], more[1], more[2], more[3], "--yes");
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.out())
                .contains("REFUSED: there is no group audit.token-watch")
                .endsWith("nothing was done\n");
        assertThat(offsets).doesNotExist();
    }
}
