package io.frostglass.anonymize.erasure;

import io.frostglass.audit.Action;
import io.frostglass.audit.AuditEntry;
import io.frostglass.restricted.BackgroundControl;
import io.frostglass.restricted.BackgroundStatus;
import io.frostglass.restricted.Erasure;
import io.frostglass.restricted.NamedPattern;
import io.frostglass.restricted.PictureHash;
import io.frostglass.restricted.WrappedKey;
import io.frostglass.runtime.TopicSnapshot;
import io.frostglass.runtime.audit.AuditRecords;
import io.frostglass.runtime.transactions.TransactionalProducers;
import io.frostglass.topics.Principal;
import io.frostglass.topics.SerdeFactory;
import io.frostglass.topics.Topic;
import io.frostglass.topics.TopicCatalogue;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/// Erases what came from the pictures of a site before a day, as the principal `erasure-admin`, which can read no
/// picture and has no key that opens one.
///
/// | what | how |
/// |---|---|
/// | encrypted raw records, dead letters and backgrounds | their data keys are replaced by records without a key |
/// | backgrounds | they are learnt anew |
/// | hashes, known patterns | tombstones |
///
/// To erase again what is erased does nothing. A second request for the same day begins a new clock.
final class SiteEraser {

    /// How long after midnight the last record of a day may be written.
    static final Duration LATE_RECORDS = Duration.ofMinutes(15);

    /// A pattern can be named while the hash of its picture is there: seven days, and a quarter more.
    private static final int NAMING_DAYS = 9;

    private static final int HASHES_AT_ONCE = 5_000;

    private final Map<String, Object> kafka;
    private final SerdeFactory serdes;
    private final InstantSource clock;
    private final AuditRecords entries;
    private final Duration timeout;

    /// @param kafka settings of a client that connects as `erasure-admin`
    /// @param timeout how long it waits for anonymize-stream
    SiteEraser(Map<String, Object> kafka, SerdeFactory serdes, InstantSource clock, Duration timeout) {
        this.kafka = Map.copyOf(kafka);
        this.serdes = serdes;
        this.clock = clock;
        this.timeout = timeout;
        this.entries = new AuditRecords(Principal.ERASURE_ADMIN, serdes);
    }

    /// Finds what there is to erase.
    ///
    /// @throws IllegalArgumentException if the days are not over, or the request is of the future
    ErasurePlan plan(ErasureRequest request) {
        LocalDate latest = LocalDate.ofInstant(clock.instant().minus(LATE_RECORDS), ZoneOffset.UTC);
        if (request.before().isAfter(latest)) {
            throw new IllegalArgumentException("only days that are over can be erased: --before at most " + latest
                    + "; the pictures of a day can be erased from 00:15 UTC of the next");
        }
        if (request.requestedAt().isAfter(clock.instant())) {
            throw new IllegalArgumentException("the time of the request is in the future");
        }
        Instant end = request.before().atStartOfDay(ZoneOffset.UTC).toInstant();
        Map<String, Instant> hashes = hashes(request.siteId());
        return new ErasurePlan(
                begun(request),
                keys(request),
                hashes.entrySet().stream()
                        .filter(hash -> hash.getValue().isBefore(end))
                        .map(Map.Entry::getKey)
                        .toList(),
                patterns(request, end, hashes),
                cameras(request.siteId(), end));
    }

    /// The same request, if it was begun and never finished: its clock goes on.
    private ErasureRequest begun(ErasureRequest request) {
        Erasure known = latest(TopicCatalogue.ERASURES, Erasure.class).get(request.key());
        return known == null || known.getDoneAt() != null
                ? request
                : new ErasureRequest(request.siteId(), request.before(), known.getRequestedAt());
    }

    private Map<String, WrappedKey> keys(ErasureRequest request) {
        var keys = latest(TopicCatalogue.DATA_KEYS, WrappedKey.class);
        keys.values()
                .removeIf(key -> !key.getSiteId().equals(request.siteId())
                        || !key.getDay().isBefore(request.before())
                        || key.getWrapped() == null);
        return keys;
    }

    /// When the pictures were received, by event id.
    private Map<String, Instant> hashes(String siteId) {
        Topic topic = TopicCatalogue.PICTURE_HASHES;
        var values = serdes.serde(topic, PictureHash.class).deserializer();
        var hashes = new TreeMap<String, Instant>();
        TopicSnapshot.read(kafka, List.of(topic), Instant.EPOCH, record -> {
            var hash = record.value() == null ? null : values.deserialize(topic.name(), record.value());
            if (hash == null) {
                hashes.remove(record.key());
            } else if (hash.getSiteId().equals(siteId)) {
                hashes.put(record.key(), Instant.ofEpochMilli(record.timestamp()));
            }
        });
        return hashes;
    }

