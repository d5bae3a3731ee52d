package io.frostglass.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.frostglass.tls.TestCa.Identity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.bouncycastle.asn1.x509.GeneralName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Handshakes of real engines, in memory.
class ReloadingTlsTest {

    private static final GeneralName HOST = new GeneralName(GeneralName.dNSName, "broker.example");

    private final TestCa ca = new TestCa("ca");
    private final Identity server = ca.issue("broker", HOST);

    @TempDir
    Path folder;

    private Instant now = Instant.now();
    private ReloadingTls tls;

    @BeforeEach
    void open() throws Exception {
        server.write(path("server.crt"), path("server.key"));
        ca.write(path("ca.crt"));
        tls = serverTls();
    }

    private Path path(String name) {
        return folder.resolve(name);
    }

    private ReloadingTls serverTls() {
        var files = new TlsFiles(
                Optional.of(path("server.crt")), Optional.of(path("server.key")), Optional.of(path("ca.crt")));
        return new ReloadingTls(files, () -> now);
    }

    private ReloadingTls clientTls() {
        return new ReloadingTls(
                new TlsFiles(Optional.empty(), Optional.empty(), Optional.of(path("ca.crt"))), () -> now);
    }

    private static SSLEngine client(SSLContext context) {
        SSLEngine engine = context.createSSLEngine("broker.example", 9092);
        var parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        engine.setSSLParameters(parameters);
        return engine;
    }

    private X509Certificate shown() throws SSLException {
        return Handshake.between(client(clientTls().context()), tls.context().createSSLEngine());
    }

    private void later() {
        now = now.plusSeconds(2);
    }

    @Test
    void showsANewCertificateToNewConnections() throws Exception {
        // Given
        assertThat(shown()).isEqualTo(server.certificate());
        Identity next = ca.issue("broker", HOST);

        // When
        next.write(path("server.crt"), path("server.key"));
        later();

        // Then
        assertThat(shown()).isEqualTo(next.certificate());
        assertThat(tls.problem()).isEmpty();
        assertThat(tls.expires()).contains(next.certificate().getNotAfter().toInstant());
    }

    @Test
    void keepsTheEarlierCertificateWhileOnlyOneFileIsReplaced() throws Exception {
        // Given
        Identity next = ca.issue("broker", HOST);

        // When
        Files.writeString(path("server.key"), next.keyPem());
        later();

        // Then
        assertThat(shown()).isEqualTo(server.certificate());
        assertThat(tls.problem()).contains(path("server.crt") + ": does not match the key in " + path("server.key"));

        // When
        Files.writeString(path("server.crt"), next.pem());
        later();

        // Then
        assertThat(shown()).isEqualTo(next.certificate());
        assertThat(tls.problem()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"server.crt", "server.key", "ca.crt"})
    void keepsTheEarlierFilesWhileOneIsHalfWrittenOrGone(String name) throws Exception {
        // Given
        String whole = Files.readString(path(name));

        // When
        Files.writeString(path(name), whole.substring(0, whole.length() / 2));
        later();

        // Then
        var engine = tls.context().createSSLEngine();
        assertThat(Handshake.between(client(ca.client(null)), engine)).isEqualTo(server.certificate());
        assertThat(tls.problem().orElseThrow()).startsWith(path(name).toString());

        // When
        Files.delete(path(name));
        later();

        // Then
        assertThat(Handshake.between(client(ca.client(null)), tls.context().createSSLEngine()))
                .isEqualTo(server.certificate());
        assertThat(tls.problem()).contains(path(name) + ": cannot be read");

        // When
        Files.writeString(path(name), whole);
        later();

        // Then
        assertThat(shown()).isEqualTo(server.certificate());
        assertThat(tls.problem()).isEmpty();
    }

    @Test
    void takesACertificateOnceItHasBegun() throws Exception {
        // Given
        Identity next = ca.issue("EC", Duration.ofMinutes(90), "broker", HOST);
        next.write(path("server.crt"), path("server.key"));
        later();
        assertThat(tls.problem().orElseThrow()).contains("begins only");

        // When
        now = now.plus(Duration.ofMinutes(45));

        // Then
        assertThat(tls.problem()).isEmpty();
        assertThat(tls.expires()).contains(next.certificate().getNotAfter().toInstant());
    }

