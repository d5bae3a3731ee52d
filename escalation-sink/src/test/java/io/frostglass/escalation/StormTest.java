package io.frostglass.escalation;

import static io.frostglass.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.alerts.Escalation;
import io.frostglass.alerts.Incident;
import io.frostglass.alerts.IncidentChange;
import io.frostglass.sanitized.SanitizedMotion;
import io.frostglass.testsupport.TestCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// 10,000 events of 200 cameras that see 20 places: people are notified 20 times, and every event is counted.
@Tag("broker")
class StormTest {

    private static final int EVENTS = 10_000;
    private static final int CAMERAS = 200;
    private static final int SCENES = 20;

    @TempDir
    static Path dir;

    @Test
    void notifiesPeopleOncePerPlace() throws Exception {
        try (var cluster = TestCluster.start(dir)) {
            // Given
            var installation = new Installation(cluster, dir);
            Files.writeString(
                    dir.resolve("rules.yaml"),
                    "{receivers: [pager], rules: [{name: all, severity: warning, receivers: [pager]}]}");
            Path routes = Files.writeString(
                    dir.resolve("routes.yaml"),
                    IntStream.range(0, SCENES)
                            .mapToObj(StormTest::scene)
                            .collect(Collectors.joining(
                                    "\n",
                                    "scenes:\n",
                                    "\nroute: {receiver: pager, group_interval: 1s, max_delay: 7d}\n")));
            try (var app = installation.start(Map.of("routes.file", routes.toString()))) {
                eventually("it works", () -> app.health().isReady());

                // When
                installation.send(events());

                // Then
                eventually("all events are counted", () -> counted(installation) == EVENTS);
                assertThat(installation.alerts("pager"))
                        .extracting(alert -> alert.getIncident().getChange())
                        .filteredOn(change -> change != IncidentChange.updated)
                        .hasSize(SCENES)
                        .containsOnly(IncidentChange.opened);
            }
        }
    }

    private static String scene(int number) {
        return "  - {name: scene-%d, site: site-1, cameras: [%s]}"
                .formatted(
                        number,
                        IntStream.range(0, CAMERAS / SCENES)
                                .mapToObj(i -> camera(number + i * SCENES))
                                .collect(Collectors.joining(", ")));
    }

    private static List<SanitizedMotion> events() {
        Instant now = Instant.now();
        return IntStream.range(0, EVENTS)
                .mapToObj(i -> Events.plain()
                        .setCameraId(camera(i % CAMERAS))
                        .setTimestamp(now)
                        .setThumbnail(Events.thumbnail())
                        .build())
                .toList();
    }

    private static String camera(int number) {
        return "cam-" + number;
    }

    /// The counts of the last notifications, together.
    private static int counted(Installation installation) {
        Map<String, Integer> counts = installation.alerts("pager").stream()
                .map(Escalation::getIncident)
                .collect(Collectors.toMap(Incident::getIncidentId, Incident::getCount, Math::max));
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }
}
