package io.frostglass.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.settings.TerseErrors;
import io.frostglass.standalone.drill.DrillCommand;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class DrillTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @TempDir
    private Path home = Path.of("");

    private record Ran(int exitCode, String out, String err) {}

    private Ran run(String... args) {
        var out = new ByteArrayOutputStream();
        var err = new StringWriter();
        PrintStream before = System.out;
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setProperty("frostglass.home", home.toString());
        try {
            // A command takes System.out when it is made.
            int exitCode = TerseErrors.on(new CommandLine(new DrillCommand()))
                    .setErr(new PrintWriter(err))
                    .execute(args);
            return new Ran(exitCode, out.toString(StandardCharsets.UTF_8), err.toString());
        } finally {
            System.clearProperty("frostglass.home");
            System.setOut(before);
        }
    }

    /// The launcher as in an image, where it builds nothing, with the class path and the JDK of this test.
    private void makeHome() throws IOException {
        String launcher = Files.readString(ROOT.resolve("frostglass"))
                .replace("java=java ", "java=" + Path.of(System.getProperty("java.home"), "bin", "java") + " ");
        Files.writeString(home.resolve("frostglass"), launcher);
        Path classPaths = Files.createDirectories(home.resolve("classpath"));
        for (String module : List.of("admin", "anonymize-stream")) {
            Files.writeString(classPaths.resolve(module), System.getProperty("java.class.path"));
        }
        Files.createSymbolicLink(home.resolve("docs"), ROOT.resolve("docs"));
    }

    @Tag("broker")
    @Tag("in-process")
    @ParameterizedTest
    @ValueSource(strings = {"camera-secret-leaked", "agent-compromised", "broker-lost", "record-unreadable"})
    void goesWell(String drill) throws IOException {
        makeHome();

        Ran ran = run(
                drill,
                "--yes",
                "--port-base",
                Integer.toString(Standing.freePorts().base()));

        assertThat(ran.out())
                .contains("\nYou would see: ")
                .contains("docs/runbooks/" + drill + ".md\n")
                .contains("\n$ ./frostglass ")
                .contains("\nTo check: ")
                .endsWith("\nThe drill is over.\n")
                .doesNotContain("NO: ");
        assertThat(ran.exitCode()).isZero();
    }

    @Test
    void listsTheDrills() {
        assertThat(run().out().lines())
                .hasSize(4)
                .anySatisfy(line -> assertThat(line).matches("broker-lost +The broker is away\\."));
        assertThat(run("nothing").exitCode()).isEqualTo(2);
        assertThat(run("nothing").err()).contains("no such drill: nothing; there are camera-secret-leaked, ");
    }
}
