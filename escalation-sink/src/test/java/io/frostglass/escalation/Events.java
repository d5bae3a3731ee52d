package io.frostglass.escalation;

import io.frostglass.sanitized.BoundingBox;
import io.frostglass.sanitized.Label;
import io.frostglass.sanitized.SanitizedMotion;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// Sanitized events for tests.
public final class Events {

    public static final Instant AT = Instant.parse("2026-01-18T12:34:56Z");

    private Events() {}

    /// An event with everything in it that an event can have.
    public static SanitizedMotion.Builder full() {
        return plain().setMotionConfidence(0.92)
                .setLabels(List.of(new Label("person", 0.9), new Label("car", null)))
                .setBboxes(List.of(new BoundingBox(0.15, 0.3, 0.2, 0.25)))
                .setThumbnail(thumbnail())
                .setPhash("ab".repeat(32));
    }

    /// The beginning of a JPEG, and not more.
    public static ByteBuffer thumbnail() {
        return ByteBuffer.wrap(new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xdb});
    }

    /// An event with nothing but what it must have.
    public static SanitizedMotion.Builder plain() {
        return SanitizedMotion.newBuilder()
                .setEventId("evt-" + UUID.randomUUID().toString().replace("-", ""))
                .setSiteId("site-1")
                .setCameraId("cam-12")
                .setTimeZone("Europe/London")
                .setTimestamp(AT)
                .setReceivedAt(AT.plusSeconds(1));
    }
}
