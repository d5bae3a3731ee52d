package io.frostglass.benchmarks.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class IncidentLedgerTest {

    private static final Instant AT = Instant.parse("2026-11-30T01:00:00Z");

    private final IncidentLedger ledger = new IncidentLedger();

    @Test
    void findsNothingWrongWithAnIncidentThatWasPagedAndResolved() throws Exception {
        // Given
        ledger.due("place-1", AT);

        // When
        ledger.take(message("inc-1", "place-1", 1, "opened", "open"), AT.plusMillis(40));
        ledger.take(message("inc-1", "place-1", 1, "opened", "open"), AT.plusMillis(3000));
        ledger.take(message("inc-1", "place-1", 2, "resolved", "resolved"), AT.plusSeconds(10));
        ledger.take(message("inc-9", IncidentLedger.WARM_UP, 1, "opened", "open"), AT);

        // Then
        assertThat(ledger.unpaged()).isZero();
        assertThat(ledger.secondKeys()).isZero();
        assertThat(ledger.open()).isZero();
        assertThat(ledger.repeated()).isEqualTo(1);
        assertThat(ledger.messages()).isEqualTo(3);
        assertThat(ledger.pageDelay(0.99)).isEqualTo(40);
        assertThat(ledger.delay(0.99)).isEqualTo(40);
    }

    @Test
    void findsWhatIsWrong() throws Exception {
        // Given
        ledger.due("place-1", AT);
        ledger.due("place-2", AT);
        ledger.due("place-3", AT);

        // When
        ledger.take(message("inc-1", "place-1", 2, "resolved", "resolved"), AT);
        ledger.take(message("inc-1", "place-1", 1, "updated", "open"), AT);
        ledger.take(message("inc-2", "place-2", 1, "opened", "open"), AT);
        ledger.take(message("inc-3", "place-2", 1, "opened", "open"), AT);

        // Then
        assertThat(ledger.unpaged()).as("place-1 had no page, place-3 nothing").isEqualTo(2);
        assertThat(ledger.secondKeys()).isEqualTo(1);
        assertThat(ledger.open()).isEqualTo(2);
    }

    private static JsonNode message(String incident, String place, int version, String change, String status)
            throws Exception {
        return new JsonMapper().readTree("""
                {"data": {"alert_id": "alr-%1$s-%3$d", "camera_id": "%2$s-cam-7",
                  "incident": {"incident_id": "%1$s", "version": %3$d, "change": "%4$s", "status": "%5$s",
                    "last_at": "2026-11-30T01:00:00Z"}}}
                """.formatted(incident, place, version, change, status));
    }
}
