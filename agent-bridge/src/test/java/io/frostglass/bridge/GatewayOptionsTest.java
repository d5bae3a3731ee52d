package io.frostglass.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.settings.TerseErrors;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

class GatewayOptionsTest {

    private static final String KEY = "key-of-an-agent-that-sees-all";

    @TempDir
    private Path folder;

    private final StringWriter said = new StringWriter();

    @Command
    private static final class Program implements Runnable {
        @Mixin
        private GatewayOptions gateway = new GatewayOptions();

        @Override
        public void run() {
            gateway.api();
        }
    }

    private int run(String... arguments) {
        return TerseErrors.on(new CommandLine(new Program()))
                .setErr(new PrintWriter(said))
                .execute(arguments);
    }

    @Test
    void saysNoKeyThatWasGivenInPlaceOfItsFile() {
        assertThat(run("--key-file", KEY)).isEqualTo(ExitCode.USAGE);
        assertThat(said.toString()).contains("--key-file: cannot be read").doesNotContain(KEY);
    }

    @Test
    void takesNoPasswordInTheAddressAndSaysNone() throws Exception {
        // Given
        Path file = Files.writeString(folder.resolve("agent.key"), KEY);

        // When
        int status = run("--url", "https://agent:MARK@gateway.example", "--key-file", file.toString());

        // Then
        assertThat(status).isEqualTo(ExitCode.USAGE);
        assertThat(said.toString())
                .contains("--url: without a name or a password")
                .doesNotContain("MARK");
    }
}
