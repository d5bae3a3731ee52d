package io.frostglass.benchmarks.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.standalone.report.DeliveryLedger;
import io.frostglass.standalone.report.Figures;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BenchResultTest {

    @Test
    void speaksTheWordsOfTheContract() {
        // Given
        BenchResult result = result(600, 0, null);

        // When
        String json = Figures.json(result);

        // Then
        assertThat(json)
                .isEqualTo("{\"rate\":20.0,\"seconds\":30.0,\"killed\":null,\"events_per_s\":19.97,\"p50_ms\":41.5,"
                        + "\"p99_ms\":120.25,\"cpu_ms_per_event\":9.5,\"cpu_ms_per_event_of\":{\"ingest\":9.5},"
                        + "\"resident_mb_of\":{\"ingest\":180},\"collections_of\":{\"ingest\":3},\"written_per_event_of\":{\"audit.ingest\":300},"
                        + "\"bytes_per_event\":288176,\"sent\":600,\"accepted\":600,\"sanitized\":600,"
                        + "\"authorized\":600,\"escalated\":600,\"not_escalated\":0,\"delivered\":600,\"lost\":0,\"duplicated\":0,"
                        + "\"redelivered\":0}");
        assertThat(result.text()).contains("20.0 events/s of 20.0 sent", "p50 41.5 ms, p99 120.3 ms", "ingest 9.50");
    }

    @Test
    void isSoundOnlyIfEveryEventArrivedOnce() {
        // When // Then
        assertThat(result(600, 0, "ingest").isSound()).isTrue();
        assertThat(result(599, 0, null).isSound()).isFalse();
        assertThat(result(600, 1, null).isSound()).isFalse();
    }

    @Test
    void showsEachRateAndTheRest() {
        // Given
        var idle = new PipelineFigures.IdleFigures(0.03, Map.of("ingest", 0.03));
        var figures = new PipelineFigures(
                idle,
                List.of(result(600, 0, null), result(600, 1, null)),
                List.of(result(600, 0, null), result(600, 0, null)),
                List.of(80.0, 50.0));

        // When
        String json = Figures.json(figures);

        // Then
        assertThat(json).startsWith("{\"idle\":{\"cores\":0.03,\"cores_of\":{\"ingest\":0.03}},\"rates\":[{\"rate\"");
        assertThat(figures.text()).contains("without events: 0.030 of a core; ingest 0.030", "180 MB");
        assertThat(figures.isSound()).isFalse();
        assertThat(figures.text()).endsWith("""
                        | resident memory | 180 MB | 180 MB |
                        | without events | 0.030 of a core | 0 |
                        | highest rate with p99 of 500 ms at most | 80/s | 50/s |""");
    }

    private static BenchResult result(long accepted, long lost, @Nullable String killed) {
        return new BenchResult(
                20,
                30,
                killed,
                19.97,
                41.5,
                120.25,
                9.5,
                Map.of("ingest", 9.5),
                Map.of("ingest", 180L),
                Map.of("ingest", 3L),
                Map.of("audit.ingest", 300L),
                288_176,
                600,
                new DeliveryLedger.Totals(accepted, 600, 600, 600, 0, 600 - lost, lost, 0),
                0);
    }
}
