package io.frostglass.anonymize;

import io.frostglass.cameras.Camera;
import io.frostglass.cameras.LabelVocabulary;
import io.frostglass.cameras.MotionEvent;
import io.frostglass.sanitized.BoundingBox;
import io.frostglass.sanitized.Label;
import io.frostglass.sanitized.SanitizedMotion;
import io.frostglass.veil.DropReason;
import io.frostglass.veil.Mask;
import io.frostglass.veil.NoiseKey;
import io.frostglass.veil.PictureBox;
import io.frostglass.veil.Veil;
import io.frostglass.veil.VeilRequest;
import io.frostglass.veil.VeilResult;
import io.frostglass.veil.VeilScene;
import io.frostglass.veil.VeilStrength;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// Makes a sanitized event of a genuine one. It is an allow-list: only what it copies leaves the restricted zone.
record MotionSanitizer(Veil veil) {

    /// Makes the event.
    ///
    /// @param backgrounds of the cameras; the camera's own learns from the picture
    SanitizedEvent sanitize(RawEventResult.Genuine genuine, BackgroundStore backgrounds) {
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
                .setLabels(labels(event.labels()))
                .setSynthetic(camera.sendsSynthetic(event));
        return switch (veiled(genuine, backgrounds)) {
            case VeilResult.Picture picture -> {
                var hash = picture.hash();
                var report = picture.report();
                sanitized
                        .setThumbnail(ByteBuffer.wrap(picture.thumbnail().jpeg()))
                        .setVeil(report.kind().code())
                        .setFigures(boxed(report.figures()))
                        .setMoved(boxed(report.moved()))
                        .setPhash(hash.keyed(camera.site().hashKey().bytes()))
                        .setGroupBands(camera.site()
                                .group()
                                .map(group -> hash.bands(group.hashKey().bytes()))
                                .orElse(List.of()));
                yield new SanitizedEvent(sanitized.build(), Optional.of(hash));
            }
            case VeilResult.Dropped(var reason) ->
                new SanitizedEvent(sanitized.setThumbnailDropped(reason.code()).build(), Optional.empty());
        };
    }

    /// Learns from a reference picture of the camera's empty scene.
    ///
    /// @param backgrounds as above
    /// @return why nothing was learnt; empty if something was
    Optional<DropReason> learn(RawEventResult.Genuine genuine, BackgroundStore backgrounds) {
        var image = genuine.event().image();
        if (image.isEmpty()) {
            return Optional.of(DropReason.NO_IMAGE);
        }
        Camera camera = genuine.camera();
        var background = backgrounds.of(camera, genuine.receivedAt());
        var dropped = veil.learn(image.get().bytes(), masks(camera), background, genuine.receivedAt());
        backgrounds.learnt(camera, genuine.key());
        return dropped;
    }

    private VeilResult veiled(RawEventResult.Genuine genuine, BackgroundStore backgrounds) {
        MotionEvent event = genuine.event();
        if (event.image().isEmpty()) {
            return new VeilResult.Dropped(DropReason.NO_IMAGE);
        }
        Camera camera = genuine.camera();
        byte[] key = camera.site().hashKey().bytes();
        List<PictureBox> boxes = event.boxes().stream()
                .map(box -> new PictureBox(box.x(), box.y(), box.w(), box.h()))
                .toList();
        // The broker's time: with its own, a camera could choose its noise, and how many visits it reports.
        var noise = NoiseKey.forVisit(key, camera.id(), genuine.receivedAt());
        var request = new VeilRequest(strength(camera), boxes, masks(camera), noise);
        var background = backgrounds.of(camera, genuine.receivedAt());
        var scene = new VeilScene(background, FigureLabels.kinds(event.labels()), genuine.receivedAt());
        var result = veil.apply(event.image().get().bytes(), request, scene);
        backgrounds.learnt(camera, genuine.key());
        return result;
    }

    static VeilStrength strength(Camera camera) {
        // The sites file allows no other names.
        return camera.veilSettings()
                .strength()
                .or(camera.site()::veil)
                .map(name -> VeilStrength.valueOf(name.toUpperCase(Locale.ROOT)))
                .orElse(VeilStrength.STANDARD);
    }

    private static List<Mask> masks(Camera camera) {
        return camera.veilSettings().masks().stream()
                .map(polygon -> new Mask(polygon.corners().stream()
                        .map(corner -> new Mask.Point(corner.x(), corner.y()))
                        .toList()))
                .toList();
    }

    private static List<Label> labels(List<MotionEvent.Label> labels) {
        return labels.stream()
                .flatMap(label -> LabelVocabulary.label(label.raw()).stream()
                        .map(known -> new Label(known, boxed(label.confidence()))))
                .toList();
    }

    private static @Nullable Integer boxed(OptionalInt value) {
        return value.isPresent() ? value.getAsInt() : null;
    }

    private static @Nullable Double boxed(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }
}
