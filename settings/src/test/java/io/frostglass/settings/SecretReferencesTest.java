package io.frostglass.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretReferencesTest {

    private final SecretReferences references = new SecretReferences(Map.of("PASSWORD", "a$1{b}")::get);

    @Test
    void replacesEveryReferenceInTheText() {
        assertThat(references.resolveAll("user:${env:PASSWORD}, again ${env:PASSWORD}"))
                .isEqualTo("user:a$1{b}, again a$1{b}");
    }

    @Test
    void takesAWholeFileWithoutTheLinesEnd(@TempDir Path folder) throws IOException {
        // Given
        Path file = Files.writeString(folder.resolve("secret"), "s3cret\n");

        // When
        String text = references.resolveAll("${file:" + file + "}");

        // Then
        assertThat(text).isEqualTo("s3cret");
    }

    @Test
    void takesOneKeyOfAPropertiesFile(@TempDir Path folder) throws IOException {
        // Given
        Path file = Files.writeString(folder.resolve("p.properties"), "a=1\nb=2\n");

        // When
        String text = references.resolveAll("${file:" + file + ":b}");

        // Then
        assertThat(text).isEqualTo("2");
    }

    @Test
    void namesAReferenceThatLeadsNowhere() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> references.resolveAll("${env:NO_SUCH}"))
                .withMessageContaining("${env:NO_SUCH}");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> references.resolveAll("${file:/no/such/file}"))
                .withMessageContaining("${file:/no/such/file}");
    }

    @Test
    void leavesOtherTextAlone() {
        assertThat(references.resolveAll("$5 for {x} and ${vault:x}")).isEqualTo("$5 for {x} and ${vault:x}");
    }
}
