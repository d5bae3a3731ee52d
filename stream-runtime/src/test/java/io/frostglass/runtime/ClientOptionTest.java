package io.frostglass.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ClientOptionTest {

    @TempDir
    Path folder;

    private ClientOption option(String content) throws IOException {
        Path file = Files.writeString(folder.resolve("client.properties"), content);
        var option = new ClientOption("token-admin");
        new CommandLine(option).parseArgs("--config", file.toString());
        return option;
    }

    @Test
    void resolvesReferencesAsTheApplicationsDo() throws Exception {
        Path password = Files.writeString(folder.resolve("password"), "hunter2\n");

        assertThat(option("sasl.jaas.config=login password=\"${file:" + password + "}\";\n"
                                + "ssl.keystore.key=${vault:a:b}\n")
                        .kafka())
                .containsEntry("sasl.jaas.config", "login password=\"hunter2\";")
                .containsEntry("ssl.keystore.key", "${vault:a:b}");
    }

    @Test
    void namesTheSettingWhoseReferenceCannotBeResolved() throws Exception {
        Path missing = folder.resolve("missing");

        assertThatThrownBy(() -> option("sasl.jaas.config=login password=\"${file:" + missing + "}\";")
                        .kafka())
                .isInstanceOf(IOException.class)
                .hasMessage(folder.resolve("client.properties") + ": sasl.jaas.config: file " + missing
                        + " cannot be read");
    }

    @Test
    void namesTheFileThatIsNotThere() {
        var option = new ClientOption("token-admin");
        new CommandLine(option)
                .parseArgs("--config", folder.resolve("absent.properties").toString());

        assertThatThrownBy(option::kafka)
                .isInstanceOf(IOException.class)
                .hasMessage("no such file: " + folder.resolve("absent.properties"));
    }
}
