package io.frostglass.gateway.http;

import static io.frostglass.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.frostglass.gateway.TestAgents;
import io.frostglass.gateway.agents.AgentDirectory;
import io.frostglass.gateway.oidc.AccessTokenVerifier;
import io.frostglass.runtime.ApplicationSettings;
import io.frostglass.runtime.ClientAddress;
import io.frostglass.runtime.CommonSettings;
import io.frostglass.runtime.RunningApplication;
import io.frostglass.tls.TestCa;
import io.frostglass.tls.TestCa.Identity;
import io.frostglass.topics.Principal;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.bouncycastle.asn1.x509.GeneralName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real server with TLS and real clients with certificates; no broker.
class CertificatesTest {

    private static final String KEY = "key-of-the-agent-night";
    private static final GeneralName HERE = new GeneralName(GeneralName.iPAddress, "127.0.0.1");

    private final TestCa servers = new TestCa("servers");
    private final TestCa clients = new TestCa("clients");
    private final Identity pinned = clients.issue("pinned");
    private final Identity named =
            clients.issue("named", new GeneralName(GeneralName.uniformResourceIdentifier, "spiffe://example.org/day"));
    private final Identity host = clients.issue("host", new GeneralName(GeneralName.dNSName, "Dawn.example.org"));
    private final Identity both = clients.issue(
            "both",
            new GeneralName(GeneralName.uniformResourceIdentifier, "spiffe://example.org/day"),
            new GeneralName(GeneralName.dNSName, "dawn.example.org"));
    private final Identity stranger = clients.issue("night");

    @TempDir
    Path folder;

    private RunningApplication app;
    private InstantSource clock = Clock.systemUTC();

    @BeforeEach
    void start() throws Exception {
        servers.issue("gateway", HERE).write(folder.resolve("server.pem"), folder.resolve("server.key"));
        clients.write(folder.resolve("clients.pem"));
        AgentDirectory agentDirectory =
                AgentDirectory.parse("""
                    agents:
                      - id: night
                        keys: [%s]
                        certificates: [%s]
                      - id: day
                        certificate_names: [spiffe://example.org/day]
                      - id: dawn
                        certificate_names: [dawn.example.org]
                    """.formatted(TestAgents.digest(KEY), pinned.fingerprint()));
        var applicationSettings = ApplicationSettings.of(
                Map.of(
                        "bootstrap.servers",
                        "127.0.0.1:1",
                        "schema.registry.url",
                        "http://127.0.0.1:1",
                        "http.port",
                        "0",
                        "http.tls.certificate",
                        folder.resolve("server.pem").toString(),
                        "http.tls.key",
                        folder.resolve("server.key").toString(),
                        "http.tls.client.ca",
                        folder.resolve("clients.pem").toString()),
                CommonSettings.definition(0));
        app = RunningApplication.start(Principal.AGENT_GATEWAY, applicationSettings, assembly -> {
            var tokens = assembly.add(new AccessTokenVerifier(assembly.metrics(), clock));
            var keeper = new AgentAuthenticator(
                    () -> agentDirectory, tokens, new ClientAddress(List.of()), () -> clock.instant());
            return new AuthenticatingHandler(() -> keeper);
        });
    }

    @AfterEach
    void stop() {
        app.close();
    }

    private HttpResponse<String> ask(@Nullable Identity identity, @Nullable String key) throws Exception {
        try (var client =
                HttpClient.newBuilder().sslContext(servers.client(identity)).build()) {
            return ask(client, "/v1/events", key);
        }
    }

    private HttpResponse<String> ask(HttpClient client, String path, @Nullable String key)
            throws IOException, InterruptedException {
        URI url = app.url().resolve(path);
        var request = HttpRequest.newBuilder(url);
        if (key != null) {
            request.header("Authorization", "Bearer " + key);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static String reason(HttpResponse<String> answer) {
        return answer.headers().firstValue(AuthenticatingHandler.REASON).orElse("none");
    }

    @Test
    void tellWhichAgentComes() throws Exception {
        assertThat(app.url().getScheme()).isEqualTo("https");
        assertThat(ask(pinned, null).body()).isEqualTo("night");
        assertThat(ask(named, null).body()).isEqualTo("day");
        assertThat(ask(host, null).body()).isEqualTo("dawn");
    }

    @Test
    void ofStrangersAndOfTwoAgentsAtOnceTellNothing() throws Exception {
        assertThat(reason(ask(stranger, null))).isEqualTo("unknown_certificate");
        assertThat(reason(ask(both, null))).isEqualTo("unknown_certificate");
        assertThat(ask(both, null).statusCode()).isEqualTo(401);
    }

    @Test
    void areNotNeeded() throws Exception {
        assertThat(ask(null, KEY).body()).isEqualTo("night");
        assertThat(reason(ask(null, null))).isEqualTo("unknown_key");
    }

    @Test
    void beAKeysAgentsWhereBothCome() throws Exception {
        assertThat(ask(pinned, KEY).body()).isEqualTo("night");
        assertThat(reason(ask(named, KEY))).isEqualTo("identities_differ");
        assertThat(reason(ask(stranger, KEY))).isEqualTo("identities_differ");
        assertThat(reason(ask(pinned, "key-of-nobody-at-all"))).isEqualTo("unknown_key");
    }

    @Test
    void ofAnotherAuthorityDoNotGetThrough() {
        Identity foreign = new TestCa("clients").issue("night");
        assertThatThrownBy(() -> ask(foreign, null)).isInstanceOf(IOException.class);
    }

    @Test
    void endWhileTheirConnectionsGoOn() throws Exception {
        try (var client =
                HttpClient.newBuilder().sslContext(servers.client(pinned)).build()) {
            // Given
            assertThat(ask(client, "/v1/events", null).body()).isEqualTo("night");

            // When
            Instant later = Instant.now().plus(Duration.ofHours(2));
            clock = () -> later;

            // Then
            assertThat(reason(ask(client, "/v1/events", null))).isEqualTo("certificate_expired");
        }
    }

    @Test
    void areNotAskedForByHealthAndMetrics() throws Exception {
        try (var client =
                HttpClient.newBuilder().sslContext(servers.client(null)).build()) {
            assertThat(ask(client, "/health/live", null).statusCode()).isEqualTo(200);
            assertThat(ask(client, "/metrics", null).body()).contains("frostglass_tls_expires{");
        }
    }

    @Test
    void ofTheServerAreReplacedWhileItRuns() throws Exception {
        // Given
        var next = new TestCa("next").issue("gateway", HERE);
        X509Certificate before = served();

        // When
        next.write(folder.resolve("server.pem"), folder.resolve("server.key"));

        // Then
        assertThat(before).isNotEqualTo(next.certificate());
        eventually("the server shows its new certificate", () -> served().equals(next.certificate()));
    }

    @Test
    void ofTheServerThatFitNoKeyChangeNothing() throws Exception {
        // Given
        X509Certificate before = served();

        // When
        servers.issue("other", HERE).write(folder.resolve("server.pem"), folder.resolve("unused.key"));

        // Then
        try (var client =
                HttpClient.newBuilder().sslContext(servers.client(null)).build()) {
            eventually(
                    "the metric says that the file is not valid",
                    () -> ask(client, "/metrics", null).body().contains("file=\"http.tls\"} 0.0"));
        }
        assertThat(served()).isEqualTo(before);
    }

    /// What the server shows to who looks at it alone.
    private X509Certificate served() throws Exception {
        var context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new AnyServer()}, null);
        try (var socket = (SSLSocket) context.getSocketFactory()
                .createSocket(app.url().getHost(), app.url().getPort())) {
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    private static final class AnyServer implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