    @Test
    void doesNotStartWithAWrongFile() throws Exception {
        Files.writeString(path("server.key"), "hunter2");

        assertThatThrownBy(this::serverTls)
                .isInstanceOf(InvalidTlsFiles.class)
                .hasMessage(path("server.key") + ": holds no private key in PEM");
    }

    @Test
    void refusesTheOldCertificateAfterAChangeOfTheAuthority() throws Exception {
        // Given
        ReloadingTls client = clientTls();
        Handshake.between(client(client.context()), tls.context().createSSLEngine());
        var next = new TestCa("next");

        // When
        next.write(path("ca.crt"));
        later();

        // Then
        assertThatThrownBy(() -> Handshake.between(
                        client(client.context()), tls.context().createSSLEngine()))
                .isInstanceOf(SSLHandshakeException.class)
                .hasMessageContaining(
                        "the certificate of CN=broker was issued by CN=ca, which " + path("ca.crt") + " does not hold");

        // When
        next.issue("broker", HOST).write(path("server.crt"), path("server.key"));
        later();

        // Then
        assertThat(Handshake.between(client(client.context()), tls.context().createSSLEngine())
                        .getIssuerX500Principal()
                        .getName())
                .isEqualTo("CN=next");
    }

    @Test
    void saysThatTheOtherSidesCertificateHasEnded() {
        SSLContext expired = ca.client(ca.issue("EC", Duration.ofSeconds(-5), "broker", HOST));

        assertThatThrownBy(() -> Handshake.between(client(clientTls().context()), expired.createSSLEngine()))
                .isInstanceOf(SSLHandshakeException.class)
                .hasMessageContaining("the certificate of CN=broker ended ");
    }

    @Test
    void saysThatTheHostHasAnotherName() {
        SSLContext other = ca.client(ca.issue("other", new GeneralName(GeneralName.dNSName, "other.example")));

        assertThatThrownBy(() -> Handshake.between(client(clientTls().context()), other.createSSLEngine()))
                .isInstanceOf(SSLHandshakeException.class)
                .hasMessageContaining("the certificate of CN=other is refused: ")
                .hasMessageContaining("broker.example");
    }

    @Test
    void refusesClientsOfAnotherAuthority() {
        Identity stranger = new TestCa("ca").issue("stranger");

        assertThatThrownBy(() -> connect(stranger))
                .isInstanceOf(SSLHandshakeException.class)
                .hasMessageContaining("the certificate of CN=stranger was issued by CN=ca, which " + path("ca.crt")
                        + " does not hold");
        assertThatThrownBy(() -> connect(null)).isInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void acceptsItsOwnClients() throws Exception {
        assertThat(connect(ca.issue("ingest"))).isEqualTo(server.certificate());
    }

    private X509Certificate connect(@Nullable Identity who) throws SSLException {
        SSLEngine engine = tls.context().createSSLEngine();
        engine.setNeedClientAuth(true);
        return Handshake.between(client(ca.client(who)), engine);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384",
                "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256",
                "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA"
            })
    void speaksNoWeakCipherSuite(String suite) {
        SSLEngine weak = client(ca.client(null));
        weak.setEnabledProtocols(new String[] {"TLSv1.2"});
        weak.setEnabledCipherSuites(new String[] {suite});

        assertThatThrownBy(() -> Handshake.between(weak, tls.context().createSSLEngine()))
                .isInstanceOf(SSLHandshakeException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void speaksTls12And13(String protocol) throws Exception {
        SSLEngine engine = client(ca.client(null));
        engine.setEnabledProtocols(new String[] {protocol});

        Handshake.between(engine, tls.context().createSSLEngine());

        assertThat(engine.getSession().getProtocol()).isEqualTo(protocol);
        assertThat(StrictTls.CIPHER_SUITES).contains(engine.getSession().getCipherSuite());
    }

    @Test
    void hasOnlyCipherSuitesThatTheJdkHas() {
        assertThat(ca.client(null).getSupportedSSLParameters().getCipherSuites())
                .containsAll(StrictTls.CIPHER_SUITES);
    }
}
