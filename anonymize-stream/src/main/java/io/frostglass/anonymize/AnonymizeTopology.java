package io.frostglass.anonymize;

import io.frostglass.audit.AuditEntry;
import io.frostglass.restricted.BackgroundControl;
import io.frostglass.restricted.BackgroundStatus;
import io.frostglass.restricted.MotionRaw;
import io.frostglass.restricted.NamedPattern;
import io.frostglass.restricted.PictureHash;
import io.frostglass.runtime.StreamsApplication;
import io.frostglass.runtime.audit.AuditSink;
import io.frostglass.sanitized.SanitizedMotion;
import io.frostglass.topics.Principal;
import io.frostglass.topics.SerdeFactory;
import io.frostglass.topics.TopicCatalogue;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
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
import org.apache.kafka.streams.state.Stores;

/// ```
/// ( restricted.motion-raw ) → [ inspect-raw ] ─ genuine → [ discard-repeats ] → [ sanitize ] ─┐
///                                    │                               reference: nothing but an │
///                                    │                   ( audit.anonymize-stream ) ←─ entry ─┤
///                                    └─ refused → ( restricted.dead-letters )                 │
///                                              └→ ( audit.anonymize-stream )                  │
///           ( restricted.background-controls ) ┄┄┄→ sanitize ─→ ( restricted.background-status )
///              ( restricted.picture-hashes ) ←────────────────────────────────────────────────┤
///                                                                                             │
///              ( restricted.known-patterns ) ┄┄┄→ [ recognise-scene ] ←───────────────────────┘
///                                                          ├→ ( sanitized.motion )
///                                                          └→ ( audit.anonymize-stream )
/// ```
/// ingest writes all events of a site to one partition. So one task has the backgrounds of its cameras, which
/// `sanitize` learns from their pictures, and the recent pictures of the site. One transaction writes the records
/// of an event. Only the output of `recognise-scene` leaves the restricted zone.
///
/// @param verifier makes one per task
/// @param sanitizer likewise
/// @param recogniser likewise
/// @param refusals counts records that no camera has signed, by the reason
/// @param repeatWindow how long an event id is remembered; at least the retention of the raw topic
record AnonymizeTopology(
        Supplier<RawEventVerifier> verifier,
        Supplier<SanitizeEvent> sanitizer,
        Supplier<RecogniseScene> recogniser,
        Consumer<String> refusals,
        Duration repeatWindow,
        SerdeFactory serdes) {

    /// Ids of recent events, to detect an event that is on the raw topic twice.
    static final String SEEN_EVENTS = "seen-events";

    Topology build() {
        StreamsBuilder builder = StreamsApplication.builder();
        builder.addStateStore(Stores.windowStoreBuilder(
                Stores.persistentWindowStore(SEEN_EVENTS, repeatWindow, repeatWindow, false),
                Serdes.String(),
                Serdes.ByteArray()));
        builder.addStateStore(BackgroundStore.persistent());
        builder.addStateStore(RecentPictures.inMemory());
        Serde<NamedPattern> patterns = serdes.serde(TopicCatalogue.KNOWN_PATTERNS, NamedPattern.class);
        builder.globalTable(
                TopicCatalogue.KNOWN_PATTERNS.name(),
                Consumed.with(Serdes.String(), patterns).withName("ingress-known-patterns"),
                Materialized.<String, NamedPattern>as(Stores.inMemoryKeyValueStore(RecogniseScene.KNOWN_PATTERNS))
                        .withKeySerde(Serdes.String())
                        .withValueSerde(patterns));
        Serde<BackgroundControl> controls = serdes.serde(TopicCatalogue.BACKGROUND_CONTROLS, BackgroundControl.class);
        builder.globalTable(
                TopicCatalogue.BACKGROUND_CONTROLS.name(),
                Consumed.with(Serdes.String(), controls).withName("ingress-background-controls"),
                Materialized.<String, BackgroundControl>as(Stores.inMemoryKeyValueStore(SanitizeEvent.CONTROLS))
                        .withKeySerde(Serdes.String())
                        .withValueSerde(controls));

        builder.stream(
                        TopicCatalogue.MOTION_RAW.name(),
                        Consumed.with(Serdes.String(), raw()).withName("ingress-motion-raw"))
                .processValues(verifier::get, Named.as("inspect-raw"))
                .split(Named.as("inspected-"))
                .branch(
                        (camera, outcome) -> outcome instanceof RawEventResult.Genuine,
                        Branched.withConsumer(this::sanitize, "genuine"))
                .defaultBranch(Branched.withConsumer(this::refuse, "refused"));
        return builder.build();
    }

    private void refuse(KStream<String, RawEventResult> refused) {
        refused.processValues(DescribeDeadLetter::new, Named.as("describe-dead-letter"))
                .to(TopicCatalogue.RESTRICTED_DEAD_LETTERS.name(), egress("dead-letters", Serdes.ByteArray()));
        audit(
                refused.mapValues(this::recordRefusal, Named.as("record-refusal"))
                        .selectKey((camera, entry) -> entry.getApplication(), Named.as("key-refusal")),
                "audit-refused");
    }

    private AuditEntry recordRefusal(RawEventResult outcome) {
        if (outcome instanceof RawEventResult.NotGenuine refused) {
            refusals.accept(refused.reason());
        }
        return ((RawEventResult.RejectedEvent) outcome).auditEntry();
    }

    private void sanitize(KStream<String, RawEventResult> genuine) {
        genuine.mapValues(outcome -> (RawEventResult.Genuine) outcome, Named.as("take-genuine"))
                .processValues(() -> new DiscardRepeats(repeatWindow), Named.as("discard-repeats"), SEEN_EVENTS)
                .process(sanitizer::get, Named.as("sanitize"), BackgroundStore.STORE)
                .split(Named.as("sanitized-"))
                .branch(
                        (camera, result) -> result instanceof LearntReference,
                        Branched.withConsumer(this::recordReference, "reference"))
                .branch(
                        (camera, result) -> result instanceof StoredBackground,
                        Branched.withConsumer(this::recordBackground, "background"))
                .defaultBranch(Branched.withConsumer(this::handOn, "event"));
    }

    private void recordReference(KStream<String, SanitizeResult> references) {
        audit(
                references.map(
                        (camera, result) -> {
                            var entry = ((LearntReference) result).auditEntry();
                            return KeyValue.pair(entry.getEventId(), entry);
                        },
                        Named.as("record-reference")),
                "audit-reference");
    }

    private void recordBackground(KStream<String, SanitizeResult> stored) {
        stored.mapValues(result -> ((StoredBackground) result).status(), Named.as("take-status"))
                .to(
                        TopicCatalogue.BACKGROUND_STATUS.name(),
                        egress(
                                "background-status",
                                serdes.serde(TopicCatalogue.BACKGROUND_STATUS, BackgroundStatus.class)));
    }

    private void handOn(KStream<String, SanitizeResult> events) {
        KStream<String, SanitizedEvent> sanitized =
                events.mapValues(result -> (SanitizedEvent) result, Named.as("take-sanitized"));
        sanitized
                .flatMap((camera, result) -> hash(result), Named.as("keep-hash"))
                .to(
                        TopicCatalogue.PICTURE_HASHES.name(),
                        egress("picture-hashes", serdes.serde(TopicCatalogue.PICTURE_HASHES, PictureHash.class)));
        // ingest writes all events of a site to one partition.
        recognise(sanitized.selectKey((_, result) -> result.event().getSiteId(), Named.as("key-by-site")));
    }

    private void recognise(KStream<String, SanitizedEvent> bySite) {
        KStream<String, RecognisedEvent> recognised =
                bySite.processValues(recogniser::get, Named.as("recognise-scene"), RecentPictures.STORE);
        recognised
                .mapValues(RecognisedEvent::event, Named.as("take-event"))
                .to(TopicCatalogue.MOTION.name(), egress("sanitized-motion", motion()));
        audit(
                recognised.map(
                        (site, result) -> KeyValue.pair(result.event().getEventId(), result.auditEntry()),
                        Named.as("record-sanitizing")),
                "audit-anonymized");
    }

    private Serde<RawRecord> raw() {
        return RawRecord.serde(
                serdes.serde(TopicCatalogue.MOTION_RAW, MotionRaw.class).deserializer());
    }

    private Serde<SanitizedMotion> motion() {
        return serdes.serde(TopicCatalogue.MOTION, SanitizedMotion.class);
    }

    private void audit(KStream<String, AuditEntry> entries, String name) {
        AuditSink.write(entries, name, Principal.ANONYMIZE_STREAM, serdes);
    }

    private static <V> Produced<String, V> egress(String name, Serde<V> values) {
        return Produced.with(Serdes.String(), values).withName("egress-" + name);
    }

    private static List<KeyValue<String, PictureHash>> hash(SanitizedEvent result) {
        return result.hash().stream()
                .map(hash -> KeyValue.pair(
                        result.event().getEventId(),
                        new PictureHash(result.event().getSiteId(), hash.bits())))
                .toList();
    }
}
