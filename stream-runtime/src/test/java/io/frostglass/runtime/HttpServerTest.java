package io.frostglass.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.runtime.Health.HealthState;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpServerTest {

    private final Health health = new Health();
    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final HttpServer server = HttpServer.start("127.0.0.1", 0, new ManagementHandler(health, metrics));
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void isReadyOnlyWhileEveryPartIsUp() throws Exception {
        // Given
        var broker = new AtomicBoolean(false);
        health.ready("sites", HealthState::up);
        health.ready("broker", () -> HealthState.of(broker.get(), "no connection"));

        // Then
        assertThat(get("/health/ready").statusCode()).isEqualTo(503);
        assertThat(get("/health/ready").body()).contains("no connection");
        broker.set(true);
        assertThat(get("/health/ready").statusCode()).isEqualTo(200);
    }

    @Test
    void isLiveUntilOnlyARestartHelps() throws Exception {
        // Given
        health.ready("broker", () -> HealthState.down("no connection"));

        // Then
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        health.die("broken for good");
        assertThat(get("/health/live").statusCode()).isEqualTo(503);
    }

    @Test
    void answersHowItIsWhileNoVirtualThreadGetsACarrier() throws Exception {
        // Given as many that never let go as there are carriers
        var stop = new AtomicBoolean();
        int carriers = Runtime.getRuntime().availableProcessors();
        var spinning = new CountDownLatch(carriers);
        for (int i = 0; i < carriers; i++) {
            Thread.ofVirtual().start(() -> {
                spinning.countDown();
                while (!stop.get()) {
                    Thread.onSpinWait();
                }
            });
        }
        try {
            spinning.await();

            // When, Then
            assertThat(get("/health/live").statusCode()).isEqualTo(200);
            assertThat(get("/metrics").statusCode()).isEqualTo(200);
        } finally {
            stop.set(true);
        }
    }

    @Test
    void showsItsMetricsAsPrometheusText() throws Exception {
        metrics.counter("events").increment();
        assertThat(get("/metrics").body()).contains("events_total 1.0");
    }

    @Test
    void answersWhatItDoesNotKnowAsAProblem() throws Exception {
        // When
        var answer = get("/etc/passwd?secret=hunter2");

        // Then
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(answer.headers().firstValue("server")).isEmpty();
        assertThat(answer.body()).contains("\"status\":404").doesNotContain("hunter2");
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(server.url().resolve(path)).build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
