package io.frostglass.admin.upgrade;

import io.frostglass.admin.upgrade.ObservedCluster.ObservedTopic;
import io.frostglass.admin.upgrade.OffsetsFile.ExportedOffset;
import io.frostglass.topics.InternalTopic;
import io.frostglass.topics.StreamsTopology;
import io.frostglass.topics.Topic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/// What an upgrade does to a group and its topics.
///
/// @param export the file to restore from
/// @param restored the offsets of the group that is made anew
/// @param deleted topics
/// @param losses by what must be accepted to lose it: a store, a topic
/// @param remarks for people, a line each
/// @param refusals why it is not done, a line each; empty if it may be
record UpgradePlan(
        OffsetsFile export,
        Map<TopicPartition, OffsetAndMetadata> restored,
        List<String> deleted,
        List<Loss> losses,
        List<String> remarks,
        List<String> refusals) {

    /// @param name as `--accept-loss` takes it
    /// @param grave whether it must be accepted
    record Loss(String name, String what, boolean grave) {}

    /// Plans.
    ///
    /// @param next the topology of this version
    /// @param file of an earlier run; empty: the offsets are those that the group has now
    /// @param unread how many records the group has not read, of each repartition topic that would be deleted
    /// @param accepted names of losses
    /// @param now RFC 3339
    static UpgradePlan of(
            StreamsTopology next,
            ObservedCluster cluster,
            Optional<OffsetsFile> file,
            Map<String, Long> unread,
            Set<String> accepted,
            String now) {
        OffsetsFile export = file.orElseGet(() -> export(next, cluster, now));
        var planner = new Planner(next, cluster, export, unread);
        if (planner.isOfThisGroup()) {
            planner.checkGroup(file.isPresent());
            if (file.isPresent()) {
                planner.checkFile();
            }
            planner.restore();
            planner.delete();
            planner.tellWhatIsNew();
            planner.checkLosses(accepted);
        }
        return new UpgradePlan(
                export,
                Map.copyOf(planner.restored),
                List.copyOf(planner.deleted),
                List.copyOf(planner.losses),
                List.copyOf(planner.remarks),
                List.copyOf(planner.refusals));
    }

    /// The offsets of all partitions that the group reads. Of a partition without one, it is the first: the
    /// application would begin there.
    static OffsetsFile export(StreamsTopology next, ObservedCluster cluster, String now) {
        List<ExportedOffset> offsets = Stream.concat(
                        cluster.sources().stream(),
                        cluster.offsets().keySet().stream().map(TopicPartition::topic))
                .distinct()
                .sorted()
                .filter(cluster.topics()::containsKey)
                .flatMap(topic -> IntStream.range(0, cluster.topic(topic).partitions())
                        .mapToObj(partition -> export(cluster, new TopicPartition(topic, partition))))
                .toList();
        return new OffsetsFile(next.application().user(), next.group(), cluster.id(), now, offsets);
    }

    private static ExportedOffset export(ObservedCluster cluster, TopicPartition at) {
        ObservedTopic topic = cluster.topic(at.topic());
        OffsetAndMetadata committed = cluster.offsets().get(at);
        return committed == null
                ? new ExportedOffset(
                        at.topic(), topic.id(), at.partition(), topic.starts().get(at.partition()), "")
                : new ExportedOffset(at.topic(), topic.id(), at.partition(), committed.offset(), committed.metadata());
    }

    boolean isRefused() {
        return !refusals.isEmpty();
    }

    /// In words, a line each.
    String describe() {
        var text = new StringBuilder(
                "%s: group %s, offsets of %s%n".formatted(export.application(), export.group(), export.at()));
        var byTopic = new TreeMap<String, TreeMap<Integer, Long>>();
        restored.forEach((at, offset) ->
                byTopic.computeIfAbsent(at.topic(), _ -> new TreeMap<>()).put(at.partition(), offset.offset()));
        byTopic.forEach((topic, offsets) -> text.append("goes on: %s at %s%n".formatted(topic, offsets)));
        deleted.forEach(topic -> text.append("deleted: %s%n".formatted(topic)));
        losses.forEach(loss -> text.append("lost: %s: %s%n".formatted(loss.name(), loss.what())));
        remarks.forEach(remark -> text.append(remark).append(System.lineSeparator()));
        refusals.forEach(refusal -> text.append("REFUSED: %s%n".formatted(refusal)));
        return text.toString();
    }

    /// The steps of a plan, which add to it.
    private static final class Planner {

        private final StreamsTopology next;
        private final ObservedCluster cluster;
        private final OffsetsFile export;
        private final Map<String, Long> unread;
        private final Map<TopicPartition, OffsetAndMetadata> restored = new HashMap<>();
        private final List<String> deleted;
        private final List<Loss> losses = new ArrayList<>();
        private final List<String> remarks = new ArrayList<>();
        private final List<String> refusals = new ArrayList<>();

        Planner(StreamsTopology next, ObservedCluster cluster, OffsetsFile export, Map<String, Long> unread) {
            this.next = next;
            this.cluster = cluster;
            this.export = export;
            this.unread = unread;
            this.deleted = cluster.superfluous(next);
        }

        boolean isOfThisGroup() {
            if (!export.group().equals(next.group())
                    || !export.application().equals(next.application().user())) {
                refusals.add("the file is of the group " + export.group() + ", not of " + next.group());
            } else if (!export.cluster().equals(cluster.id())) {
                refusals.add("the file is of the cluster " + export.cluster() + ", not of " + cluster.id());
            }
            return refusals.isEmpty();
        }

        void checkGroup(boolean fromFile) {
            cluster.members().forEach(member -> refusals.add("still in the group: " + member + "; stop it"));
            if (!cluster.exists() && !fromFile) {
                refusals.add("there is no group " + next.group()
                        + ": without a file of its offsets, the application would read all records again");
            }
        }

        void checkFile() {
            Map<String, List<Integer>> partitions = export.offsets().stream()
                    .collect(Collectors.groupingBy(
                            ExportedOffset::topic,
                            LinkedHashMap::new,
                            Collectors.mapping(ExportedOffset::partition, Collectors.toList())));
            cluster.sources().forEach(source -> partitions.putIfAbsent(source, List.of()));
            partitions.forEach(this::checkPartitions);
            export.offsets().forEach(this::checkThatGroupHasNotGoneOn);
        }

        private void checkPartitions(String topic, List<Integer> partitions) {
            if (cluster.topics().containsKey(topic)) {
                String missing = IntStream.range(0, cluster.topic(topic).partitions())
                        .filter(partition -> !partitions.contains(partition))
                        .mapToObj(Integer::toString)
                        .collect(Collectors.joining(", "));
                if (!missing.isEmpty() && !isMadeAnew(topic)) {
                    refusals.add("the file lacks these partitions of " + topic + ": " + missing);
                }
            }
        }

        /// An internal topic that this command has deleted, and the application has made again.
        private boolean isMadeAnew(String topic) {
            return InternalTopic.isInternal(next.application(), topic)
                    && export.offsets().stream()
                            .noneMatch(offset -> offset.topic().equals(topic)
                                    && offset.topicId()
                                            .equals(cluster.topic(topic).id()));
        }

        private void checkThatGroupHasNotGoneOn(ExportedOffset offset) {
            OffsetAndMetadata committed = cluster.offsets().get(offset.at());
            if (committed != null && committed.offset() != offset.offset()) {
                refusals.add(
                        "the group has gone on since the file was written: %s is at %d, in the file at %d. Name another file for --offsets, to export its offsets now"
                                .formatted(offset.at(), committed.offset(), offset.offset()));
            }
        }

        void restore() {
            export.offsets().forEach(offset -> {
                String topic = offset.topic();
                boolean internal = InternalTopic.isInternal(next.application(), topic);
                ObservedTopic observed = cluster.topics().get(topic);
                if (observed == null || !observed.id().equals(offset.topicId())) {
                    if (internal) {
                        remarks.add("made anew: " + offset.at() + "; its offset is not restored");
                    } else {
                        refusals.add(
                                observed == null
                                        ? "no such topic: " + topic
                                        : "the topic " + topic + " is not the one of the file: it was made anew");
                    }
                } else if (!deleted.contains(topic)) {
                    restore(offset, observed);
                }
            });
        }

        private void restore(ExportedOffset offset, ObservedTopic topic) {
            if (offset.partition() < 0 || offset.partition() >= topic.partitions()) {
                refusals.add("no such partition: " + offset.at());
                return;
            }
            long start = topic.starts().get(offset.partition());
            long end = topic.ends().get(offset.partition());
            if (offset.offset() > end || offset.offset() < 0) {
                refusals.add("%s ends at %d, and its offset would be %d".formatted(offset.at(), end, offset.offset()));
                return;
            }
            if (offset.offset() < start) {
                losses.add(new Loss(
                        offset.topic(),
                        "%d records of %s were deleted by their age before they were read"
                                .formatted(start - offset.offset(), offset.at()),
                        true));
            }
            restored.put(offset.at(), new OffsetAndMetadata(offset.offset(), offset.metadata()));
        }

        void delete() {
            for (String topic : deleted) {
                Optional<InternalTopic> known = next.internalTopic(topic);
                if (InternalTopic.isRepartition(topic)) {
                    long records = unread.getOrDefault(topic, 0L);
                    if (records > 0) {
                        lose(
                                topic,
                                records + " records that the application has not read. To lose none: start the"
                                        + " former version, stop what writes to its sources, wait until its lag is 0, stop it",
                                true);
                    }
                } else if (!cluster.topic(topic).isEmpty()) {
                    lose(
                            topic,
                            known.map(InternalTopic::loss).orElse("this version does not know what was in it."),
                            known.map(InternalTopic::grave).orElse(true));
                }
            }
            if (!deleted.isEmpty()) {
                remarks.add("on each machine of the application, delete the folder state.dir before it starts");
            }
        }

        private void lose(String topic, String what, boolean grave) {
            losses.add(new Loss(InternalTopic.shortName(next.application(), topic), what, grave));
        }

        void tellWhatIsNew() {
            next.internalTopics().stream()
                    .map(InternalTopic::name)
                    .filter(name -> !cluster.topics().containsKey(name) || deleted.contains(name))
                    .forEach(name -> remarks.add("begins empty: " + name));
            next.sources().stream()
                    .map(Topic::name)
                    .filter(name -> export.offsets().stream()
                            .noneMatch(offset -> offset.topic().equals(name)))
                    .forEach(name -> remarks.add("new to the group, read from its first record: " + name));
        }

        void checkLosses(Set<String> accepted) {
            losses.stream()
                    .filter(loss -> loss.grave() && !accepted.contains(loss.name()))
                    .map(Loss::name)
                    .distinct()
                    .forEach(name ->
                            refusals.add("what would be lost of %1$s is grave; if it may be lost: --accept-loss %1$s"
                                    .formatted(name)));
            accepted.stream()
                    .filter(name ->
                            losses.stream().noneMatch(loss -> loss.name().equals(name)))
                    .forEach(name -> refusals.add("--accept-loss " + name + ": nothing of this name would be lost"));
        }
    }
}
