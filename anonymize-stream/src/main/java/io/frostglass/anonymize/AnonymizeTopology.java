package io.frostglass.anonymize;

import io.frostglass.audit.AuditEntry;
import io.frostglass.restricted.MotionRaw;
import io.frostglass.restricted.NamedPattern;
import io.frostglass.restricted.PictureHash;
import io.frostglass.sanitized.SanitizedMotion;
import io.frostglass.topics.SerdeFactory;
import io.frostglass.topics.TopicCatalogue;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Branched;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.state.Stores;

/// ```
/// ( restricted.motion-raw ) → [ inspect-raw ] ─ genuine → [ discard-repeats ] → [ sanitize ] ─┬→ (
/// restricted.picture-hashes )
///                                   │                                                        │
///                                   │                                            by site, in a topic of its own
///                                   │                                                        ▼
///                                   │           ( restricted.known-patterns ) ┄┄→ [ recognise-scene ] → (
/// sanitized.motion )
///                                   │                                                        └────────→ (
/// audit.entries )
///                                   └─ refused → ( restricted.dead-letters ) and ( audit.entries )
/// ```
/// The heavy steps are keyed by camera; what is brought together by site are small records without the picture. Each
/// half writes all of an event in one transaction. Only what leaves `recognise-scene` leaves the restricted zone.
final class AnonymizeTopology {

    /// Ids of the events of the last while, so that a record written twice to the raw topic is one event.
    static final String SEEN_EVENTS = "seen-events";

    private final RawEventVerifier rawEventVerifier;
    private final MotionSanitizer motionSanitizer;
    private final Supplier<RecogniseScene> recogniser;
    private final Duration repeatWindow;
    private final Serde<MotionRaw> raw;
    private final Serde<PictureHash> hashes;
    private final Serde<NamedPattern> patterns;
    private final Serde<SanitizedMotion> motion;
    private final Serde<AuditEntry> audit;

    /// A topology over these steps.
    ///
    /// @param recogniser makes one per task
    /// @param repeatWindow how long an event id is remembered; at least the retention of the raw topic
    AnonymizeTopology(
            RawEventVerifier rawEventVerifier,
            MotionSanitizer motionSanitizer,
            Supplier<RecogniseScene> recogniser,
            Duration repeatWindow,
            SerdeFactory serdes) {
        this.rawEventVerifier = rawEventVerifier;
        this.motionSanitizer = motionSanitizer;
        this.recogniser = recogniser;
        this.repeatWindow = repeatWindow;
        this.raw = serdes.serde(TopicCatalogue.MOTION_RAW, MotionRaw.class);
        this.hashes = serdes.serde(TopicCatalogue.PICTURE_HASHES, PictureHash.class);
        this.patterns = serdes.serde(TopicCatalogue.KNOWN_PATTERNS, NamedPattern.class);
        this.motion = serdes.serde(TopicCatalogue.MOTION, SanitizedMotion.class);
        this.audit = serdes.serde(TopicCatalogue.AUDIT_ENTRIES, AuditEntry.class);
    }

    Topology build() {
        var builder = new StreamsBuilder();
        builder.addStateStore(Stores.windowStoreBuilder(
                Stores.persistentWindowStore(SEEN_EVENTS, repeatWindow, repeatWindow, false),
                Serdes.String(),
                Serdes.ByteArray()));
        builder.addStateStore(RecentPictures.store());
        builder.globalTable(
                TopicCatalogue.KNOWN_PATTERNS.name(),
                Consumed.with(Serdes.String(), patterns).withName("ingress-known-patterns"),
                Materialized.<String, NamedPattern>as(Stores.inMemoryKeyValueStore(RecogniseScene.KNOWN_PATTERNS))
                        .withKeySerde(Serdes.String())
                        .withValueSerde(patterns));

        builder.stream(
                        TopicCatalogue.MOTION_RAW.name(),
                        Consumed.with(Serdes.String(), raw).withName("ingress-motion-raw"))
                .processValues(() -> new VerifyRawEvent(rawEventVerifier), Named.as("inspect-raw"))
                .split(Named.as("inspected-"))
                .branch(
                        (camera, outcome) -> outcome instanceof RawEventResult.Genuine,
                        Branched.withConsumer(this::sanitize, "genuine"))
                .defaultBranch(Branched.withConsumer(this::refuse, "refused"));
        return builder.build();
    }

    private void refuse(KStream<String, RawEventResult> refused) {
        refused.processValues(() -> new DescribeDeadLetter(raw.serializer()), Named.as("describe-dead-letter"))
                .to(
                        TopicCatalogue.RESTRICTED_DEAD_LETTERS.name(),
                        Produced.with(Serdes.String(), Serdes.ByteArray()).withName("egress-dead-letters"));
        refused.mapValues(outcome -> ((RawEventResult.NotGenuine) outcome).auditEntry(), Named.as("record-refusal"))
                .selectKey((camera, entry) -> entry.getApplication(), Named.as("key-refusal"))
                .to(
                        TopicCatalogue.AUDIT_ENTRIES.name(),
                        Produced.with(Serdes.String(), audit).withName("egress-audit-refused"));
    }

    private void sanitize(KStream<String, RawEventResult> genuine) {
        KStream<String, SanitizedEvent> sanitized = genuine.mapValues(
                        outcome -> (RawEventResult.Genuine) outcome, Named.as("take-genuine"))
                .processValues(() -> new DiscardRepeats(repeatWindow), Named.as("discard-repeats"), SEEN_EVENTS)
                .mapValues(motionSanitizer::sanitize, Named.as("sanitize"));
        sanitized
                .flatMap((camera, result) -> hash(result), Named.as("keep-hash"))
                .to(
                        TopicCatalogue.PICTURE_HASHES.name(),
                        Produced.with(Serdes.String(), hashes).withName("egress-picture-hashes"));
        recognise(sanitized
                .selectKey((camera, result) -> result.event().getSiteId(), Named.as("key-by-site"))
                .repartition(Repartitioned.<String, SanitizedEvent>as("by-site")
                        .withKeySerde(Serdes.String())
                        .withValueSerde(SanitizedSerde.of(motion))
                        .withNumberOfPartitions(TopicCatalogue.MOTION.partitions())));
    }

    private void recognise(KStream<String, SanitizedEvent> bySite) {
        KStream<String, RecognisedEvent> recognised =
                bySite.processValues(recogniser::get, Named.as("recognise-scene"), RecentPictures.STORE);
        recognised
                .mapValues(RecognisedEvent::event, Named.as("take-event"))
                .to(
                        TopicCatalogue.MOTION.name(),
                        Produced.with(Serdes.String(), motion).withName("egress-sanitized-motion"));
        recognised
                .map(
                        (site, result) -> KeyValue.pair(result.event().getEventId(), result.auditEntry()),
                        Named.as("record-sanitizing"))
                .to(
                        TopicCatalogue.AUDIT_ENTRIES.name(),
                        Produced.with(Serdes.String(), audit).withName("egress-audit-anonymized"));
    }

    private static List<KeyValue<String, PictureHash>> hash(SanitizedEvent result) {
        return result.hash().stream()
                .map(hash -> KeyValue.pair(
                        result.event().getEventId(),
                        new PictureHash(result.event().getSiteId(), hash.bits())))
                .toList();
    }
}
