package io.frostglass.escalation.auditor;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.escalation.auditor.HeartbeatWatch.Arrivals;
import io.frostglass.escalation.routes.Heartbeat;
import io.frostglass.escalation.routes.RoutesFile;
import io.frostglass.settings.InvalidDocument;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HeartbeatWatchTest {

    private static final Duration WITHIN = Duration.ofMinutes(5);

    private final Map<String, Long> kept = new HashMap<>();
    private final List<Heartbeat> expected = expected();
    private final HeartbeatWatch watch = new HeartbeatWatch(new Arrivals() {
        @Override
        public long get(String siteId, long otherwise) {
            return kept.getOrDefault(siteId, otherwise);
        }

        @Override
        public void put(String siteId, long at) {
            kept.put(siteId, at);
        }
    });

    @Test
    void missesNoHeartbeatThatWasDueBeforeTheSiteWasKnown() {
        assertThat(missing("2026-01-18T12:00:00Z")).isEmpty();
        assertThat(missing("2026-01-19T09:04:59Z")).isEmpty();
        assertThat(missing("2026-01-19T09:05:00Z")).containsExactly("heartbeat/site-1");
    }

    @Test
    void missesNoneThatHasArrivedUntilTheNextOne() {
        // Given
        missing("2026-01-18T12:00:00Z");

        // When
        arrived("2026-01-19T09:00:01Z");

        // Then
        assertThat(missing("2026-01-19T09:05:00Z")).isEmpty();
        assertThat(missing("2026-01-20T09:04:59Z")).isEmpty();
        assertThat(missing("2026-01-20T09:05:00Z")).containsExactly("heartbeat/site-1");
        arrived("2026-01-20T11:00:00Z");
        assertThat(missing("2026-01-20T11:05:00Z")).isEmpty();
    }

    @Test
    void isNotMisledByAnOldReport() {
        // Given
        arrived("2026-01-19T09:00:01Z");

        // When
        arrived("2026-01-18T09:00:01Z");

        // Then
        assertThat(missing("2026-01-19T09:06:00Z")).isEmpty();
    }

    private void arrived(String at) {
        watch.take(new AuditReport(0, Instant.parse(at), 0, Map.of(), Map.of("site-1", Instant.parse(at))));
    }

    private Set<String> missing(String now) {
        return watch.missing(expected, Instant.parse(now), WITHIN).keySet();
    }

    private static List<Heartbeat> expected() {
        try {
            return RoutesFile.read("""
                    route: {receiver: pager}
                    heartbeats: [{sites: [site-1], at: "09:00", location: UTC}]
                    """).heartbeats();
        } catch (InvalidDocument e) {
            throw new IllegalArgumentException(e);
        }
    }
}
