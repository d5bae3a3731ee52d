package io.frostglass.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.settings.TerseErrors;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;

class BridgeMainTest {

    @TempDir
    private Path temp;

    private final StringWriter said = new StringWriter();

    private int run(String... arguments) throws Exception {
        Path key = Files.writeString(temp.resolve("agent.key"), "key-of-an-agent-that-sees-all");
        return TerseErrors.on(new CommandLine(new BridgeMain()))
                .setErr(new PrintWriter(said))
                .execute(Stream.concat(Stream.of("--key-file", key.toString()), Stream.of(arguments))
                        .toArray(String[]::new));
    }

    @Test
    void needsEitherStandardInputOrAFolder() throws Exception {
        assertThat(run()).isEqualTo(ExitCode.USAGE);
        assertThat(run("--stdio", "--folder", temp.toString())).isEqualTo(ExitCode.USAGE);
        assertThat(said.toString().lines()).hasSize(2).allMatch(line -> line.contains("--stdio"));
    }

    @Test
    void saysInOneLineWhyAFolderCannotBeServed() throws Exception {
        assertThat(run("--folder", "/")).isEqualTo(ExitCode.USAGE);
        assertThat(said.toString().lines())
                .singleElement()
                .asString()
                .startsWith("frostglass: --folder: the root of a file system is no workspace");
    }
}
