package io.frostglass.gateway.http;

import static io.frostglass.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.bridge.client.GatewayOptions;
import io.frostglass.bridge.client.RemoteAgentApi;
import io.frostglass.runtime.ApplicationSettings;
import io.frostglass.runtime.CommonSettings;
import io.frostglass.runtime.PeerCertificate;
import io.frostglass.runtime.RunningApplication;
import io.frostglass.settings.TerseErrors;
import io.frostglass.tls.TestCa;
import io.frostglass.tools.ApiResponse.Declined;
import io.frostglass.tools.ApiResponse.Given;
import io.frostglass.topics.Principal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bouncycastle.asn1.x509.GeneralName;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// The program at the agent's side against a real server, each with a certificate; no broker.
class BridgeCertificatesTest {

    private static final GeneralName HERE = new GeneralName(GeneralName.iPAddress, "127.0.0.1");

    private final TestCa servers = new TestCa("servers");
    private final TestCa clients = new TestCa("clients");

    @TempDir
    Path folder;

    private RunningApplication app;

    /// Says whose certificate it saw, and ends the connection, so that the next request makes a new one.
    private static final class WhoHandler extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            String who = PeerCertificate.of(request)
                    .map(it -> it.getSubjectX500Principal().getName())
                    .orElse("nobody");
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
            Content.Sink.write(response, true, "{\"who\": \"" + who + "\"}", callback);
            return true;
        }
    }

    @Command
    private static final class Program implements Runnable {
        @Mixin
        private GatewayOptions gateway = new GatewayOptions();

        private @Nullable RemoteAgentApi api;

        @Override
        public void run() {
            api = gateway.api();
        }
    }

    @BeforeEach
    void start() throws Exception {
        servers.issue("gateway", HERE).write(folder.resolve("server.pem"), folder.resolve("server.key"));
        servers.write(folder.resolve("servers.pem"));
        clients.write(folder.resolve("clients.pem"));
        clients.issue("bridge").write(folder.resolve("bridge.pem"), folder.resolve("bridge.key"));
        Files.writeString(folder.resolve("api.key"), "key-of-the-agent-night");
        var settings = ApplicationSettings.of(
                Map.of(
                        "bootstrap.servers",
                        "127.0.0.1:1",
                        "schema.registry.url",
                        "http://127.0.0.1:1",
                        "http.port",
                        "0",
                        "http.tls.certificate",
                        path("server.pem"),
                        "http.tls.key",
                        path("server.key"),
                        "http.tls.client.ca",
                        path("clients.pem")),
                CommonSettings.definition(0));
        app = RunningApplication.start(Principal.AGENT_GATEWAY, settings, _ -> new WhoHandler());
    }

    @AfterEach
    void stop() {
        app.close();
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private List<String> options(String... tls) {
        var all = new ArrayList<>(List.of("--url", app.url().toString(), "--key-file", path("api.key")));
        all.addAll(List.of(tls));
        return all;
    }

    private RemoteAgentApi bridge(String... tls) {
        var program = new Program();
        assertThat(new CommandLine(program).execute(options(tls).toArray(String[]::new)))
                .isZero();
        return Objects.requireNonNull(program.api);
    }

    private static String who(RemoteAgentApi bridge) throws InterruptedException {
        return bridge.templates() instanceof Given given
                ? given.body().path("who").asText()
                : "declined";
    }

    @Test
    void tellsTheGatewayWhoComes() throws Exception {
        var bridge = bridge(
                "--tls-ca",
                path("servers.pem"),
                "--tls-certificate",
                path("bridge.pem"),
                "--tls-key",
                path("bridge.key"));

        assertThat(who(bridge)).isEqualTo("CN=bridge");
    }

    @Test
    void showsANewCertificateWithoutARestart() throws Exception {
        // Given
        var bridge = bridge(
                "--tls-ca",
                path("servers.pem"),
                "--tls-certificate",
                path("bridge.pem"),
                "--tls-key",
                path("bridge.key"));
        assertThat(who(bridge)).isEqualTo("CN=bridge");

        // When
        clients.issue("renewed").write(folder.resolve("bridge.pem"), folder.resolve("bridge.key"));

        // Then
        eventually("the gateway sees the new certificate", () -> who(bridge).equals("CN=renewed"));
    }

    @Test
    void trustsNoGatewayOfAnotherAuthority() throws Exception {
        assertThat(bridge("--tls-ca", path("clients.pem")).templates()).isInstanceOf(Declined.class);
        assertThat(bridge().templates()).isInstanceOf(Declined.class);
        assertThat(who(bridge("--tls-ca", path("servers.pem")))).isEqualTo("nobody");
    }

    @Test
    void saysWhichOptionIsWrong() {
        var said = new StringWriter();
        var line = TerseErrors.on(new CommandLine(new Program())).setErr(new PrintWriter(said));

        int status = line.execute(options("--tls-ca", "hunter2").toArray(String[]::new));
        int half = line.execute(options("--tls-key", path("bridge.key")).toArray(String[]::new));

        assertThat(status).isEqualTo(2);
        assertThat(half).isEqualTo(2);
        assertThat(said.toString())
                .contains("--tls-ca: cannot be read", "--tls-certificate and --tls-key need each other")
                .doesNotContain("hunter2");
    }
}
