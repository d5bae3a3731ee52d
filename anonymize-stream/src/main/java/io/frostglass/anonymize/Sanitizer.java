package io.frostglass.anonymize;

import io.frostglass.cameras.Camera;
import io.frostglass.cameras.LabelVocabulary;
import io.frostglass.cameras.MotionEvent;
import io.frostglass.sanitized.BoundingBox;
import io.frostglass.sanitized.Label;
import io.frostglass.sanitized.SanitizedMotion;
import io.frostglass.veil.Box;
import io.frostglass.veil.Mask;
import io.frostglass.veil.NoiseKey;
import io.frostglass.veil.Reason;
import io.frostglass.veil.Strength;
import io.frostglass.veil.Veil;
import io.frostglass.veil.VeilRequest;
import io.frostglass.veil.Veiled;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// Makes a sanitized event of a genuine one. An allow-list: what is not copied here does not leave the restricted zone.
final class Sanitizer {

    private final Veil veil;

    Sanitizer(Veil veil) {
        this.veil = veil;
    }

    Sanitized sanitize(Inspected.Genuine genuine) {
        Camera camera = genuine.camera();
        MotionEvent event = genuine.event();
        var sanitized = SanitizedMotion.newBuilder()
                .setEventId(genuine.eventId())
                .setSiteId(camera.site().id())
                .setCameraId(camera.id())
                .setTimeZone(camera.site().timeZone().getId())
                .setTimestamp(event.timestamp())
                .setReceivedAt(genuine.receivedAt())
                .setMotionConfidence(boxed(event.motionConfidence()))
                .setBboxes(event.boxes().stream()
                        .map(box -> new BoundingBox(box.x(), box.y(), box.w(), box.h()))
                        .toList())
                .setLabels(labels(event.labels()));
        return switch (veiled(genuine)) {
            case Veiled.Picture(var thumbnail, var hash) -> {
                sanitized
                        .setThumbnail(ByteBuffer.wrap(thumbnail.jpeg()))
                        .setPhash(hash.keyed(camera.site().hashKey().bytes()))
                        .setGroupBands(camera.site()
                                .group()
                                .map(group -> hash.bands(group.hashKey().bytes()))
                                .orElse(List.of()));
                yield new Sanitized(sanitized.build(), Optional.of(hash));
            }
            case Veiled.Dropped(var reason) ->
                new Sanitized(sanitized.setThumbnailDropped(reason.code()).build(), Optional.empty());
        };
    }

    private Veiled veiled(Inspected.Genuine genuine) {
        MotionEvent event = genuine.event();
        if (event.image().isEmpty()) {
            return new Veiled.Dropped(Reason.NO_IMAGE);
        }
        Camera camera = genuine.camera();
        byte[] key = camera.site().hashKey().bytes();
        List<Box> boxes = event.boxes().stream()
                .map(box -> new Box(box.x(), box.y(), box.w(), box.h()))
                .toList();
        // The broker's time and not the camera's, with which a camera could choose its noise.
        var noise = NoiseKey.forVisit(key, camera.id(), genuine.receivedAt());
        var request = new VeilRequest(strength(camera), boxes, masks(camera), noise);
        return veil.apply(event.image().get().bytes(), request);
    }

    static Strength strength(Camera camera) {
        // The sites file knows no other names, see there.
        return camera.veiling()
                .strength()
                .or(camera.site()::veil)
                .map(name -> Strength.valueOf(name.toUpperCase(Locale.ROOT)))
                .orElse(Strength.STANDARD);
    }

    private static List<Mask> masks(Camera camera) {
        return camera.veiling().masks().stream()
                .map(polygon -> new Mask(polygon.corners().stream()
                        .map(corner -> new Mask.Point(corner.x(), corner.y()))
                        .toList()))
                .toList();
    }

    private static List<Label> labels(List<MotionEvent.Label> labels) {
        return labels.stream()
                .flatMap(label -> LabelVocabulary.word(label.raw()).stream()
                        .map(word -> new Label(word, boxed(label.confidence()))))
                .toList();
    }

    private static @Nullable Double boxed(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }
}
