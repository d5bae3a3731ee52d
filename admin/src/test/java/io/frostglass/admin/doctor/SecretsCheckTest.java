package io.frostglass.admin.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.admin.certs.CertsCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SecretsCheckTest {

    @TempDir
    private Path parent;

    private Path folder;
    private final SecretsCheck check = new SecretsCheck(Clock.systemUTC());

    @BeforeEach
    void make() throws IOException {
        folder = parent.resolve("secrets");
        new CommandLine(new CertsCommand())
                .setOut(new PrintWriter(Writer.nullWriter()))
                .execute("init", "--dir", folder.toString());
        permit(folder, "rwx------");
        write("pager.password", "rw-r--r--");
    }

    private void write(String name, String permissions) throws IOException {
        permit(Files.writeString(folder.resolve(name), "secret"), permissions);
    }

    private static void permit(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    /// Containers have users of their own, so a file may be readable where nobody gets at it.
    @Test
    void findsNothingInAFolderThatOthersCannotEnter() throws IOException {
        assertThat(check.of(folder)).isEmpty();
    }

    @Test
    void findsASecretThatOthersCanRead() throws IOException {
        permit(folder, "rwxr-xr-x");

        assertThat(check.of(folder)).singleElement().satisfies(found -> {
            assertThat(found.check()).isEqualTo("secret-readable");
            assertThat(found.subject()).endsWith("/pager.password");
            assertThat(found.toString()).doesNotContain("secret\"");
        });
    }

    @Test
    void findsAPasswordOfNoPrincipal() throws IOException {
        write("former-console.password", "rw-------");
        write("grafana.password", "rw-------");

        assertThat(check.of(folder)).extracting(Deviation::check).containsExactly("secret-stale");
    }

    @Test
    void findsACertificateThatEndsSoonAndOneThatHasEnded() throws IOException {
        // The authority is valid for ten years, the others for 90 days.
        var later = new SecretsCheck(Clock.offset(Clock.systemUTC(), Duration.ofDays(70)));
        var tooLate = new SecretsCheck(Clock.offset(Clock.systemUTC(), Duration.ofDays(91)));

        assertThat(later.of(folder))
                .isNotEmpty()
                .allMatch(found -> found.severity() == Deviation.Severity.WARNING
                        && found.what().matches("it ends in (19|20) days"));
        assertThat(tooLate.of(folder))
                .isNotEmpty()
                .allMatch(found -> found.what().startsWith("it ended at "));
    }

    @Test
    void findsWhatIsNoCertificate() throws IOException {
        write("broken.crt", "rw-------");

        assertThat(check.of(folder)).extracting(Deviation::what).containsExactly("it is no certificate in PEM");
    }
}
