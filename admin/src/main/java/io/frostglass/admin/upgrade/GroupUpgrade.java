package io.frostglass.admin.upgrade;

import static io.frostglass.admin.backup.ClusterReader.get;

import io.frostglass.admin.backup.ClusterReader;
import io.frostglass.admin.upgrade.ObservedCluster.ObservedTopic;
import io.frostglass.topics.InternalTopic;
import io.frostglass.topics.StreamsTopology;
import io.frostglass.topics.Topic;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.StreamsGroupDescription;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.TimeoutException;

/// Makes the group of an application anew. The brokers (Kafka 4.4) keep the topology of a group, and refuse another
/// one, even if nobody is in the group. Only a group that is deleted has none, and with it go its offsets:
/// ```
/// offsets ─▶ file ─▶ group deleted ─▶ offsets restored ─▶ compared ─▶ superfluous topics deleted
/// ```
/// When it fails on the way, run it again with the same file: each step that is done is done.
final class GroupUpgrade {

    private static final long TIMEOUT_NANOS = 30_000_000_000L;

    private final Map<String, Object> kafka;
    private final StreamsTopology next;
    private final Path file;
    private final Clock clock;

    /// @param kafka settings of a client of the application's principal, or of an administrator
    /// @param next the topology of the version that is to start
    /// @param file with the offsets; it need not exist
    GroupUpgrade(Map<String, Object> kafka, StreamsTopology next, Path file, Clock clock) {
        this.kafka = Map.copyOf(kafka);
        this.next = next;
        this.file = file;
        this.clock = clock;
    }

    /// Changes nothing.
    ///
    /// @param accepted names of stores and topics that may be lost
    /// @throws IOException if the file cannot be read
    UpgradePlan plan(Set<String> accepted) throws IOException {
        Optional<OffsetsFile> earlier = OffsetsFile.read(file);
        String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        try (Admin admin = Admin.create(kafka)) {
            ObservedCluster cluster = observe(admin, earlier);
            OffsetsFile export = earlier.orElseGet(() -> UpgradePlan.export(next, cluster, now));
            return UpgradePlan.of(next, cluster, earlier, unread(cluster, export), accepted, now);
        }
    }

    /// @throws IOException if the plan is refused, the file cannot be written, or an instance has come back
    void apply(UpgradePlan plan) throws IOException {
        if (plan.isRefused()) {
            throw new IOException("nothing was done: " + String.join("; ", plan.refusals()));
        }
        if (OffsetsFile.read(file).isEmpty()) {
            plan.export().write(file);
        }
        try (Admin admin = Admin.create(kafka)) {
            deleteGroup(admin);
            try {
                get(admin.alterStreamsGroupOffsets(next.group(), plan.restored())
                        .all());
            } catch (KafkaException e) {
                throw new IOException(
                        "the group is deleted, and its offsets are not restored: stop all instances and run"
                                + " this again, with the same file (" + e.getMessage() + ")",
                        e);
            }
            if (!ClusterReader.groupOffsets(admin, List.of(next.group()), true)
                    .getOrDefault(next.group(), Map.of())
                    .equals(plan.restored())) {
                throw new IOException("the offsets are not those of the file: an instance has started too early");
            }
            deleteTopics(admin, plan.deleted());
        }
    }

    private void deleteGroup(Admin admin) throws IOException {
        try {
            get(admin.deleteStreamsGroups(List.of(next.group())).all());
        } catch (GroupIdNotFoundException e) {
            // Deleted by a run before this one.
        } catch (GroupNotEmptyException e) {
            throw new IOException("nothing was done: an instance has joined the group; stop it, and run this again", e);
        }
    }

    /// The application, or Kafka for it, would find them if they were not gone.
    private static void deleteTopics(Admin admin, List<String> topics) {
        get(admin.deleteTopics(topics).all());
        long deadline = System.nanoTime() + TIMEOUT_NANOS;
        while (get(admin.listTopics().names()).stream().anyMatch(topics::contains)) {
            if (System.nanoTime() > deadline) {
                throw new TimeoutException("the cluster has accepted to delete topics, and still has them");
            }
            LockSupport.parkNanos(20_000_000);
        }
    }

