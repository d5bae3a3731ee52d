package io.frostglass.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallationTest {

    @TempDir
    private Path folder;

    @Test
    void keepsItsSecretsAtTheNextStart() throws Exception {
        // Given
        var first = Installation.open(folder, new DemoPorts(8080), true);
        Files.createDirectories(folder.resolve("broker"));
        String sites = Files.readString(first.sites());

        // When
        var second = Installation.open(folder, new DemoPorts(8080), true);

        // Then
        assertThat(Files.readString(second.sites())).isEqualTo(sites);
    }

    @Test
    void saysWhatToDoWithDataOfAnotherVersion() throws Exception {
        // Given
        Files.createDirectories(folder.resolve("broker"));

        // When, Then
        assertThatThrownBy(() -> Installation.open(folder, new DemoPorts(8080), true))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("delete broker, registry and state");
    }
}
