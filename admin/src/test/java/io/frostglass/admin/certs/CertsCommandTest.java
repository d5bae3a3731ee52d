package io.frostglass.admin.certs;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.settings.TerseErrors;
import io.frostglass.topics.Principal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CertsCommandTest {

    @TempDir
    Path folder;

    private record Ran(int exitCode, String out, String err) {}

    private Ran run(String command, String... options) {
        var args = new ArrayList<>(List.of(command, "--dir", folder.toString()));
        args.addAll(List.of(options));
        var out = new ByteArrayOutputStream();
        var err = new StringWriter();
        PrintStream before = System.out;
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            int exitCode = TerseErrors.on(new CommandLine(new CertsCommand()))
                    .setErr(new PrintWriter(err))
                    .execute(args.toArray(String[]::new));
            return new Ran(exitCode, out.toString(StandardCharsets.UTF_8), err.toString());
        } finally {
            System.setOut(before);
        }
    }

    private List<X509Certificate> chain(String name) throws Exception {
        byte[] pem = Files.readAllBytes(folder.resolve(name + ".crt"));
        return CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem)).stream()
                .map(X509Certificate.class::cast)
                .toList();
    }

    @Test
    void makesACertificateForEachBrokerAndPrincipal() throws Exception {
        assertThat(run("init", "--host", "gateway.example", "--host", "10.0.0.7")
                        .exitCode())
                .isZero();

        var names = new ArrayList<>(List.of("kafka-1", "kafka-2", "kafka-3", "admin", "gateway.example", "10.0.0.7"));
        Stream.of(Principal.values()).map(Principal::user).forEach(names::add);
        X509Certificate authority = chain("ca").getFirst();
        for (String name : names) {
            List<X509Certificate> chain = chain(name);
            assertThat(chain).hasSize(2).last().isEqualTo(authority);
            X509Certificate own = chain.getFirst();
            own.verify(authority.getPublicKey());
            assertThat(own.getSubjectX500Principal().getName()).isEqualTo("CN=" + name);
            assertThat(own.getSubjectAlternativeNames())
                    .containsExactly(List.of(name.equals("10.0.0.7") ? 7 : 2, name));
            assertThat(own.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2");
            assertThat(own.getBasicConstraints()).isEqualTo(-1);
            assertThat(own.getNotAfter())
                    .isBetween(
                            Instant.now().plus(Duration.ofDays(89)),
                            Instant.now().plus(Duration.ofDays(90)));
        }
    }

    @Test
    void letsOnlyTheOwnerReadKeys() throws Exception {
        run("init");

        try (var files = Files.list(folder)) {
            assertThat(files.filter(file -> file.toString().endsWith(".key")))
                    .isNotEmpty()
                    .allSatisfy(key -> {
                        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                                .isEqualTo("rw-------");
                        assertThat(Files.readString(key)).startsWith("-----BEGIN PRIVATE KEY-----");
                    });
        }
    }

    @Test
    void addsLocalhostWhereAsked() throws Exception {
        run("init", "--localhost");

        assertThat(chain("ingest").getFirst().getSubjectAlternativeNames())
                .containsExactly(List.of(2, "ingest"), List.of(2, "localhost"), List.of(7, "127.0.0.1"));
    }

    @Test
    void makesACertificateValidForAliasesAlsoAfterARenewal() throws Exception {
        run("init", "--days", "10", "--host", "kafka-1,kafka-1.agent,10.0.0.7", "--host", "registry,registry.agent");
        run("renew");

        assertThat(chain("kafka-1").getFirst().getSubjectAlternativeNames())
                .containsExactly(List.of(2, "kafka-1"), List.of(2, "kafka-1.agent"), List.of(7, "10.0.0.7"));
        assertThat(chain("registry").getFirst().getSubjectAlternativeNames())
                .containsExactly(List.of(2, "registry"), List.of(2, "registry.agent"));
        assertThat(folder.resolve("kafka-1.agent.crt")).doesNotExist();
    }

    @Test
    void overwritesNothingUnlessForced() throws Exception {
        // Given
        run("init");
        byte[] authority = Files.readAllBytes(folder.resolve("ca.key"));
        byte[] key = Files.readAllBytes(folder.resolve("ingest.key"));

        // When
        var again = run("init", "--host", "another");

        // Then
        assertThat(again.out())
                .contains("kept: " + folder.resolve("ingest.crt"), "made: " + folder.resolve("another.crt"));
        assertThat(folder.resolve("ca.key")).hasBinaryContent(authority);
        assertThat(folder.resolve("ingest.key")).hasBinaryContent(key);
        chain("another").getFirst().verify(chain("ca").getFirst().getPublicKey());

        // When
        run("init", "--force");

        // Then
        assertThat(Files.readAllBytes(folder.resolve("ca.key"))).isNotEqualTo(authority);
        assertThat(Files.readAllBytes(folder.resolve("ingest.key"))).isNotEqualTo(key);
        chain("ingest").getFirst().verify(chain("ca").getFirst().getPublicKey());
    }

    @Test
    void renewsWhatEndsSoonWithItsNamesAndItsKey() throws Exception {
        // Given
        run("init", "--localhost", "--days", "20");
        X509Certificate before = chain("ingest").getFirst();
        byte[] key = Files.readAllBytes(folder.resolve("ingest.key"));

        // When
        assertThat(run("renew", "--within", "10")).isEqualTo(new Ran(0, "", ""));
        assertThat(chain("ingest").getFirst()).isEqualTo(before);
        var renewed = run("renew", "--within", "21");

        // Then
        X509Certificate after = chain("ingest").getFirst();
        assertThat(renewed.exitCode()).isZero();
        assertThat(renewed.out()).contains("renewed: " + folder.resolve("ingest.crt"));
        assertThat(after.getSerialNumber()).isNotEqualTo(before.getSerialNumber());
        assertThat(after.getNotAfter()).isAfter(before.getNotAfter());
        assertThat(after.getPublicKey()).isEqualTo(before.getPublicKey());
        assertThat(after.getSubjectAlternativeNames()).containsExactlyElementsOf(before.getSubjectAlternativeNames());
        assertThat(folder.resolve("ingest.key")).hasBinaryContent(key);
        assertThat(run("renew", "--within", "21").out()).isEmpty();
    }

    @Test
    void makesNewKeysAtARenewalIfTold() throws Exception {
        // Given
        run("init", "--days", "20");
        X509Certificate before = chain("ingest").getFirst();

        // When
        run("renew", "--within", "21", "--new-keys");

        // Then
        assertThat(chain("ingest").getFirst().getPublicKey()).isNotEqualTo(before.getPublicKey());
    }

    @Test
    void doesNotRenewWithAnAuthorityThatEndsSoon() {
        run("init", "--ca-days", "5");

        var refused = run("renew", "--within", "10");

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err())
                .startsWith("frostglass: " + folder.resolve("ca.crt") + ": ends ")
                .hasLineCount(1);
    }

    @Test
    void showsWhatIsThereButNoKey() throws Exception {
        // Given
        run("init", "--localhost");

        // When
        var shown = run("show");

        // Then
        assertThat(shown.exitCode()).isZero();
        assertThat(shown.out())
                .contains(
                        folder.resolve("ingest.crt") + "\n  subject      CN=ingest\n",
                        "names        ingest, localhost, 127.0.0.1\n",
                        "days left    89, until ",
                        "fingerprint  sha256:")
                .doesNotContain("PRIVATE KEY");
        for (String line : Files.readAllLines(folder.resolve("ingest.key"))) {
            assertThat(shown.out()).doesNotContain(line);
        }
    }

    @Test
    void tellsAScriptThatACertificateEndsSoon() {
        run("init", "--days", "20");

        assertThat(run("show", "--within", "19").exitCode()).isZero();
        assertThat(run("show", "--within", "20").exitCode()).isEqualTo(1);
    }

    @Test
    void namesTheFileThatIsWrongAndNothingOfItsContent() throws Exception {
        run("init");
        Files.writeString(
                folder.resolve("ca.key"), "-----BEGIN PRIVATE KEY-----\nhunter2\n-----END PRIVATE KEY-----\n");

        assertThat(run("init", "--host", "another"))
                .extracting(Ran::exitCode, Ran::err)
                .containsExactly(1, "frostglass: " + folder.resolve("ca.key") + ": is damaged, or no key for EC\n");
    }

    @Test
    void signsWithTheAuthorityWhoseKeyItHas() throws Exception {
        // Given
        run("init");
        X509Certificate authority = chain("ca").getFirst();
        String own = Files.readString(folder.resolve("ca.crt"));
        Path other = folder.resolve("other");
        new CommandLine(new CertsCommand()).execute("init", "--dir", other.toString());

        // When
        Files.writeString(folder.resolve("ca.crt"), Files.readString(other.resolve("ca.crt")) + own);
        run("init", "--host", "another");

        // Then
        chain("another").getFirst().verify(authority.getPublicKey());

        // When
        Files.copy(other.resolve("ca.crt"), folder.resolve("ca.crt"), StandardCopyOption.REPLACE_EXISTING);

        // Then
        assertThat(run("init", "--host", "one-more").err())
                .isEqualTo("frostglass: " + folder.resolve("ca.key") + ": is not the key of a certificate in "
                        + folder.resolve("ca.crt") + "\n");
    }

    @Test
    void refusesHalfOfAPair() throws Exception {
        run("init");
        Files.delete(folder.resolve("ca.key"));

        var refused = run("init");

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("one is missing").hasLineCount(1);
    }

    @Test
    void refusesNamesThatAreNone() {
        for (String name : List.of("../ca", "a/b", ".hidden", "ca", "", "*.example")) {
            assertThat(run("init", "--host", name).exitCode()).as(name).isEqualTo(2);
        }
        assertThat(folder).isEmptyDirectory();
        assertThat(run("init", "--days", "0").exitCode()).isEqualTo(2);
    }
}
