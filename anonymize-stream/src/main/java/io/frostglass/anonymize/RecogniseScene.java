package io.frostglass.anonymize;

import io.frostglass.cameras.Sites;
import io.frostglass.restricted.NamedPattern;
import io.frostglass.sanitized.KnownPattern;
import io.frostglass.sanitized.Label;
import io.frostglass.sanitized.SanitizedMotion;
import io.frostglass.sanitized.Verdict;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.processor.api.ContextualFixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorContext;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;
import org.apache.kafka.streams.state.TimestampedKeyValueStore;
import org.jspecify.annotations.Nullable;

/// Marks an event whose picture repeats one of the same site, or shows a scene that the firm has named. All events of a
/// site meet here.
///
/// The window counts from the first picture and is not prolonged by those that repeat it: where something goes on and
/// on, there is an alert per window and not a single one for ever.
final class RecogniseScene extends ContextualFixedKeyProcessor<String, SanitizedEvent, RecognisedEvent> {

    /// The global store of named scenes, by `site/name`.
    static final String KNOWN_PATTERNS = "known-patterns";

    private final Supplier<Sites> sites;
    private final SimilarityThreshold usual;
    private final Clock clock;
    private @Nullable RecentPictures recent;
    private @Nullable TimestampedKeyValueStore<String, NamedPattern> patterns;

    RecogniseScene(Supplier<Sites> sites, SimilarityThreshold usual, Clock clock) {
        this.sites = sites;
        this.usual = usual;
        this.clock = clock;
    }

    @Override
    public void init(FixedKeyProcessorContext<String, RecognisedEvent> context) {
        super.init(context);
        recent = new RecentPictures(context.getStateStore(RecentPictures.STORE));
        patterns = context.getStateStore(KNOWN_PATTERNS);
    }

    @Override
    public void process(FixedKeyRecord<String, SanitizedEvent> record) {
        SanitizedMotion event = marked(record.value(), Instant.ofEpochMilli(record.timestamp()));
        context().forward(record.withValue(new RecognisedEvent(event, clock.instant())));
    }

    private SanitizedMotion marked(SanitizedEvent sanitizedEvent, Instant at) {
        SanitizedMotion event = sanitizedEvent.event();
        if (sanitizedEvent.hash().isEmpty()) {
            return event;
        }
        String siteId = event.getSiteId();
        var similarityThreshold = usual.at(sites.get().site(siteId));
        var labels = event.getLabels().stream().map(Label::getLabel).collect(Collectors.toUnmodifiableSet());
        var similarPictureFinder =
                new SimilarPictureFinder(sanitizedEvent.hash().get(), labels, similarityThreshold.distance());
        var marked = SanitizedMotion.newBuilder(event);
        known(siteId, similarPictureFinder).ifPresent(marked::setKnownPattern);
        if (similarityThreshold.mergesDuplicates()) {
            var pictures = Objects.requireNonNull(recent);
            pictures.repeated(siteId, at, similarityThreshold.window(), similarPictureFinder)
                    .ifPresentOrElse(
                            first -> marked.setDuplicateOf(first.eventId()),
                            () -> pictures.add(
                                    siteId,
                                    at,
                                    new RecentPicture(event.getEventId(), similarPictureFinder.hash(), labels)));
        }
        return marked.build();
    }

    private Optional<KnownPattern> known(String siteId, SimilarPictureFinder similarPictureFinder) {
        List<NamedPattern> ofSite = new ArrayList<>();
        try (var all = Objects.requireNonNull(patterns).prefixScan(siteId + "/", new StringSerializer())) {
            all.forEachRemaining(entry -> ofSite.add(entry.value.value()));
        }
        return similarPictureFinder
                .known(ofSite.iterator())
                .map(pattern -> new KnownPattern(pattern.getName(), verdict(pattern)));
    }

    private static Verdict verdict(NamedPattern pattern) {
        return switch (pattern.getVerdict()) {
            case safe -> Verdict.safe;
            case unsafe -> Verdict.unsafe;
        };
    }
}
