package io.frostglass.ingest;

import static io.frostglass.ingest.TestCamera.signed;
import static io.frostglass.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.ingest.TestCamera.Answer;
import io.frostglass.ingest.TestCamera.Webhook;
import io.frostglass.runtime.audit.AuditLog;
import io.frostglass.topics.Principal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("broker")
class BrokerAwayTest {

    private static final int CAMERAS = 8;
    private static final int WEBHOOKS = 60;

    @TempDir
    Path folder;

    @Test
    void acceptsNothingWhileTheBrokerIsAwayAndRecoversWhenItIsBack() throws Exception {
        var sites = TestSites.write(folder.resolve("sites.yaml"));
        try (var cluster = IngestCluster.start(folder)) {
            Webhook early = signed("cam-1");
            Webhook meanwhile = signed("cam-1");
            try (var app = cluster.ingest(sites, Map.of())) {
                // Given
                assertThat(early.send(app.url()).duplicate()).isFalse();
                cluster.stopBroker();

                // When
                Answer away = meanwhile.send(app.url());

                // Then
                assertThat(away.status()).isEqualTo(503);
                assertThat(away.header("retry-after")).matches("[1-9]\\d*");
                assertThat(away.header("content-type")).isEqualTo("application/problem+json");
                assertThat(app.health().isReady()).isFalse();

                // When
                cluster.startBroker();
                eventually("ingest is ready", () -> app.health().isReady());

                // Then
                sendUntilAccepted(app.url(), meanwhile);
                assertThat(early.send(app.url()).duplicate()).isTrue();
                assertThat(meanwhile.send(app.url()).duplicate()).isTrue();
            }
            // Each once, whatever became of the transaction that was open when the broker went.
            assertThat(cluster.raw())
                    .extracting(raw -> raw.getEventId())
                    .doesNotHaveDuplicates()
                    .hasSize(2);

            // And after a restart of ingest they are known.
            try (var restarted = cluster.ingest(sites, Map.of())) {
                assertThat(meanwhile.send(restarted.url()).duplicate()).isTrue();
            }
        }
    }

    @Test
    void losesAndDoublesNothingWhileTheBrokerComesAndGoes() throws Exception {
        var sites = TestSites.write(folder.resolve("sites.yaml"));
        try (var cluster = IngestCluster.start(folder)) {
            var accepted = new ConcurrentLinkedQueue<String>();
            try (var app = cluster.ingest(sites, Map.of());
                    var cameras = Executors.newVirtualThreadPerTaskExecutor()) {
                // Given cameras that send all the time, each webhook until it is accepted
                var sendings = IntStream.range(0, CAMERAS)
                        .mapToObj(i -> cameras.submit(() -> {
                            for (int j = 0; j < WEBHOOKS; j++) {
                                accepted.add(sendUntilAccepted(app.url(), signed("cam-1")));
                            }
                            return true;
                        }))
                        .toList();
                eventually(
                        "a quarter of the webhooks is accepted",
                        () -> accepted,
                        it -> it.size() > CAMERAS * WEBHOOKS / 4);

                // When
                cluster.stopBroker();
                cluster.startBroker();

                // Then
                for (var sending : sendings) {
                    assertThat(sending.get()).isTrue();
                }
            }
            assertThat(cluster.raw())
                    .extracting(raw -> raw.getEventId())
                    .containsExactlyInAnyOrderElementsOf(accepted)
                    .hasSize(CAMERAS * WEBHOOKS);
            // Nor is an entry of a transaction missed that was aborted.
            assertThat(AuditLog.read(cluster.clientOf(Principal.AUDIT_LOG), cluster.serdes(), Instant.EPOCH, _ -> {}))
                    .isEmpty();
        }
    }

    private static String sendUntilAccepted(URI url, Webhook webhook) {
        return eventually("the webhook is accepted", () -> webhook.send(url), it -> it.status() == 202)
                .eventId();
    }
}
