package io.frostglass.anonymize;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.Objects;
import org.apache.kafka.streams.processor.api.ContextualFixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorContext;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;
import org.jspecify.annotations.Nullable;

/// Sanitizes each event with the background of its camera, which learns from the event's picture. The events have
/// passed [DiscardRepeats], so none teaches twice.
final class SanitizeEvent extends ContextualFixedKeyProcessor<String, RawEventResult.Genuine, SanitizedEvent> {

    private final MotionSanitizer sanitizer;
    private final int inMemory;
    private final MeterRegistry metrics;
    private @Nullable Backgrounds backgrounds;

    /// @param inMemory of how many cameras the backgrounds are in memory
    SanitizeEvent(MotionSanitizer sanitizer, int inMemory, MeterRegistry metrics) {
        this.sanitizer = sanitizer;
        this.inMemory = inMemory;
        this.metrics = metrics;
    }

    @Override
    public void init(FixedKeyProcessorContext<String, SanitizedEvent> context) {
        super.init(context);
        backgrounds = new Backgrounds(context.getStateStore(Backgrounds.STORE), inMemory);
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
