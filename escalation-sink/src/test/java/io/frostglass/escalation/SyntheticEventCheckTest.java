package io.frostglass.escalation;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.alerts.Escalation;
import io.frostglass.alerts.Severity;
import io.frostglass.escalation.routes.RoutesFile;
import io.frostglass.escalation.routes.RoutingTable;
import io.frostglass.runtime.metrics.MetricCatalogue;
import io.frostglass.runtime.synthetic.SyntheticSteps;
import io.frostglass.sanitized.SanitizedMotion;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SyntheticEventCheckTest {

    private static final Instant NOW = Instant.parse("2026-01-18T12:35:00Z");

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    /// The registry holds it weakly.
    private final SyntheticSteps steps = new SyntheticSteps(metrics, InstantSource.fixed(NOW));

    private SyntheticEventCheck check(RoutingTable table) {
        return new SyntheticEventCheck(() -> table, steps);
    }

    private static SanitizedMotion event(@Nullable String veil, ByteBuffer thumbnail) {
        return Events.full()
                .setSynthetic(true)
                .setVeil(veil)
                .setThumbnail(thumbnail)
                .build();
    }

    private static Optional<Escalation> alert() {
        return Optional.of(Escalation.newBuilder()
                .setAlertId("alr-1")
                .setEventId("evt-1")
                .setSiteId("site-1")
                .setCameraId("cam-synthetic-1")
                .setTimestamp(NOW)
                .setRaisedAt(NOW)
                .setSeverity(Severity.error)
                .setRule("person")
                .setSummary("")
                .setReceivers(List.of("chat"))
                .setLabels(List.of("person"))
                .build());
    }

    /// A JPEG of a few segments, and the beginning of a scan.
    private static ByteBuffer jpeg(int marker, String content) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xe0, 0, 4, 'J', 'F'});
        byte[] bytes = content.getBytes(StandardCharsets.US_ASCII);
        out.writeBytes(new byte[] {(byte) 0xff, (byte) marker, 0, (byte) (bytes.length + 2)});
        out.writeBytes(bytes);
        out.writeBytes(new byte[] {(byte) 0xff, (byte) 0xda, 0, 2, 1, 2, 3, (byte) 0xff, (byte) 0xd9});
        return ByteBuffer.wrap(out.toByteArray());
    }

    private List<String> succeeded() {
        return metrics.getMeters().stream()
                .map(Meter::getId)
                .filter(id -> id.getName().equals(MetricCatalogue.SYNTHETIC_LAST_SUCCESS.name()))
                .map(id -> id.getTag("site") + " " + id.getTag("step"))
                .sorted()
                .toList();
    }

    @Test
    void saysWhenAVeiledEventWouldNotifySomebody() {
        // When
        var outcome = check(RoutesFile.none()).check(event("silhouettes", jpeg(0xdb, "table")), alert(), NOW);

        // Then
        assertThat(succeeded()).containsExactly("site-1 routed", "site-1 veiled");
        assertThat(metrics.get(MetricCatalogue.SYNTHETIC_LAST_SUCCESS.name())
                        .tag("step", "veiled")
                        .gauge()
                        .value())
                .isEqualTo((double) NOW.getEpochSecond());
        assertThat(outcome.auditEntry().getSubject()).isEqualTo("chat");
    }

    @Test
    void followsTheRoutes() throws Exception {
        // Given
        RoutingTable table = RoutesFile.read("""
                policies:
                  - {name: guards, levels: [{receivers: [guard], wait: 5m}, {receivers: [boss]}]}
                route:
                  receivers: [chat]
                  routes:
                    - {matchers: ['severity>=error'], policy: guards}
                """);

        // When
        var outcome = check(table).check(event("silhouettes", jpeg(0xdb, "table")), alert(), NOW);

        // Then
        assertThat(outcome.auditEntry().getSubject()).isEqualTo("guard");
    }

    @Test
    void saysNothingOfAPictureThatIsNotVeiledOrHasMetadata() {
        // When
        var check = check(RoutesFile.none());
        check.check(event(null, jpeg(0xdb, "table")), Optional.empty(), NOW);
        check.check(event("noise", jpeg(0xe1, "Exif")), Optional.empty(), NOW);
        check.check(event("noise", jpeg(0xfe, "words")), Optional.empty(), NOW);
        check.check(event("noise", jpeg(0xdb, SyntheticSteps.PICTURE_COMMENT)), Optional.empty(), NOW);
        check.check(event("noise", ByteBuffer.wrap(new byte[] {'G', 'I', 'F', '8'})), Optional.empty(), NOW);
        check.check(event("noise", ByteBuffer.wrap(new byte[0])), Optional.empty(), NOW);

        // Then
        assertThat(succeeded()).isEmpty();
    }
}
