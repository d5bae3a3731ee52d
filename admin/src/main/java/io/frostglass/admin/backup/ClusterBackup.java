package io.frostglass.admin.backup;

import static io.frostglass.admin.backup.ClusterReader.get;

import io.frostglass.admin.backup.BackupManifest.GroupOffset;
import io.frostglass.admin.backup.BackupManifest.Part;
import io.frostglass.admin.backup.BackupManifest.TopicSettings;
import io.frostglass.admin.backup.BackupManifest.WrittenSchema;
import io.frostglass.topics.CatalogueAcls;
import io.frostglass.topics.Principal;
import io.frostglass.topics.Topic;
import io.frostglass.topics.TopicCatalogue;
import io.frostglass.topics.registry.SchemaRegistryClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.crypto.SecretKey;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.TopicPartition;

/// Takes backups: of the topics that the catalogue lets the principal `backup` read, of the schemas of their records,
/// and of the offsets of groups in them. It writes nothing to the cluster.
///
/// A topic with the latest record of each key is small, and whole in each backup: a record that compaction has removed
/// meanwhile does not come back. Of the other topics, an incremental backup holds what came since the one before.
public final class ClusterBackup {

    private final Map<String, Object> kafka;
    private final SchemaRegistryClient registry;
    private final Clock clock;

    /// @param kafka settings of a client of the principal `backup`
    public ClusterBackup(Map<String, Object> kafka, SchemaRegistryClient registry, Clock clock) {
        this.kafka = Map.copyOf(kafka);
        this.registry = registry;
        this.clock = clock;
    }

    /// A backup that was taken.
    ///
    /// @param missed records that retention deleted before any backup held them
    public record Taken(Path file, boolean full, long records, long topics, long missed) {}

    /// The topics that backups hold.
    public static List<Topic> topics() {
        return TopicCatalogue.topics().stream()
                .filter(topic -> topic.readers().contains(Principal.BACKUP))
                .toList();
    }

    /// @param full take a full one even if it is not due
    /// @throws IOException if the folder cannot be written, or its newest backup cannot be read with the key
    /// @throws org.apache.kafka.common.KafkaException if the cluster does not answer or refuses
    public Taken take(BackupFolder folder, SecretKey key, boolean full) throws IOException {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        try (Admin admin = Admin.create(kafka)) {
            List<String> names = topics().stream().map(Topic::name).toList();
            Collection<TopicDescription> topics =
                    get(admin.describeTopics(names).allTopicNames()).values();
            Optional<BackupManifest> previous = full ? Optional.empty() : previous(folder, key, now, topics);
            // Offsets before ends: a group cannot be behind the records that it has seen.
            List<GroupOffset> offsets = offsets(admin, names);
            Map<TopicPartition, Long> starts = ClusterReader.starts(admin, topics);
            Map<TopicPartition, Long> ends = ClusterReader.ends(admin, topics);
            var missed = new ArrayList<Long>();
            List<Part> parts = topics.stream()
                    .flatMap(topic -> topic.partitions().stream()
                            .map(partition -> new TopicPartition(topic.name(), partition.partition()))
                            .map(partition -> part(
                                    topic,
                                    partition,
                                    previous,
                                    starts.getOrDefault(partition, 0L),
                                    ends.getOrDefault(partition, 0L),
                                    missed)))
                    .toList();
            var manifest = new BackupManifest(
                    UUID.randomUUID().toString(),
                    previous.map(BackupManifest::id).orElse(null),
                    now.toString(),
                    get(admin.describeCluster().clusterId()),
                    parts,
                    offsets,
                    catalogue(),
                    CatalogueAcls.all().stream().map(String::valueOf).toList());
            var counts = new TreeMap<String, Long>();
            Path file = folder.add(now, manifest.isFull(), partial -> write(partial, key, manifest, counts));
            return new Taken(
                    file,
                    manifest.isFull(),
                    counts.values().stream().mapToLong(Long::longValue).sum(),
                    topics.size(),
                    missed.stream().mapToLong(Long::longValue).sum());
        }
    }

    /// Empty if a full backup is due, or if a topic is not the one that the last backup holds.
    private static Optional<BackupManifest> previous(
            BackupFolder folder, SecretKey key, Instant now, Collection<TopicDescription> topics) throws IOException {
        Optional<BackupFolder.Entry> entry = folder.toContinue(now);
        if (entry.isEmpty()) {
            return Optional.empty();
        }
        BackupManifest manifest = BackupFile.manifest(entry.get().file(), key);
        Map<String, String> ids = topics.stream()
                .collect(Collectors.toMap(
                        TopicDescription::name, topic -> topic.topicId().toString()));
        return Optional.of(manifest)
                .filter(it ->
                        it.parts().stream().allMatch(part -> part.topicId().equals(ids.get(part.topic()))));
    }

    private static Part part(
            TopicDescription topic,
            TopicPartition partition,
            Optional<BackupManifest> previous,
            long start,
            long end,
            List<Long> missed) {
        long from = previous.filter(_ -> !isWhole(partition.topic()))
                .flatMap(manifest -> manifest.part(partition.topic(), partition.partition()))
                .map(Part::to)
                .orElse(start);
        if (from < start) {
            missed.add(start - from);
        }
        return new Part(
                partition.topic(), topic.topicId().toString(), partition.partition(), Math.max(from, start), end);
    }

    /// Whether each backup holds the whole topic.
    static boolean isWhole(String topic) {
        return topics().stream().anyMatch(it -> it.name().equals(topic) && it.cleanup() != Topic.Cleanup.DELETE);
    }

    private static List<GroupOffset> offsets(Admin admin, List<String> topics) {
        List<String> groups = get(admin.listGroups().all()).stream()
                .filter(group -> group.type().filter(GroupType.SHARE::equals).isEmpty())
                .map(GroupListing::groupId)
                .toList();
        var offsets = new ArrayList<GroupOffset>();
        ClusterReader.groupOffsets(admin, groups, false)
                .forEach((group, positions) -> positions.forEach((at, offset) -> {
                    if (topics.contains(at.topic())) {
                        offsets.add(new GroupOffset(group, at.topic(), at.partition(), offset.offset()));
                    }
                }));
        return offsets;
    }

    private static Map<String, TopicSettings> catalogue() {
        return TopicCatalogue.topics().stream()
                .collect(Collectors.toMap(
                        Topic::name,
                        topic -> new TopicSettings(topic.partitions(), topic.configuration()),
                        (one, _) -> one,
                        LinkedHashMap::new));
    }

    private void write(Path file, SecretKey key, BackupManifest manifest, Map<String, Long> counts) throws IOException {
        var schemas = new LinkedHashMap<String, WrittenSchema>();
        try (var writer = new BackupFile.Writer(file, key, manifest)) {
            ClusterReader.read(kafka, bounds(manifest, Part::from), bounds(manifest, Part::to), record -> {
                writer.write(record);
                counts.merge(record.topic(), 1L, Long::sum);
                record.schemaId()
                        .ifPresent(id ->
                                schemas.computeIfAbsent(record.topic() + " " + id, _ -> schema(record.topic(), id)));
            });
            writer.finish(new BackupManifest.BackupEnd(counts, List.copyOf(schemas.values())));
        }
    }

    private WrittenSchema schema(String topic, int id) {
        return new WrittenSchema(topic, id, registry.byId(id).toString());
    }

    private static Map<TopicPartition, Long> bounds(BackupManifest manifest, Function<Part, Long> which) {
        return manifest.parts().stream()
                .collect(Collectors.toMap(part -> new TopicPartition(part.topic(), part.partition()), which));
    }
}
