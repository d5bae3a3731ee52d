package io.frostglass.anonymize;

import static io.frostglass.anonymize.RawEvents.NOW;
import static io.frostglass.anonymize.RawEvents.signed;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.cameras.SignatureVerifier;
import io.frostglass.restricted.MotionRaw;
import io.frostglass.testsupport.StoreEntries;
import io.frostglass.testsupport.TestRegistry;
import io.frostglass.topics.TopicCatalogue;
import io.frostglass.veil.Veil;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// After days of events, the state is as large as after two.
@Tag("slow")
class StateBoundTest {

    private static final Duration PAUSE = Duration.ofMinutes(10);
    private static final Duration REPEATS = Duration.ofHours(24);
    private static final int DAYS = 4;
    private static final List<String> CAMERAS = List.of("cam-12", "cam-13", "cam-21");

    private Instant now = NOW;
    private int sent;

    @Test
    void doesNotGrowWithTheDays(@TempDir Path folder) throws Exception {
        var clock = Clock.systemUTC();
        var metrics = new SimpleMeterRegistry();
        var usual = new RecogniseScene.SimilarityThreshold(Duration.ofSeconds(30), 6);
        var sanitizer = new MotionSanitizer(Veil.standard());
        var signatures = new SignatureVerifier(Duration.ofDays(3650));
        var keys = new DataKeyMap();
        try (var registry = TestRegistry.start(folder)) {
            var raws = registry.serdes().serde(TopicCatalogue.MOTION_RAW, MotionRaw.class);
            var topology = new AnonymizeTopology(
                            () -> new RawEventVerifier(
                                    new RawRecordOpener(keys, true, raws.deserializer(), _ -> {}),
                                    RawEvents::sites,
                                    signatures,
                                    clock),
                            () -> new SanitizeEvent(sanitizer, RawEvents::sites, 10, keys, metrics, clock),
                            () -> new RecogniseScene(RawEvents::sites, usual, clock),
                            refusal -> {
                                throw new AssertionError(refusal);
                            },
                            REPEATS,
                            registry.serdes())
                    .build();
            try (var driver = new TopologyTestDriver(topology, now)) {
                TestInputTopic<String, MotionRaw> input = driver.createInputTopic(
                        TopicCatalogue.MOTION_RAW.name(), Serdes.String().serializer(), raws.serializer());

                // When
                List<Map<String, Integer>> days = new ArrayList<>();
                while (days.size() < DAYS) {
                    String camera = CAMERAS.get(sent % CAMERAS.size());
                    input.pipeInput(camera, signed(camera, "msg-" + sent, now, RawEvents.visit(sent++)), now);
                    now = now.plus(PAUSE);
                    driver.advanceWallClockTime(PAUSE);
                    if (now.equals(NOW.plus(Duration.ofDays(days.size() + 1L)))) {
                        days.add(StoreEntries.count(driver));
                    }
                }

                // Then
                assertThat(days.getFirst()).containsEntry("seen-events", (int) REPEATS.dividedBy(PAUSE));
                assertThat(days.getLast()).isEqualTo(days.get(1));
            }
        }
    }
}