    /// Where the time of a pattern's picture is not known any more, the latest that it can be counts as too early.
    private List<String> patterns(ErasureRequest request, Instant end, Map<String, Instant> hashes) {
        return latest(TopicCatalogue.KNOWN_PATTERNS, NamedPattern.class).entrySet().stream()
                .filter(entry -> entry.getValue().getSiteId().equals(request.siteId()))
                .filter(entry -> {
                    Instant seen = hashes.get(entry.getValue().getEventId());
                    return seen == null
                            ? entry.getValue().getAddedAt().isBefore(end.plus(Duration.ofDays(NAMING_DAYS)))
                            : seen.isBefore(end);
                })
                .map(Map.Entry::getKey)
                .toList();
    }

    /// A background that was begun since then shows nothing of the erased pictures.
    private List<String> cameras(String siteId, Instant end) {
        var controls = latest(TopicCatalogue.BACKGROUND_CONTROLS, BackgroundControl.class);
        return latest(TopicCatalogue.BACKGROUND_STATUS, BackgroundStatus.class).values().stream()
                .filter(status -> status.getSiteId().equals(siteId))
                .map(BackgroundStatus::getCameraId)
                .filter(camera -> {
                    var control = controls.get(camera);
                    Instant begun = control == null ? null : control.getResetAt();
                    return begun == null || begun.isBefore(end);
                })
                .toList();
    }

    private <V extends SpecificRecord> Map<String, V> latest(Topic topic, Class<V> type) {
        var latest = new TreeMap<String, V>();
        TopicSnapshot.read(kafka, topic, type, serdes, Instant.EPOCH, (key, value) -> {
            if (value == null) {
                latest.remove(key);
            } else {
                latest.put(key, value);
            }
        });
        return latest;
    }

    /// Carries out a plan: records the request, waits until anonymize-stream has processed what it would make
    /// unreadable, and erases. What needs a key is erased in one transaction with the audit entry.
    ///
    /// @return when it was done
    /// @throws EventsWaitException if events still wait to be processed; the request stays open
    Instant erase(ErasurePlan plan) {
        var request = plan.request();
        String id = Principal.ERASURE_ADMIN.applicationId() + "-" + UUID.randomUUID();
        try (var producer = TransactionalProducers.open(TransactionalProducers.settings(kafka, id))) {
            commit(
                    producer,
                    List.of(record(request, null), entry(request, Action.erasure_requested, request.requestedAt())));
            RawProgress.await(kafka, request.siteId(), timeout);
            for (int from = 0; from < plan.hashes().size(); from += HASHES_AT_ONCE) {
                int to = Math.min(plan.hashes().size(), from + HASHES_AT_ONCE);
                commit(
                        producer,
                        plan.hashes().subList(from, to).stream()
                                .map(event -> tombstone(TopicCatalogue.PICTURE_HASHES, event))
                                .toList());
            }
            Instant done = clock.instant();
            commit(producer, records(plan, done));
            return done;
        }
    }

    private List<ProducerRecord<String, byte[]>> records(ErasurePlan plan, Instant done) {
        var records = new ArrayList<ProducerRecord<String, byte[]>>();
        plan.keys().forEach((id, key) -> {
            var erased = WrappedKey.newBuilder(key)
                    .setWrapped(null)
                    .setErasedAt(done)
                    .build();
            records.add(record(TopicCatalogue.DATA_KEYS, id, WrappedKey.class, erased));
        });
        plan.patterns().forEach(key -> records.add(tombstone(TopicCatalogue.KNOWN_PATTERNS, key)));
        plan.cameras().forEach(camera -> {
            var control = BackgroundControl.newBuilder()
                    .setCameraId(camera)
                    .setFrozen(false)
                    .setResetAt(done)
                    .setChangedAt(done)
                    .build();
            records.add(record(TopicCatalogue.BACKGROUND_CONTROLS, camera, BackgroundControl.class, control));
        });
        records.add(record(plan.request(), done));
        records.add(entry(plan.request(), Action.erased, done));
        return records;
    }

    private ProducerRecord<String, byte[]> record(ErasureRequest request, @Nullable Instant done) {
        var erasure = Erasure.newBuilder()
                .setSiteId(request.siteId())
                .setBefore(request.before())
                .setRequestedAt(request.requestedAt())
                .setDoneAt(done)
                .build();
        return record(TopicCatalogue.ERASURES, request.key(), Erasure.class, erasure);
    }

    private ProducerRecord<String, byte[]> entry(ErasureRequest request, Action action, Instant at) {
        return entries.next(AuditEntry.newBuilder()
                .setAt(at)
                .setApplication(Principal.ERASURE_ADMIN.user())
                .setAction(action)
                .setSiteId(request.siteId())
                .setSubject("before " + request.before())
                .build());
    }

    private <V extends SpecificRecord> ProducerRecord<String, byte[]> record(
            Topic topic, String key, Class<V> type, V value) {
        return new ProducerRecord<>(
                topic.name(), key, serdes.serde(topic, type).serializer().serialize(topic.name(), value));
    }

    private static ProducerRecord<String, byte[]> tombstone(Topic topic, String key) {
        return new ProducerRecord<>(topic.name(), key, null);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // commitTransaction throws what a send failed with
    private static void commit(Producer<String, byte[]> producer, List<ProducerRecord<String, byte[]>> records) {
        producer.beginTransaction();
        records.forEach(producer::send);
        producer.commitTransaction();
    }
}
