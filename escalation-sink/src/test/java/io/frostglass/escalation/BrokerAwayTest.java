package io.frostglass.escalation;

import static io.frostglass.escalation.Installation.events;
import static io.frostglass.escalation.Installation.ids;
import static io.frostglass.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.runtime.RunningApplication;
import io.frostglass.runtime.audit.AuditLog;
import io.frostglass.sanitized.SanitizedMotion;
import io.frostglass.testsupport.TestCluster;
import io.frostglass.topics.Principal;
import java.net.HttpURLConnection;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the application does while its only broker is away.
@Tag("broker")
class BrokerAwayTest {

    @TempDir
    Path dir;

    @TempDir
    Path files;

    @Test
    void staysAliveAndLosesOrDoublesNothing() throws Exception {
        try (var cluster = TestCluster.start(dir)) {
            var installation = new Installation(cluster, files).withReceiver("pager");
            try (var app = installation.start(Map.of())) {
                // Given
                eventually("it is ready", () -> app.health().isReady());
                List<SanitizedMotion> early = events("pager", 3);
                installation.send(early);
                eventually(
                        "they are raised", () -> installation.alertsFor("pager").containsAll(ids(early)));

                // When
                cluster.stopBroker();

                // Then
                eventually("it is not ready", () -> !app.health().isReady());
                eventually("no thread of the streams looks for a broker", () -> streamThreads() == 0);
                var live = (HttpURLConnection)
                        app.url().resolve("/health/live").toURL().openConnection();
                assertThat(live.getResponseCode()).isEqualTo(200);

                // When
                cluster.startBroker();
                eventually("it is ready again", () -> readiness(app), answer -> answer.startsWith("200"));
                List<SanitizedMotion> late = events("pager", 3);
                installation.send(late);

                // Then
                List<String> all = Stream.of(early, late)
                        .flatMap(some -> ids(some).stream())
                        .toList();
                eventually(
                        "all are raised", () -> installation.alertsFor("pager").containsAll(all));
                assertThat(installation.alertsFor("pager")).containsExactlyInAnyOrderElementsOf(all);
                assertThat(AuditLog.read(
                                cluster.clientOf(Principal.AUDIT_LOG), cluster.serdes(), Instant.EPOCH, _ -> {}))
                        .isEmpty();
            }
        }
    }

    /// Returns the status of the answer, and its body, which names the parts that are not ready.
    private static String readiness(RunningApplication app) throws Exception {
        var request = HttpRequest.newBuilder(app.url().resolve("/health/ready")).build();
        try (var http = HttpClient.newHttpClient()) {
            var response = http.send(request, HttpResponse.BodyHandlers.ofString());
            return response.statusCode() + " " + response.body();
        }
    }

    /// A thread with an open transaction waits in its producer, which ends the transaction when a broker is there
    /// again.
    private static boolean isLooking(StackTraceElement[] stack) {
        return Arrays.stream(stack).noneMatch(frame -> frame.getClassName().equals(KafkaProducer.class.getName()));
    }

    private static long streamThreads() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey().getName().matches(".*-StreamThread-\\d+"))
                .filter(thread -> isLooking(thread.getValue()))
                .count();
    }
}