    private ObservedCluster observe(Admin admin, Optional<OffsetsFile> earlier) {
        Map<TopicPartition, OffsetAndMetadata> offsets =
                ClusterReader.groupOffsets(admin, List.of(next.group()), true).getOrDefault(next.group(), Map.of());
        Optional<StreamsGroupDescription> group = describe(admin);
        List<String> sources = group.map(GroupUpgrade::sources).orElse(List.of());
        return new ObservedCluster(
                get(admin.describeCluster().clusterId()),
                group.isPresent() || !offsets.isEmpty(),
                group.map(GroupUpgrade::members).orElse(List.of()),
                sources,
                offsets,
                topics(
                        admin,
                        Stream.of(
                                        sources.stream(),
                                        next.sources().stream().map(Topic::name),
                                        offsets.keySet().stream().map(TopicPartition::topic),
                                        earlier.stream()
                                                .flatMap(it -> it.offsets().stream())
                                                .map(OffsetsFile.ExportedOffset::topic))
                                .flatMap(Function.identity())
                                .collect(Collectors.toSet())));
    }

    /// Empty if there is no group, or one that has only offsets: no instance has ever joined it.
    private Optional<StreamsGroupDescription> describe(Admin admin) {
        try {
            return Optional.ofNullable(
                    get(admin.describeStreamsGroups(List.of(next.group())).all())
                            .get(next.group()));
        } catch (GroupIdNotFoundException e) {
            return Optional.empty();
        }
    }

    private static List<String> members(StreamsGroupDescription group) {
        return group.members().stream()
                .map(member -> member.clientId() + " at " + member.clientHost())
                .sorted()
                .toList();
    }

    private static List<String> sources(StreamsGroupDescription group) {
        return group.subtopologies().stream()
                .flatMap(part ->
                        Stream.concat(part.sourceTopics().stream(), part.repartitionSourceTopics().keySet().stream()))
                .distinct()
                .sorted()
                .toList();
    }

    private Map<String, ObservedTopic> topics(Admin admin, Set<String> named) {
        Set<String> names = new HashSet<>(get(admin.listTopics().names()));
        names.removeIf(name -> !named.contains(name) && !InternalTopic.isInternal(next.application(), name));
        Collection<TopicDescription> topics =
                get(admin.describeTopics(names).allTopicNames()).values();
        Map<TopicPartition, Long> starts = ClusterReader.starts(admin, topics);
        Map<TopicPartition, Long> ends = ClusterReader.ends(admin, topics);
        var observed = new HashMap<String, ObservedTopic>();
        topics.forEach(topic -> observed.put(
                topic.name(),
                new ObservedTopic(topic.topicId().toString(), inOrder(topic, starts), inOrder(topic, ends))));
        return observed;
    }

    private static List<Long> inOrder(TopicDescription topic, Map<TopicPartition, Long> offsets) {
        return IntStream.range(0, topic.partitions().size())
                .mapToObj(partition -> offsets.getOrDefault(new TopicPartition(topic.name(), partition), 0L))
                .toList();
    }

    /// Counted, as offsets of the ends of transactions are not records.
    private Map<String, Long> unread(ObservedCluster cluster, OffsetsFile export) throws IOException {
        var unread = new HashMap<String, Long>();
        for (String name : cluster.superfluous(next)) {
            if (InternalTopic.isRepartition(name)) {
                ObservedTopic topic = cluster.topic(name);
                var from = new HashMap<TopicPartition, Long>();
                var to = new HashMap<TopicPartition, Long>();
                for (int partition = 0; partition < topic.partitions(); partition++) {
                    var at = new TopicPartition(name, partition);
                    from.put(at, topic.starts().get(partition));
                    to.put(at, topic.ends().get(partition));
                }
                export.offsets().stream()
                        .filter(offset -> offset.topicId().equals(topic.id()))
                        .forEach(offset -> from.merge(offset.at(), offset.offset(), Math::max));
                unread.put(name, ClusterReader.count(kafka, from, to));
            }
        }
        return unread;
    }
}
