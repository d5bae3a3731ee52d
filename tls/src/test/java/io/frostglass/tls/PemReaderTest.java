package io.frostglass.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.frostglass.tls.TestCa.Identity;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PemReaderTest {

    private static final Duration HOUR = Duration.ofHours(1);

    private final TestCa ca = new TestCa("ca");
    private final Identity ingest = ca.issue("ingest");
    private final PemReader reader = new PemReader(InstantSource.system());

    private static PemFile file(String name, String text) {
        return new PemFile(Path.of(name), text);
    }

    private void refuses(String certificates, String key, String reason) {
        assertThatThrownBy(() -> reader.own(file("own.crt", certificates), file("own.key", key)))
                .isInstanceOf(InvalidTlsFiles.class)
                .hasMessage(reason)
                .hasNoCause();
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA"})
    void takesPkcs8KeysOfAnyKind(String algorithm) {
        Identity own = ca.issue(algorithm, HOUR, "own");

        var read = reader.own(file("own.crt", own.pem() + ca.pem()), file("own.key", own.keyPem()));

        assertThat(read.chain()).containsExactly(own.certificate(), ca.certificate());
        assertThat(read.key()).isEqualTo(own.keys().getPrivate());
    }

    @Test
    void takesTextAroundTheBlocks() {
        var read = reader.own(
                file("own.crt", "subject=CN = ingest\n" + ingest.pem()),
                file("own.key", "Key Attributes: <No Attributes>\n" + ingest.keyPem()));

        assertThat(read.chain()).containsExactly(ingest.certificate());
    }

    @Test
    void refusesAnEncryptedKeyWithAClearWord() {
        String encrypted = ingest.keyPem().replace(" PRIVATE", " ENCRYPTED PRIVATE");

        refuses(
                ingest.pem(),
                encrypted,
                "own.key: is encrypted, and nothing has its password: openssl pkcs8 -in KEY decrypts it; let only its owner"
                        + " read the file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC"})
    void saysHowToConvertAKeyOfAnotherForm(String form) {
        refuses(
                ingest.pem(),
                ingest.keyPem().replace(" PRIVATE", " " + form + " PRIVATE"),
                "own.key: is not in PKCS#8: openssl pkcs8 -topk8 -nocrypt -in KEY converts it");
    }

    @Test
    void refusesAnEncryptedKeyOfTheOldForm() {
        String old = """
                -----BEGIN RSA PRIVATE KEY-----
                Proc-Type: 4,ENCRYPTED
                DEK-Info: AES-256-CBC,00

                AAAA
                -----END RSA PRIVATE KEY-----
                """;

        assertThatThrownBy(() -> reader.own(file("own.crt", ingest.pem()), file("own.key", old)))
                .hasMessageStartingWith("own.key: is encrypted");
    }

    @Test
    void refusesACertificateOfAnotherKey() {
        refuses(ingest.pem(), ca.issue("other").keyPem(), "own.crt: does not match the key in own.key");
        refuses(ingest.pem(), ca.issue("RSA", HOUR, "other").keyPem(), "own.key: is damaged, or no key for EC");
    }

    @Test
    void refusesAChainInAnotherOrder() {
        refuses(ca.pem() + ingest.pem(), ingest.keyPem(), "own.crt: the certificate of own.key must come first");
        refuses(
                ingest.pem() + new TestCa("another").pem(),
                ingest.keyPem(),
                "own.crt: certificate 2 did not issue certificate 1: each must be followed by its issuer's");
    }

    @Test
    void refusesCertificatesThatHaveEndedOrNotBegun() {
        Identity ended = ca.issue("EC", Duration.ofSeconds(-5), "ended");
        Identity early = ca.issue("EC", Duration.ofHours(5), "early");

        refuses(
                ended.pem(),
                ended.keyPem(),
                "own.crt: ended " + ended.certificate().getNotAfter().toInstant());
        refuses(
                early.pem(),
                early.keyPem(),
                "own.crt: begins only " + early.certificate().getNotBefore().toInstant());
        assertThatThrownBy(() -> reader.authorities(file("ca.crt", ended.pem())))
                .hasMessage("ca.crt: ended " + ended.certificate().getNotAfter().toInstant());
    }

    @Test
    void trustsTheAuthoritiesThatHaveNotEnded() {
        Identity ended = ca.issue("EC", Duration.ofSeconds(-5), "ended");

        assertThat(reader.authorities(file("ca.crt", ended.pem() + ca.pem()))).containsExactly(ca.certificate());
    }

    @ParameterizedTest
    @CsvSource({
        "'', own.key: holds no private key in PEM",
        "hunter2, own.key: holds no private key in PEM",
        "'-----BEGIN PRIVATE KEY-----\nhunter2\n-----END PRIVATE KEY-----', 'own.key: is damaged, or no key for EC'",
        "'-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMG', own.key: holds no private key in PEM"
    })
    void repeatsNothingOfAFileThatItCannotRead(String key, String reason) {
        refuses(ingest.pem(), key, reason);
    }

    @Test
    void refusesHalfACertificate() {
        String half = ingest.pem().substring(0, ingest.pem().length() / 2);

        refuses(half, ingest.keyPem(), "own.crt: holds no certificates in PEM, or damaged ones");
        refuses(ingest.pem() + half, ingest.keyPem(), "own.crt: holds no certificates in PEM, or damaged ones");
    }

    @Test
    void showsNoKeyAsText() {
        var read = reader.own(file("own.crt", ingest.pem()), file("own.key", ingest.keyPem()));

        assertThat(read).hasToString("Own[1 certificates]");
        assertThat(file("own.key", ingest.keyPem())).hasToString("PemFile[own.key]");
    }
}
