package io.frostglass.anonymize;

import io.frostglass.audit.Action;
import io.frostglass.audit.AuditEntry;
import io.frostglass.restricted.NamedPattern;
import io.frostglass.restricted.PictureHash;
import io.frostglass.restricted.Verdict;
import io.frostglass.topics.Catalogue;
import io.frostglass.topics.Principal;
import io.frostglass.topics.SerdeFactory;
import io.frostglass.topics.Topic;
import io.frostglass.veil.PerceptualHash;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/// The scenes that the firm has named, for the people who name them. Works on the topics as the principal
/// `pattern-admin`; anonymize-stream takes a change up within a moment. A change and its audit entry are written in one
/// transaction.
public final class PatternBook implements AutoCloseable {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final Duration POLL = Duration.ofMillis(500);

    private final Map<String, Object> kafka;
    private final Clock clock;
    private final Serde<PictureHash> hashes;
    private final Serde<NamedPattern> patterns;
    private final Serde<AuditEntry> entries;

    private PatternBook(Map<String, Object> kafka, SerdeFactory serdes, Clock clock) {
        this.kafka = Map.copyOf(kafka);
        this.clock = clock;
        this.hashes = serdes.serde(Catalogue.PICTURE_HASHES, PictureHash.class);
        this.patterns = serdes.serde(Catalogue.KNOWN_PATTERNS, NamedPattern.class);
        this.entries = serdes.serde(Catalogue.AUDIT_ENTRIES, AuditEntry.class);
    }

    /// Opens it.
    ///
    /// @param kafka how `pattern-admin` connects
    public static PatternBook open(Map<String, Object> kafka, SerdeFactory serdes, Clock clock) {
        return new PatternBook(kafka, serdes, clock);
    }

    /// Names the scene that an event's picture shows. The site's pattern of that name, if there is one, is replaced.
    ///
    /// @param name 1 to 63 small letters, digits and hyphens, not a hyphen first
    /// @throws IllegalArgumentException if the name is none, or the event is not known, too old or without a
    ///     picture that could be recognised
    public NamedPattern add(String eventId, String name, Verdict verdict) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "the name must be 1 to 63 small letters, digits and hyphens, not a hyphen first");
        }
        PictureHash picture = hash(eventId)
                .orElseThrow(
                        () -> new IllegalArgumentException("no picture of this event is known; they are remembered for "
                                + Catalogue.PICTURE_HASHES.retention().toDays() + " days"));
        if (!new PerceptualHash(picture.getHash()).isTelling()) {
            throw new IllegalArgumentException("the picture of this event shows too little to be recognised again");
        }
        var pattern = NamedPattern.newBuilder()
                .setSiteId(picture.getSiteId())
                .setName(name)
                .setVerdict(verdict)
                .setHash(picture.getHash())
                .setEventId(eventId)
                .setAddedAt(clock.instant())
                .build();
        write(Action.pattern_added, pattern, pattern);
        return pattern;
    }

    /// All named scenes, by site and name.
    public List<NamedPattern> list() {
        return List.copyOf(all().values());
    }

    /// Forgets a scene; returns whether there was one.
    public boolean remove(String siteId, String name) {
        NamedPattern pattern = all().get(key(siteId, name));
        if (pattern != null) {
            write(Action.pattern_removed, pattern, null);
        }
        return pattern != null;
    }

    private Map<String, NamedPattern> all() {
        var all = new TreeMap<String, NamedPattern>();
        read(Catalogue.KNOWN_PATTERNS, patterns, (key, pattern) -> {
            if (pattern == null) {
                all.remove(key);
            } else {
                all.put(key, pattern);
            }
        });
        return all;
    }

    private Optional<PictureHash> hash(String eventId) {
        var found = new HashMap<String, PictureHash>();
        read(Catalogue.PICTURE_HASHES, hashes, (key, hash) -> {
            if (key.equals(eventId) && hash != null) {
                found.put(key, hash);
            }
        });
        return Optional.ofNullable(found.get(eventId));
    }

    /// Reads a topic from its begin to its end of now, without a group. Records of a hash are a few dozen bytes, and
    /// people name a scene now and then: an index would be one more thing to keep.
    private <V> void read(Topic topic, Serde<V> values, BiConsumer<String, @Nullable V> each) {
        var settings = new HashMap<>(kafka);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), values.deserializer())) {
            var partitions = consumer.partitionsFor(topic.name()).stream()
                    .map(PatternBook::partition)
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(POLL).forEach(record -> each.accept(record.key(), record.value()));
            }
        }
    }

    private static TopicPartition partition(PartitionInfo info) {
        return new TopicPartition(info.topic(), info.partition());
    }

    @SuppressWarnings("FutureReturnValueIgnored") // commitTransaction throws what a send failed with
    private void write(Action action, NamedPattern pattern, @Nullable NamedPattern value) {
        var entry = AuditEntry.newBuilder()
                .setAt(clock.instant())
                .setApplication(Principal.PATTERN_ADMIN.user())
                .setAction(action)
                .setReason(pattern.getVerdict().name())
                .setEventId(pattern.getEventId())
                .setSiteId(pattern.getSiteId())
                .setSubject(pattern.getName())
                .build();
        var settings = new HashMap<>(kafka);
        settings.put(
                ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                Principal.PATTERN_ADMIN.applicationId() + "-" + UUID.randomUUID());
        String topic = Catalogue.KNOWN_PATTERNS.name();
        String audit = Catalogue.AUDIT_ENTRIES.name();
        byte[] record = value == null ? null : patterns.serializer().serialize(topic, value);
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(topic, key(pattern.getSiteId(), pattern.getName()), record));
            producer.send(new ProducerRecord<>(
                    audit, pattern.getEventId(), entries.serializer().serialize(audit, entry)));
            producer.commitTransaction();
        }
    }

    private static String key(String siteId, String name) {
        return siteId + "/" + name;
    }

    @Override
    public void close() {
        hashes.close();
        patterns.close();
        entries.close();
    }
}
