package io.frostglass.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// After days of traffic, the state is as large as after one.
@Tag("slow")
class StateBoundTest {

    private static final Instant START = Instant.parse("2026-01-18T00:00:00Z");
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final int CAMERAS = 5;

    @Test
    void doesNotGrowWithTheDays(@TempDir Path folder) throws IOException {
        try (var driver = new WatchDriver(folder, SiteThresholds.STANDARD)) {
            // When
            List<Map<String, Integer>> days = new ArrayList<>();
            int event = 0;
            for (Instant now = START; days.size() < 3; now = now.plus(PAUSE)) {
                String site = "site-" + event % 2;
                String camera = "cam-" + event % CAMERAS;
                String id = "evt-" + event++;
                driver.write(Entries.anonymized(site, camera, id, now));
                driver.write(Entries.minted(site, camera, id, now.plusSeconds(1)));
                // Some tokens are never used, and some events have none.
                if (event % 3 > 0) {
                    driver.write(Entries.used(site, camera, id, "here", now.plusSeconds(2)));
                }
                driver.write(Entries.anonymized(site, camera, "evt-lonely-" + event, now));
                if (now.equals(START.plus(Duration.ofDays(days.size() + 1L)))) {
                    days.add(driver.entries());
                }
            }

            // Then
            assertThat(days.getFirst())
                    .allSatisfy((store, entries) -> assertThat(entries).isPositive());
            assertThat(days.get(1)).isEqualTo(days.getFirst());
            assertThat(days.get(2)).isEqualTo(days.getFirst());
        }
    }
}
