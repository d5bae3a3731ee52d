package io.frostglass.delivery;

import static io.frostglass.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.frostglass.alerts.AuditPass;
import io.frostglass.delivery.DeadManSwitch.PassRecorder;
import io.frostglass.runtime.ApplicationSettings;
import io.frostglass.runtime.follow.FollowedRecord;
import io.frostglass.runtime.follow.FollowedRecord.RecordContent;
import io.frostglass.runtime.webhook.WebhookClient;
import io.frostglass.testsupport.TestCluster;
import io.frostglass.topics.Principal;
import io.frostglass.topics.TopicCatalogue;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeadManSwitchTest {

    private static final Instant NOW = Instant.parse("2026-01-18T12:00:00Z");

    @TempDir
    static Path dir;

    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final PassRecorder passes = new PassRecorder();
    private volatile int answer = 200;
    private volatile boolean working = true;
    private HttpServer service = start();

    private static HttpServer start() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void listen() {
        service.createContext("/", exchange -> {
            int length = exchange.getRequestBody().readAllBytes().length;
            heard.add("%s %s %d".formatted(exchange.getRequestMethod(), exchange.getRequestURI(), length));
            exchange.sendResponseHeaders(answer, -1);
            exchange.close();
        });
        service.start();
    }

    @AfterEach
    void stop() {
        service.stop(0);
    }

    @Test
    void isHeardWhileTheAuditorPasses() {
        // Given
        passed(NOW.minusSeconds(299));

        // When
        check(true);

        // Then
        assertThat(heard).containsExactly("POST /ping/secret 0");
        assertThat(count("sent")).isEqualTo(1);
    }

    @Test
    void fallsSilentWithoutAPassOfTheLastMinutes() {
        // When
        check(true);
        passed(NOW.minusSeconds(300));
        check(true);

        // Then
        assertThat(heard).isEmpty();
        assertThat(count("withheld")).isEqualTo(2);
    }

    @Test
    void fallsSilentWhileAReceiverHasNoWorker() {
        // Given
        passed(NOW);
        working = false;

        // When
        check(true);

        // Then
        assertThat(heard).isEmpty();
    }

    @Test
    void goesOnAfterTheServiceRefused() {
        // Given
        passed(NOW);
        answer = 404;

        // When
        check(true);

        // Then
        assertThat(count("refused")).isEqualTo(1);
        answer = 200;
        check(true);
        assertThat(count("sent")).isEqualTo(1);
    }

    @Test
    void connectsToNoPrivateAddressUnlessItMay() {
        // Given
        passed(NOW);

        // When
        check(false);

        // Then
        assertThat(heard).isEmpty();
        assertThat(count("sent")).isZero();
    }

    @Test
    void refusesAnAddressThatIsNoneWithoutShowingIt() {
        var settings = ApplicationSettings.of(
                Map.of(
                        "bootstrap.servers", "localhost:1",
                        "schema.registry.url", "http://localhost:1",
                        "receivers.file", "receivers.yaml",
                        "dead.man.switch.url", "hidden"),
                DeliveryApp.SETTINGS);

        assertThatThrownBy(() -> DeliveryConfig.of(settings))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("dead.man.switch.url")
                .hasMessageNotContaining("hidden");
    }

    @Test
    @Tag("broker")
    void hearsTheAuditorOnABrokerWithItsAcls() throws Exception {
        try (var cluster = TestCluster.start(dir);
                var receiver = TestReceiver.start()) {
            // Given
            var installation = new Installation(cluster, dir).withReceivers(Map.of("pager", receiver));
            Files.writeString(dir.resolve("alive"), url());

            // When
            try (var app = installation.start(Map.of(
                    "dead.man.switch.url", "${file:" + dir.resolve("alive") + "}",
                    "dead.man.switch.interval.ms", "1000",
                    "dead.man.switch.allow.private", "true"))) {
                eventually("it works", () -> app.health().isReady());
                eventually("it is silent", () -> Installation.metric(app, "signs_of_life", "withheld") > 0);
                assertThat(heard).isEmpty();
                cluster.write(
                        Principal.ESCALATION_SINK,
                        TopicCatalogue.AUDIT_PASSES,
                        "all",
                        List.of(new AuditPass(Instant.now(), 0)),
                        AuditPass.class);

                // Then
                eventually("it is heard", () -> !heard.isEmpty());
            }
        }
    }

    private void check(boolean allowPrivate) {
        var address = new DeadManSwitch.SwitchTarget(URI.create(url()), Duration.ofMinutes(1), allowPrivate);
        var clock = InstantSource.fixed(NOW);
        try (var client = new WebhookClient(clock);
                var alive = new DeadManSwitch(address, passes, () -> working, client, metrics, clock)) {
            alive.check();
        }
    }

    private String url() {
        return "http://127.0.0.1:" + service.getAddress().getPort() + "/ping/secret";
    }

    private void passed(Instant at) {
        passes.take(new FollowedRecord<>(0, 0, at, 0, "all", new RecordContent.RecordValue<>(new AuditPass(at, 0))));
    }

    private double count(String outcome) {
        return metrics.counter("frostglass.delivery.signs.of.life", "outcome", outcome)
                .count();
    }
}
