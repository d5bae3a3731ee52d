package io.frostglass.runtime;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.frostglass.runtime.Health.HealthState;
import io.frostglass.tls.TestCa;
import io.frostglass.tls.TestCa.Identity;
import io.frostglass.topics.Principal;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bouncycastle.asn1.x509.GeneralName;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An application whose clients must have certificates, and its port for health.
class HealthPortTest {

    @TempDir
    Path folder;

    private final TestCa ca = new TestCa("ca");
    private final AtomicBoolean up = new AtomicBoolean(true);
    private URI healthPort = URI.create("http://127.0.0.1");
    private RunningApplication application;

    @BeforeEach
    void start() throws Exception {
        ca.issue("worker", new GeneralName(GeneralName.iPAddress, "127.0.0.1"))
                .write(folder.resolve("server.crt"), folder.resolve("server.key"));
        ca.write(folder.resolve("ca.crt"));
        int port = freePort();
        healthPort = URI.create("http://127.0.0.1:" + port);
        var settings = Map.of(
                "bootstrap.servers",
                "127.0.0.1:1",
                "schema.registry.url",
                "http://127.0.0.1:1",
                "http.port",
                "0",
                "health.port",
                String.valueOf(port),
                "http.tls.certificate",
                folder.resolve("server.crt").toString(),
                "http.tls.key",
                folder.resolve("server.key").toString(),
                "http.tls.client.ca",
                folder.resolve("ca.crt").toString(),
                "http.tls.client.auth",
                "required");
        application = RunningApplication.start(
                Principal.ANONYMIZE_STREAM,
                ApplicationSettings.of(settings, CommonSettings.definition(0)),
                assembly -> {
                    assembly.health().ready("topology", () -> HealthState.of(up.get(), "not running"));
                    return new Answering();
                });
    }

    @AfterEach
    void stop() {
        application.close();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private HttpResponse<String> ask(URI base, String path, @Nullable Identity identity) throws Exception {
        try (var client =
                HttpClient.newBuilder().sslContext(ca.client(identity)).build()) {
            return client.send(HttpRequest.newBuilder(base.resolve(path)).build(), BodyHandlers.ofString());
        }
    }

    @Test
    void tellsHealthWithoutTls() throws Exception {
        assertThat(ask(healthPort, "/health/live", null).statusCode()).isEqualTo(200);
        assertThat(ask(healthPort, "/health/ready", null).statusCode()).isEqualTo(200);
        up.set(false);
        assertThat(ask(healthPort, "/health/ready", null).statusCode()).isEqualTo(503);
    }

    @Test
    void hasNothingElse() throws Exception {
        assertThat(ask(healthPort, "/metrics", null).statusCode()).isEqualTo(404);
        assertThat(ask(healthPort, "/answer", null).statusCode()).isEqualTo(404);
        assertThat(ask(healthPort, "/health/live/..%2Fanswer", null).statusCode())
                .isEqualTo(400);
    }

    @Test
    void refusesClientsWithoutACertificateAtTheOtherPort() throws Exception {
        Identity prometheus = ca.issue("prometheus");

        assertThat(ask(application.url(), "/metrics", prometheus).statusCode()).isEqualTo(200);
        assertThat(ask(application.url(), "/answer", prometheus).body()).isEqualTo("answer");
        assertThatThrownBy(() -> ask(application.url(), "/metrics", null)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> ask(application.url(), "/metrics", new TestCa("another").issue("prometheus")))
                .isInstanceOf(IOException.class);
    }

    private static final class Answering extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            response.write(true, US_ASCII.encode("answer"), callback);
            return true;
        }
    }
}
