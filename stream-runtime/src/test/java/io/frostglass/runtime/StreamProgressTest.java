package io.frostglass.runtime;

import static io.frostglass.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.testsupport.TestCluster;
import io.frostglass.topics.Principal;
import io.frostglass.topics.TopicCatalogue;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Produced;
import org.eclipse.jetty.server.Handler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An application that polls, and is stuck at a record. One of its sources has fewer partitions than the other.
@Tag("broker")
class StreamProgressTest {

    private static final String TOPIC = TopicCatalogue.MOTION.name();
    private static final String HANG = "hang";

    private final CountDownLatch goOn = new CountDownLatch(1);
    private TestCluster cluster;
    private RunningApplication application;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        cluster = TestCluster.start(folder.resolve("cluster"));
        var definition = CommonSettings.definition(0);
        var settings = cluster.applicationSettings(
                Principal.TOKEN_STREAM,
                Map.of(
                        CommonSettings.PROGRESS_TIMEOUT,
                        "1000",
                        "state.dir",
                        folder.resolve("state").toString()));
        application = RunningApplication.start(
                Principal.TOKEN_STREAM, ApplicationSettings.of(settings, definition), assembly -> {
                    // As an application that only observes: others wait for all partitions.
                    StreamsApplication.start(
                            assembly, topology(), TopicCatalogue.SANITIZED_DEAD_LETTERS, Duration.ofMillis(200));
                    return new Handler.Sequence();
                });
    }

    @AfterEach
    void stop() {
        goOn.countDown();
        application.close();
        cluster.close();
    }

    private Topology topology() {
        var builder = StreamsApplication.builder();
        builder.stream(
                        List.of(TOPIC, TopicCatalogue.ROTATIONS.name()),
                        Consumed.with(Serdes.String(), Serdes.String()).withName("ingress"))
                .mapValues(value -> {
                    if (value.equals(HANG)) {
                        awaitQuietly(goOn);
                    }
                    return value;
                })
                .to(
                        TopicCatalogue.MOTION_AUTHORIZED.name(),
                        Produced.with(Serdes.String(), Serdes.String()).withName("egress"));
        return builder.build();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void isNotLiveWhileRecordsWaitAndNoneIsProcessed() {
        // Given aborted transactions, after what was processed and where nothing was: nothing of them waits
        write(0, "first", true);
        eventually(
                "it is processed",
                () -> cluster.records(TopicCatalogue.MOTION_AUTHORIZED).size() == 1);
        write(0, "aborted", false);
        write(2, "aborted-too", false);

        // When
        write(1, HANG, true);

        // Then
        eventually("it is not live", () -> live().statusCode() == 503);
        assertThat(live().body())
                .contains("records wait, and none was processed for 1 s: " + TOPIC + "-1 at offset 0")
                .doesNotContain(TOPIC + "-0", TOPIC + "-2");
        assertThat(metrics()).contains("frostglass_live{application=\"token-stream\"} 0.0");
        assertThat(lag()).isPositive();

        // When no broker answers, it is not known what waits
        cluster.stopBroker();
        eventually("it is live", () -> live().statusCode() == 200);
        assertThat(lag()).isNaN();
    }

    @Test
    void isLiveAgainWhenItGoesOn() {
        // Given, besides, markers of a transaction, which are no reason to stay so
        write(0, "aborted", false);
        write(2, HANG, true);
        eventually("it is not live", () -> live().statusCode() == 503);

        // When
        goOn.countDown();

        // Then
        eventually("it is live", () -> live().statusCode() == 200);
        // The aborted record and its marker, and the marker after the last record
        eventually("nothing else waits", () -> lag() <= 3);
    }

    private void write(int partition, String value, boolean commit) {
        var settings = new HashMap<>(cluster.adminClient());
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "test-" + value);
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            var _ = producer.send(new ProducerRecord<>(TOPIC, partition, "site", value));
            producer.flush();
            if (commit) {
                producer.commitTransaction();
            } else {
                producer.abortTransaction();
            }
        }
    }

    private HttpResponse<String> live() {
        return get("/health/live");
    }

    private String metrics() {
        return get("/metrics").body();
    }

    private double lag() {
        return metrics()
                .lines()
                .filter(line -> line.startsWith("frostglass_stream_lag{") && line.contains("\"" + TOPIC + "\""))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .mapToDouble(Double::parseDouble)
                .findFirst()
                .orElse(0);
    }

    private HttpResponse<String> get(String path) {
        URI url = application.url().resolve(path);
        try (var client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
