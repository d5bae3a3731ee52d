package io.frostglass.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretReferencesTest {

    @TempDir
    Path folder;

    private final SecretReferences references =
            SecretReferences.of(Map.of("USER_NAME", "alarm", "TRICK", "${env:USER_NAME}")::get);

    @Test
    void replacesEveryReferenceInAText() throws Exception {
        var file = Files.writeString(folder.resolve("password"), "  hunter2\n");

        assertThat(references.resolve("user=\"${env:USER_NAME}\" password=\"${file:" + file + "}\";"))
                .isEqualTo("user=\"alarm\" password=\"hunter2\";");
    }

    @Test
    void readsAKeyOfAPropertiesFile() throws Exception {
        var file = Files.writeString(folder.resolve("x.properties"), "a=1\npass = s3cret\n");

        assertThat(references.resolve("${file:" + file + ":pass}")).isEqualTo("s3cret");
    }

    @Test
    void leavesTextWithoutReferencesAlone() throws Exception {
        assertThat(references.resolve("$1 costs {5}$ ${vault:x}")).isEqualTo("$1 costs {5}$ ${vault:x}");
    }

    @Test
    void doesNotSearchWhatItFoundForReferences() throws Exception {
        assertThat(references.resolve("${env:TRICK}")).isEqualTo("${env:USER_NAME}");
    }

    @Test
    void saysWhatAReferenceLacks() throws IOException {
        var file = Files.writeString(folder.resolve("x.properties"), "a=secret-value\n");
        var large = Files.write(folder.resolve("large"), new byte[SecretReferences.MAX_FILE_BYTES + 1]);

        assertThat(problemOf("${env:NOT_SET}")).isEqualTo("environment variable NOT_SET is not set");
        assertThat(problemOf("${file:/no/such/file}")).isEqualTo("file /no/such/file cannot be read");
        assertThat(problemOf("${file:" + file + ":b}")).endsWith("has no key b").doesNotContain("secret-value");
        assertThat(problemOf("${file:" + large + "}")).contains("is larger than");
    }

    @Test
    void refusesAReferenceThatIsNotClosed() {
        assertThat(problemOf("${env:USER_NAME")).contains("closing brace");
    }

    private String problemOf(String text) {
        return catchThrowableOfType(UnresolvedReference.class, () -> references.resolve(text))
                .what();
    }
}
