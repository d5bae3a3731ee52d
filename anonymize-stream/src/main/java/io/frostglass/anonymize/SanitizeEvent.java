package io.frostglass.anonymize;

import io.frostglass.cameras.Sites;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualFixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorContext;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;
import org.jspecify.annotations.Nullable;

/// Sanitizes each event with the background of its camera, which learns from the event's picture. The events have
/// passed [DiscardRepeats], so none teaches twice.
final class SanitizeEvent extends ContextualFixedKeyProcessor<String, RawEventResult.Genuine, SanitizedEvent> {

    /// How often the backgrounds of cameras that have left the sites file are deleted.
    static final Duration EVERY = Duration.ofDays(1);

    private final MotionSanitizer sanitizer;
    private final Supplier<Sites> sites;
    private final int inMemory;
    private final MeterRegistry metrics;
    private @Nullable Backgrounds backgrounds;

    /// @param inMemory of how many cameras the backgrounds are in memory
    SanitizeEvent(MotionSanitizer sanitizer, Supplier<Sites> sites, int inMemory, MeterRegistry metrics) {
        this.sanitizer = sanitizer;
        this.sites = sites;
        this.inMemory = inMemory;
        this.metrics = metrics;
    }

    @Override
    public void init(FixedKeyProcessorContext<String, SanitizedEvent> context) {
        super.init(context);
        var mine = new Backgrounds(context.getStateStore(Backgrounds.STORE), inMemory, metrics);
        backgrounds = mine;
        context.schedule(
                EVERY,
                PunctuationType.WALL_CLOCK_TIME,
                _ -> mine.keepOnly(id -> sites.get().camera(id).isPresent()));
    }

    @Override
    public void process(FixedKeyRecord<String, RawEventResult.Genuine> record) {
        var sanitized = sanitizer.sanitize(record.value(), Objects.requireNonNull(backgrounds));
        String kind = sanitized.event().getVeil();
        metrics.counter("frostglass.anonymize.thumbnails", "veil", kind == null ? "none" : kind)
                .increment();
        context().forward(record.withValue(sanitized));
    }
}
