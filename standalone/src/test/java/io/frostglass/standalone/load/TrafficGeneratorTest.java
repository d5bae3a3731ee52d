package io.frostglass.standalone.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.standalone.camera.CameraShot;
import io.frostglass.standalone.camera.SimulatedCamera;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrafficGeneratorTest {

    private static final SimulatedCamera CAMERA = _ -> new CameraShot(new byte[] {1}, null, List.of(), List.of());
    private static final List<TrafficGenerator.Source> SOURCES = IntStream.rangeClosed(1, 3)
            .mapToObj(n -> new TrafficGenerator.Source(
                    new CameraAccount("cam-" + n, SigningScheme.HEX, "secret", false), CAMERA))
            .toList();

    @Test
    void sendsWhatThePlanSaysFromAllCamerasInTurn() throws Exception {
        Map<String, TrafficGenerator.Sending> accepted = new ConcurrentHashMap<>();
        try (var ingest = new FakeIngest(_ -> 202);
                var client = CameraClient.create();
                // When
                var traffic = TrafficGenerator.start(
                        ingest.url(),
                        SOURCES,
                        new TrafficGenerator.TrafficPlan(1000, 30),
                        client,
                        (sending, answer) -> {
                            if (answer instanceof WebhookAnswer.AcceptedAnswer event) {
                                accepted.put(event.eventId(), sending);
                            }
                        })) {
            traffic.await();

            // Then
            assertThat(traffic.counts()).isEqualTo(new TrafficGenerator.TrafficCounts(30, 27, 3, 0, 0));
            assertThat(accepted).hasSize(30);
            assertThat(accepted.values())
                    .extracting(TrafficGenerator.Sending::webhookId)
                    .doesNotHaveDuplicates();
            assertThat(accepted.values().stream().filter(sent -> sent.cameraId().equals("cam-2")))
                    .hasSize(10);
        }
    }

    @Test
    void keepsToItsScheduleWhileNobodyAnswers() throws Exception {
        // Given
        int events = 40;
        CountDownLatch allHere = new CountDownLatch(events);
        try (var ingest = new FakeIngest(_ -> {
                    allHere.countDown();
                    allHere.await();
                    return 202;
                });
                var client = CameraClient.create();
                // When
                var traffic = TrafficGenerator.start(
                        ingest.url(), SOURCES, new TrafficGenerator.TrafficPlan(500, events), client, (_, _) -> {})) {
            traffic.await();

            // Then
            assertThat(traffic.counts().sent()).isEqualTo(events);
            assertThat(ingest.requests()).hasSize(events);
        }
    }

    @Test
    void fixesTheTimesInAdvance() throws Exception {
        // Given
        Map<String, Instant> due = new ConcurrentHashMap<>();
        try (var ingest = new FakeIngest(_ -> 202);
                var client = CameraClient.create();
                // When
                var traffic = TrafficGenerator.start(
                        ingest.url(),
                        SOURCES,
                        new TrafficGenerator.TrafficPlan(200, 21),
                        client,
                        (sending, _) -> due.put(sending.webhookId(), sending.due()))) {
            traffic.await();
        }

        // Then
        List<Instant> times = due.values().stream().sorted().toList();
        assertThat(Duration.between(times.getFirst(), times.getLast())).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void countsWhatIsRefused() throws Exception {
        try (var ingest = new FakeIngest(n -> n <= 2 ? 401 : 202);
                var client = CameraClient.create();
                // When
                var traffic = TrafficGenerator.start(
                        ingest.url(), SOURCES, new TrafficGenerator.TrafficPlan(1000, 5), client, (_, _) -> {})) {
            traffic.await();

            // Then
            assertThat(traffic.counts()).isEqualTo(new TrafficGenerator.TrafficCounts(5, 3, 0, 2, 0));
        }
    }
}
