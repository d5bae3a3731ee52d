package io.frostglass.anonymize;

import io.frostglass.cameras.EventKind;
import io.frostglass.cameras.Sites;
import io.frostglass.encryption.DataKeySource;
import io.frostglass.restricted.BackgroundControl;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.TimestampedKeyValueStore;
import org.apache.kafka.streams.state.ValueAndTimestamp;
import org.jspecify.annotations.Nullable;

/// Sanitizes each event with the background of its camera, which learns from the event's picture. Of a reference
/// picture it only learns. The events have passed [DiscardRepeats], so none teaches twice.
final class SanitizeEvent extends ContextualProcessor<String, RawEventResult.Genuine, String, SanitizeResult> {

    /// The global store of what operators want of backgrounds, by camera id.
    static final String CONTROLS = "background-controls";

    /// How often the backgrounds of cameras that have left the sites file are deleted.
    static final Duration EVERY = Duration.ofDays(1);

    private final MotionSanitizer sanitizer;
    private final Supplier<Sites> sites;
    private final int inMemory;
    private final DataKeySource keys;
    private final MeterRegistry metrics;
    private final SanitizeMetrics measures;
    private final Clock clock;
    private @Nullable BackgroundStore backgrounds;

    /// @param inMemory of how many cameras the backgrounds are in memory
    /// @param keys open stored backgrounds
    SanitizeEvent(
            MotionSanitizer sanitizer,
            Supplier<Sites> sites,
            int inMemory,
            DataKeySource keys,
            MeterRegistry metrics,
            Clock clock) {
        this.sanitizer = sanitizer;
        this.sites = sites;
        this.inMemory = inMemory;
        this.keys = keys;
        this.metrics = metrics;
        this.measures = new SanitizeMetrics(metrics);
        this.clock = clock;
    }

    @Override
    public void init(ProcessorContext<String, SanitizeResult> context) {
        super.init(context);
        TimestampedKeyValueStore<String, BackgroundControl> controls = context.getStateStore(CONTROLS);
        var mine = new BackgroundStore(
                context.getStateStore(BackgroundStore.STORE),
                inMemory,
                keys,
                metrics,
                id -> ValueAndTimestamp.getValueOrNull(controls.get(id)),
                (id, status) ->
                        context.forward(new Record<>(id, new StoredBackground(status), context.currentSystemTimeMs())));
        backgrounds = mine;
        context.schedule(
                EVERY,
                PunctuationType.WALL_CLOCK_TIME,
                _ -> mine.keepOnly(id -> sites.get().camera(id)));
    }

    @Override
    public void process(Record<String, RawEventResult.Genuine> record) {
        var genuine = record.value();
        var known = Objects.requireNonNull(backgrounds);
        context()
                .forward(record.withValue(
                        genuine.event().kind() == EventKind.REFERENCE
                                ? learn(genuine, known)
                                : sanitize(genuine, known)));
    }

    private LearntReference learn(RawEventResult.Genuine genuine, BackgroundStore known) {
        var dropped = measures.measure(site(genuine), () -> sanitizer.learn(genuine, known));
        return new LearntReference(genuine.eventId(), genuine.camera(), dropped, clock.instant());
    }

    private SanitizedEvent sanitize(RawEventResult.Genuine genuine, BackgroundStore known) {
        var sanitized = measures.measure(site(genuine), () -> sanitizer.sanitize(genuine, known));
        measures.sanitized(sanitized.event());
        return sanitized;
    }

    private static String site(RawEventResult.Genuine genuine) {
        return genuine.camera().site().id();
    }
}
