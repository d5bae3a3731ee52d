package io.frostglass.admin.upgrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.frostglass.admin.upgrade.ObservedCluster.ObservedTopic;
import io.frostglass.admin.upgrade.OffsetsFile.ExportedOffset;
import io.frostglass.admin.upgrade.UpgradePlan.Loss;
import io.frostglass.topics.InternalTopic;
import io.frostglass.topics.Principal;
import io.frostglass.topics.StreamsTopology;
import io.frostglass.topics.TopicCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpgradePlanTest {

    private static final String NOW = "2026-11-30T12:00:00Z";
    private static final String MOTION = "sanitized.motion";
    private static final String KEPT = "sanitized.escalation-sink-decided-events-changelog";
    private static final String STORE = "sanitized.escalation-sink-old-store-changelog";
    private static final String QUEUE = "sanitized.escalation-sink-old-queue-repartition";

    /// A version with one source of two partitions and one store.
    private static final StreamsTopology NEXT = new StreamsTopology(
            Principal.ESCALATION_SINK,
            List.of(TopicCatalogue.MOTION),
            List.of(new InternalTopic(KEPT, "Decisions count twice.", true, List.of(TopicCatalogue.MOTION), 6)));

    @TempDir
    private Path folder = Path.of("");

    private final Map<String, ObservedTopic> topics = new HashMap<>(Map.of(
            MOTION, topic("motion-id", 100, 200),
            KEPT, topic("kept-id", 10, 10)));
    private final Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>(Map.of(
            new TopicPartition(MOTION, 0), new OffsetAndMetadata(90, "time"),
            new TopicPartition(MOTION, 1), new OffsetAndMetadata(150)));
    private final Map<String, Long> unread = new HashMap<>();
    private List<String> members = List.of();
    private boolean exists = true;

    private static ObservedTopic topic(String id, long... ends) {
        return new ObservedTopic(
                id,
                IntStream.range(0, ends.length).mapToObj(_ -> 5L).toList(),
                IntStream.range(0, ends.length).mapToObj(i -> ends[i]).toList());
    }

    private ObservedCluster cluster() {
        return new ObservedCluster(
                "cluster-1",
                exists,
                members,
                exists
                        ? offsets.keySet().stream()
                                .map(TopicPartition::topic)
                                .distinct()
                                .toList()
                        : List.of(),
                exists ? offsets : Map.of(),
                topics);
    }

    private UpgradePlan plan(String... accepted) {
        return UpgradePlan.of(NEXT, cluster(), Optional.empty(), unread, Set.of(accepted), NOW);
    }

    private UpgradePlan plan(OffsetsFile file) {
        return UpgradePlan.of(NEXT, cluster(), Optional.of(file), unread, Set.of(), NOW);
    }

    private static OffsetsFile file(ExportedOffset... offsets) {
        return new OffsetsFile("escalation-sink", "sanitized.escalation-sink", "cluster-1", NOW, List.of(offsets));
    }

    private static ExportedOffset motion(int partition, long offset) {
        return new ExportedOffset(MOTION, "motion-id", partition, offset, "");
    }

    @Test
    void restoresEachOffsetWithWhatKafkaStreamsWroteBesideIt() {
        UpgradePlan plan = plan();

        assertThat(plan.refusals()).isEmpty();
        assertThat(plan.restored()).isEqualTo(offsets);
        assertThat(plan.deleted()).isEmpty();
        assertThat(plan.describe()).contains("goes on: sanitized.motion at {0=90, 1=150}");
    }

    @Test
    void exportsTheFirstOffsetOfAPartitionOfWhichNothingIsRead() {
        offsets.remove(new TopicPartition(MOTION, 1));

        assertThat(plan().restored()).containsEntry(new TopicPartition(MOTION, 1), new OffsetAndMetadata(5, ""));
    }

    @Test
    void keepsTopicsThatTheVersionHasAndDeletesOthers() {
        topics.put(STORE, topic("store-id", 5, 5));
        topics.put(QUEUE, topic("queue-id", 7, 7));
        topics.put("sanitized.escalation-sink-notes", topic("notes-id", 7));
        offsets.put(new TopicPartition(QUEUE, 0), new OffsetAndMetadata(7));

        UpgradePlan plan = plan();

        assertThat(plan.refusals()).isEmpty();
        assertThat(plan.deleted()).containsExactly(QUEUE, STORE);
        assertThat(plan.restored()).doesNotContainKey(new TopicPartition(QUEUE, 0));
    }

    @Test
    void refusesToLoseAStoreOfWhichItKnowsNothingUntilThatIsAccepted() {
        topics.put(STORE, topic("store-id", 6, 5));

        assertThat(plan().losses())
                .containsExactly(new Loss("old-store", "this version does not know what was in it.", true));
        assertThat(plan().refusals()).singleElement().asString().contains("--accept-loss old-store");
        assertThat(plan("old-store").refusals()).isEmpty();
    }

    @Test
    void refusesToLoseAGraveStoreThatHasAnotherNumberOfPartitions() {
        topics.put(KEPT, topic("kept-id", 10));

        UpgradePlan plan = plan();

        assertThat(plan.deleted()).containsExactly(KEPT);
        assertThat(plan.losses()).containsExactly(new Loss("decided-events", "Decisions count twice.", true));
        assertThat(plan.isRefused()).isTrue();
        assertThat(plan.remarks()).anySatisfy(remark -> assertThat(remark).contains("state.dir"));
    }

    @Test
    void refusesToLoseRecordsThatAreUnderWay() {
        topics.put(QUEUE, topic("queue-id", 9, 9));
        unread.put(QUEUE, 3L);

        assertThat(plan().refusals()).singleElement().asString().contains("lost of old-queue is grave");
        assertThat(plan().describe()).contains("lost: old-queue: 3 records that the application has not read");
    }

    @Test
    void refusesWhileSomebodyIsInTheGroup() {
        members = List.of("client-1 at /10.0.0.7");

        assertThat(plan().refusals()).containsExactly("still in the group: client-1 at /10.0.0.7; stop it");
    }

    @Test
    void refusesWithoutAGroupAndWithoutAFile() {
        exists = false;

        assertThat(plan().refusals()).singleElement().asString().startsWith("there is no group");
    }

    @Test
    void refusesToAcceptALossThatWouldNotBe() {
        assertThat(plan("backgrounds").refusals())
                .containsExactly("--accept-loss backgrounds: nothing of this name would be lost");
    }

    @Test
    void goesOnFromAFileWhereTheGroupIsDeletedAlready() {
        exists = false;

        UpgradePlan plan = plan(file(motion(0, 90), motion(1, 150)));

        assertThat(plan.refusals()).isEmpty();
        assertThat(plan.restored()).hasSize(2);
    }

    @Test
    void refusesAFileOfAnotherGroupOrCluster() {
        assertThat(plan(new OffsetsFile("token-watch", "audit.token-watch", "cluster-1", NOW, List.of()))
                        .refusals())
                .containsExactly("the file is of the group audit.token-watch, not of sanitized.escalation-sink");
        assertThat(plan(new OffsetsFile("escalation-sink", "sanitized.escalation-sink", "cluster-2", NOW, List.of()))
                        .refusals())
                .containsExactly("the file is of the cluster cluster-2, not of cluster-1");
    }

    @Test
    void refusesAFileThatTheGroupHasLeftBehind() {
        assertThat(plan(file(motion(0, 80), motion(1, 150))).refusals())
                .singleElement()
                .asString()
                .contains("sanitized.motion-0 is at 90, in the file at 80");
    }

    @Test
    void refusesAFileThatLacksAPartitionOrATopic() {
        assertThat(plan(file(motion(0, 90))).refusals())
                .containsExactly("the file lacks these partitions of sanitized.motion: 1");
        assertThat(plan(file()).refusals())
                .containsExactly("the file lacks these partitions of sanitized.motion: 0, 1");
    }

    @Test
    void refusesOffsetsAndPartitionsThatTheTopicDoesNotHave() {
        exists = false;

        assertThat(plan(file(motion(0, 101), motion(1, 150))).refusals())
                .containsExactly("sanitized.motion-0 ends at 100, and its offset would be 101");
        assertThat(plan(file(motion(0, 90), motion(1, 150), motion(2, 1))).refusals())
                .containsExactly("no such partition: sanitized.motion-2");
        assertThat(plan(file(motion(0, 2), motion(1, 150))).refusals())
                .containsExactly(
                        "what would be lost of sanitized.motion is grave; if it may be lost: --accept-loss sanitized.motion");
    }

    @Test
    void refusesAFileOfATopicThatIsNotTheSame() {
        exists = false;
        var offset = new ExportedOffset(MOTION, "another-id", 0, 1, "");
        var gone = new ExportedOffset("sanitized.gone", "gone-id", 0, 1, "");

        assertThat(plan(file(offset, motion(1, 150))).refusals())
                .contains("the topic sanitized.motion is not the one of the file: it was made anew");
        assertThat(plan(file(motion(0, 90), motion(1, 150), gone)).refusals())
                .containsExactly("no such topic: sanitized.gone");
    }

    /// Going back to a version with a topic that the upgrade has deleted.
    @Test
    void restoresNoOffsetOfAnInternalTopicThatIsGone() {
        exists = false;
        var queue = new ExportedOffset(QUEUE, "queue-id", 0, 70, "");

        UpgradePlan plan = plan(file(motion(0, 90), motion(1, 150), queue));

        assertThat(plan.refusals()).isEmpty();
        assertThat(plan.restored()).hasSize(2);
        assertThat(plan.remarks()).contains("made anew: " + QUEUE + "-0; its offset is not restored");
    }

    @Test
    void saysWhatTheVersionReadsFromItsBeginning() {
        offsets.clear();
        offsets.put(new TopicPartition(KEPT, 0), new OffsetAndMetadata(1));

        assertThat(plan().remarks()).contains("new to the group, read from its first record: sanitized.motion");
    }

    @Test
    void aFileIsReadAsItWasWritten() throws IOException {
        Path file = folder.resolve("offsets.json");
        OffsetsFile written = file(motion(0, 90), new ExportedOffset(QUEUE, "queue-id", 3, 70, "AgAAAZ=="));

        assertThat(OffsetsFile.read(file)).isEmpty();
        written.write(file);

        assertThat(OffsetsFile.read(file)).contains(written);
        assertThatThrownBy(() -> written.write(file)).hasMessageContaining("has appeared meanwhile");
    }

    @Test
    void aFileThatIsDamagedIsNamed() throws IOException {
        Path file = folder.resolve("offsets.json");
        file(motion(0, 90)).write(file);
        String whole = Files.readString(file);

        var damaged = Stream.of("", "{}", whole.substring(0, whole.length() - 9), whole.replace("topicId", "topic_id"))
                .toList();
        for (String text : damaged) {
            Files.writeString(file, text);
            assertThatThrownBy(() -> OffsetsFile.read(file))
                    .isInstanceOf(IOException.class)
                    .hasMessage(file + " is no file of offsets, or it is damaged");
        }
    }
}
