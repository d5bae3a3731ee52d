package io.frostglass.ingest;

import static io.frostglass.ingest.TestCamera.signed;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.ingest.TestCamera.Answer;
import io.frostglass.ingest.TestCamera.Webhook;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerAwayTest {

    @TempDir
    Path folder;

    @Test
    void acceptsNothingWhileTheBrokerIsAwayAndRecoversWhenItIsBack() throws Exception {
        var sites = TestSites.write(folder.resolve("sites.yaml"));
        try (var cluster = Cluster.start(folder)) {
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
                Eventually.holds(() -> app.health().isReady());

                // Then
                Answer back = meanwhile.send(app.url());
                assertThat(back.status()).isEqualTo(202);
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
}
