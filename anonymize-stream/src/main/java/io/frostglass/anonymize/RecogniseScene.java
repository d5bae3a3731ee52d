package io.frostglass.anonymize;

import io.frostglass.anonymize.RecentPictures.RecentPicture;
import io.frostglass.cameras.Site;
import io.frostglass.cameras.Sites;
import io.frostglass.restricted.NamedPattern;
import io.frostglass.sanitized.KnownPattern;
import io.frostglass.sanitized.Label;
import io.frostglass.sanitized.SanitizedMotion;
import io.frostglass.sanitized.Verdict;
import java.time.Clock;
import java.time.Duration;
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

/// Marks an event whose picture repeats one of the same site, or shows a named scene. One task gets all events of a
/// site.
///
/// The window begins with the first picture, and duplicates do not extend it: a movement that continues causes an
/// alert per window, and not only one in all.
final class RecogniseScene extends ContextualFixedKeyProcessor<String, SanitizedEvent, RecognisedEvent> {

    /// The global store of named scenes, by `site/name`.
    static final String KNOWN_PATTERNS = "known-patterns";

    /// When two pictures show the same scene.
    ///
    /// @param window how long after the first picture another can be its duplicate; zero: never
    /// @param distance how many bits of the perceptual hashes may differ
    record SimilarityThreshold(Duration window, int distance) {

        /// The threshold of a site: its own values, and these for the rest.
        SimilarityThreshold at(Optional<Site> site) {
            return site.map(Site::duplicateSettings)
                    .map(own -> new SimilarityThreshold(
                            own.window().orElse(window), own.distance().orElse(distance)))
                    .orElse(this);
        }
    }

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

    private SanitizedMotion marked(SanitizedEvent sanitized, Instant at) {
        SanitizedMotion event = sanitized.event();
        // A synthetic event is no duplicate, and no event of a device is a duplicate of it.
        if (event.getSynthetic() || sanitized.hash().isEmpty()) {
            return event;
        }
        String siteId = event.getSiteId();
        var threshold = usual.at(sites.get().site(siteId));
        var labels = event.getLabels().stream().map(Label::getLabel).collect(Collectors.toUnmodifiableSet());
        var finder = new SimilarPictureFinder(sanitized.hash().get(), labels, threshold.distance());
        var marked = SanitizedMotion.newBuilder(event);
        known(siteId, finder).ifPresent(marked::setKnownPattern);
        if (threshold.window().isPositive()) {
            var pictures = Objects.requireNonNull(recent);
            pictures.repeated(siteId, at, threshold.window(), finder)
                    .ifPresentOrElse(
                            first -> marked.setDuplicateOf(first.eventId()),
                            () -> pictures.add(
                                    siteId, at, new RecentPicture(event.getEventId(), finder.hash(), labels)));
        }
        return marked.build();
    }

    private Optional<KnownPattern> known(String siteId, SimilarPictureFinder finder) {
        List<NamedPattern> ofSite = new ArrayList<>();
        try (var all = Objects.requireNonNull(patterns).prefixScan(siteId + "/", new StringSerializer())) {
            all.forEachRemaining(entry -> ofSite.add(entry.value.value()));
        }
        return finder.known(ofSite).map(pattern -> new KnownPattern(pattern.getName(), verdict(pattern)));
    }

    private static Verdict verdict(NamedPattern pattern) {
        return switch (pattern.getVerdict()) {
            case safe -> Verdict.safe;
            case unsafe -> Verdict.unsafe;
        };
    }
}
