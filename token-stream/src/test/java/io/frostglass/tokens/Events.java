package io.frostglass.tokens;

import io.frostglass.sanitized.BoundingBox;
import io.frostglass.sanitized.Label;
import io.frostglass.sanitized.SanitizedMotion;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;

/// Sanitized events for tests.
final class Events {

    static final Instant NOW = Instant.parse("2026-01-18T12:34:56.789Z");

    private Events() {}

    static SanitizedMotion event(String id) {
        return received(id, NOW).build();
    }

    static SanitizedMotion.Builder received(String id, Instant at) {
        return SanitizedMotion.newBuilder()
                .setEventId(id)
                .setSiteId("site-a")
                .setCameraId("cam-12")
                .setTimeZone("Europe/London")
                .setTimestamp(at.minusSeconds(1))
                .setReceivedAt(at)
                .setMotionConfidence(0.92)
                .setBboxes(List.of(new BoundingBox(0.15, 0.30, 0.20, 0.25)))
                .setLabels(List.of(new Label("person", 0.9)))
                .setThumbnail(ByteBuffer.wrap(new byte[] {1, 2, 3}))
                .setPhash("a3f92c");
    }
}
