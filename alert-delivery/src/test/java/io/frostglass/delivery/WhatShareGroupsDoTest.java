package io.frostglass.delivery;

import static io.frostglass.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.frostglass.testsupport.TestCluster;
import io.frostglass.topics.Principal;
import io.frostglass.topics.TopicCatalogue;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What deliveries rely on, shown on the broker of this version: with another, look here first.
@Tag("broker")
class WhatShareGroupsDoTest {

    private static final Duration LOCK = Duration.ofSeconds(3);

    private static final Duration POLL = Duration.ofMillis(200);

    /// One member more than the topic has partitions: with fewer, a partition may have one member only.
    private static final int ENOUGH_TO_SHARE = TopicCatalogue.ESCALATIONS.partitions();

    @TempDir
    static Path dir;

    private static TestCluster cluster;
    private final String group = ShareGroups.of("facts-" + UUID.randomUUID());

    @BeforeAll
    static void start() throws Exception {
        cluster = TestCluster.start(dir);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void beginAtTheEndOfTheTopicAndHandOutAbortedRecordsUnlessConfigured() throws Exception {
        // Given a group as it is by itself
        String before = write("before");
        try (var member = join(1)) {
            pollOnce(member);
            eventually("the group has begun", () -> {
                write("nudge");
                return pollOnce(member).stream()
                        .anyMatch(record -> record.value().equals("nudge"));
            });

            // When
            String aborted = "aborted-" + UUID.randomUUID();
            writeAborted(aborted);

            // Then
            List<String> seen = new ArrayList<>();
            eventually("the aborted record is handed out", () -> {
                pollOnce(member).forEach(record -> seen.add(record.value()));
                return seen.contains(aborted);
            });
            assertThat(seen).doesNotContain(before);
        }
    }

    @Test
    void beginAtTheBeginningAndSkipAbortedRecordsAsConfigured() throws Exception {
        // Given
        String before = write("before");
        String aborted = "aborted-" + UUID.randomUUID();
        writeAborted(aborted);
        String after = write("after");
        configure();

        // When
        List<String> seen = new ArrayList<>();
        try (var member = join(10)) {
            eventually("all committed records are handed out", () -> {
                pollOnce(member).forEach(record -> seen.add(record.value()));
                return seen.contains(before) && seen.contains(after);
            });
        }

        // Then
        assertThat(seen).doesNotContain(aborted);
    }

    @Test
    void keepARecordForTheMemberThatRenewsItAndDoNotCountThat() throws Exception {
        // Given
        configure();
        String mine = write("mine");
        try (var holder = join(1);
                var others = new Members(ENOUGH_TO_SHARE)) {
            ConsumerRecord<String, String> record = take(holder, mine);

            // When renewed for twice as long as the lock lasts
            long end = System.nanoTime() + LOCK.multipliedBy(2).toNanos();
            while (System.nanoTime() < end) {
                holder.acknowledge(record, AcknowledgeType.RENEW);
                assertThat(holder.commitSync().values()).allMatch(Optional::isEmpty);
                others.accept(LOCK.dividedBy(4));
                record = only(holder.poll(Duration.ofSeconds(5)));
            }

            // Then
            assertThat(others.seen).extracting(ConsumerRecord::value).doesNotContain(mine);
            assertThat(record.value()).isEqualTo(mine);
            assertThat(record.deliveryCount()).contains((short) 1);
            holder.acknowledge(record, AcknowledgeType.ACCEPT);
            assertThat(holder.commitSync().values()).allMatch(Optional::isEmpty);
        }
    }

    @Test
    void handOutNothingNewToAMemberThatRenews() throws Exception {
        // Given
        configure();
        String held = write("held");
        try (var member = join(10)) {
            ConsumerRecord<String, String> record = take(member, held);
            write("new");

            // When
            member.acknowledge(record, AcknowledgeType.RENEW);
            member.commitSync();

            // Then
            assertThat(only(member.poll(Duration.ofSeconds(5))).value()).isEqualTo(held);
        }
    }

    @Test
    void handOutARecordAgainWhenItsLockEndsAndCountThat() throws Exception {
        // Given
        configure();
        String value = write("value");
        try (var silent = join(1);
                var others = new Members(ENOUGH_TO_SHARE)) {
            // When
            ConsumerRecord<String, String> first = take(silent, value);
            eventually("another member has it", () -> others.accept(POLL).contains(value));

            // Then
            assertThat(first.deliveryCount()).contains((short) 1);
            assertThat(others.seen)
                    .filteredOn(record -> record.value().equals(value))
                    .extracting(ConsumerRecord::deliveryCount)
                    .containsExactly(Optional.of((short) 2));
        }
    }

    @Test
    void handOutARecordAgainAtOnceWhenItsMemberLeaves() throws Exception {
        // Given
        configure();
        String value = write("value");
        try (var leaving = join(1)) {
            take(leaving, value);
        }

        // When
        try (var member = join(1)) {
            // Then
            assertThat(take(member, value).deliveryCount()).contains((short) 2);
        }
    }

    @Test
    void leaveAPartitionToOneMemberUntilThereAreMoreMembersThanPartitions() throws Exception {
        // Given as many members as partitions, one of which keeps at a record
        configure();
        try (var holder = join(1);
                var others = new Members(TopicCatalogue.ESCALATIONS.partitions() - 1)) {
            eventually("each has a partition", () -> {
                pollOnce(holder);
                others.accept(POLL);
                return assignments().equals(List.of(1, 1, 1, 1, 1, 1));
            });
            writeToEachPartition("held");
            var held = new ArrayList<ConsumerRecord<String, String>>();
            eventually("it is handed out", () -> {
                holder.poll(POLL).forEach(held::add);
                return !held.isEmpty();
            });
            holder.acknowledge(held.getFirst(), AcknowledgeType.RENEW);
            holder.commitSync();

            // When
            writeToEachPartition("waiting");

            // Then
            eventually("those of the others are handed out", () -> seen(others, "waiting") == 5);
            others.accept(LOCK.dividedBy(2));
            assertThat(seen(others, "waiting")).isEqualTo(5);
            try (var more = new Members(1)) {
                eventually("the last, too", () -> seen(others, "waiting") + seen(more, "waiting") == 6);
            }
        }
    }

    private static long seen(Members members, String value) {
        return members.accept(POLL).stream().filter(value::equals).count();
    }

    private static void writeToEachPartition(String value) throws Exception {
        try (var producer = new KafkaProducer<>(
                cluster.clientOf(Principal.ESCALATION_SINK), new StringSerializer(), new StringSerializer())) {
            for (int partition = 0; partition < TopicCatalogue.ESCALATIONS.partitions(); partition++) {
                producer.send(new ProducerRecord<>(TopicCatalogue.ESCALATIONS.name(), partition, "key", value))
                        .get();
            }
        }
    }

    @Test
    void dropARecordThatIsReleasedAtItsLastPermittedDelivery() throws Exception {
        // Given
        configure();
        String value = write("value");
        try (var member = join(1)) {
            for (int count = 1; count <= ShareGroups.DELIVERY_LIMIT; count++) {
                ConsumerRecord<String, String> record = take(member, value);
                assertThat(record.deliveryCount()).contains((short) count);

                // When
                member.acknowledge(record, AcknowledgeType.RELEASE);
                assertThat(member.commitSync().values()).allMatch(Optional::isEmpty);
            }
            write("next");

            // Then
            List<String> seen = new ArrayList<>();
            eventually("the next record is handed out", () -> {
                pollOnce(member).forEach(record -> seen.add(record.value()));
                return seen.contains("next");
            });
            assertThat(seen).doesNotContain(value);
        }
    }

    /// A partition of which a group has settled nothing has no offset in the answer of the brokers.
    @Test
    void haveALagAlsoWhereNothingIsSettled() throws Exception {
        // Given
        configure();
        writeToEachPartition("waiting");
        try (var admin = Admin.create(cluster.clientOf(Principal.ALERT_DELIVERY));
                var holder = join(1)) {
            // When one record of one partition is accepted
            ConsumerRecord<String, String> record = take(holder, "waiting");
            double before = lag(admin);
            holder.acknowledge(record, AcknowledgeType.ACCEPT);
            assertThat(holder.commitSync().values()).allMatch(Optional::isEmpty);

            // Then
            assertThat(before).isGreaterThanOrEqualTo(TopicCatalogue.ESCALATIONS.partitions());
            eventually("it is not in the lag", () -> lag(admin) < before);
        }
    }

    private double lag(Admin admin) {
        return Objects.requireNonNull(ShareGroupLag.of(admin, Set.of(group)).get(group))
                .join();
    }

    @Test
    void areRefusedSettingsBeyondTheBrokersBounds() {
        // Given
        try (var admin = Admin.create(cluster.clientOf(Principal.ALERT_DELIVERY))) {
            // When, Then
            assertThatThrownBy(() -> ShareGroups.prepare(admin, group, Duration.ofMinutes(10))
                            .join())
                    .hasCauseInstanceOf(KafkaException.class)
                    .hasMessageContaining(group)
                    .hasMessageContaining("share.record.lock.duration.ms");
        }
    }

    @Test
    void canBeConfiguredByTheirOwnerOnly() {
        // Given
        try (var admin = Admin.create(cluster.clientOf(Principal.PAGER))) {
            // When, Then
            assertThatThrownBy(() -> ShareGroups.prepare(admin, group, LOCK).join())
                    .hasCauseInstanceOf(KafkaException.class);
        }
    }

    private void configure() throws Exception {
        try (var admin = Admin.create(cluster.clientOf(Principal.ALERT_DELIVERY))) {
            eventually(
                    "the group is configured",
                    () -> ShareGroups.prepare(admin, group, LOCK).join());
        }
    }

    private KafkaShareConsumer<String, String> join(int most) {
        Map<String, Object> settings = cluster.clientOf(Principal.ALERT_DELIVERY);
        settings.put("group.id", group);
        settings.put("share.acknowledgement.mode", "explicit");
        settings.put("share.acquire.mode", "record_limit");
        settings.put("max.poll.records", most);
        var member = new KafkaShareConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
        member.subscribe(List.of(TopicCatalogue.ESCALATIONS.name()));
        return member;
    }

    /// How many partitions each member has.
    private List<Integer> assignments() throws Exception {
        try (var admin = cluster.admin()) {
            return admin.describeShareGroups(List.of(group)).all().get().values().stream()
                    .flatMap(description -> description.members().stream())
                    .map(member -> member.assignment().topicPartitions().size())
                    .toList();
        } catch (ExecutionException notThereYet) {
            return List.of();
        }
    }

    /// Several members that accept what they get.
    private final class Members implements AutoCloseable {
        private final List<KafkaShareConsumer<String, String>> members = new ArrayList<>();
        private final List<ConsumerRecord<String, String>> seen = new ArrayList<>();

        Members(int number) {
            for (int i = 0; i < number; i++) {
                members.add(join(1));
            }
        }

        /// Values of all that they have had so far.
        List<String> accept(Duration atLeast) {
            long end = System.nanoTime() + atLeast.toNanos();
            do {
                members.forEach(member -> seen.addAll(pollOnce(member)));
            } while (System.nanoTime() < end);
            return seen.stream().map(ConsumerRecord::value).toList();
        }

        @Override
        public void close() {
            members.forEach(KafkaShareConsumer::close);
        }
    }

    /// Polls and accepts.
    private static List<ConsumerRecord<String, String>> pollOnce(KafkaShareConsumer<String, String> member) {
        var records = new ArrayList<ConsumerRecord<String, String>>();
        member.poll(Duration.ofMillis(50)).forEach(record -> {
            records.add(record);
            member.acknowledge(record, AcknowledgeType.ACCEPT);
        });
        member.commitSync();
        return records;
    }

    /// Accepts whatever else there is until this record comes, and keeps it.
    private static ConsumerRecord<String, String> take(KafkaShareConsumer<String, String> member, String value)
            throws Exception {
        var found = new ArrayList<ConsumerRecord<String, String>>();
        eventually("the record is handed out", () -> {
            member.poll(Duration.ofMillis(500)).forEach(record -> {
                if (record.value().equals(value)) {
                    found.add(record);
                } else {
                    member.acknowledge(record, AcknowledgeType.ACCEPT);
                }
            });
            member.commitSync();
            return !found.isEmpty();
        });
        return found.getFirst();
    }

    private static ConsumerRecord<String, String> only(Iterable<ConsumerRecord<String, String>> records) {
        assertThat(records).hasSize(1);
        return records.iterator().next();
    }

    private static String write(String prefix) throws Exception {
        String value = prefix.equals("nudge") || prefix.equals("next") ? prefix : prefix + "-" + UUID.randomUUID();
        try (var producer = new KafkaProducer<>(
                cluster.clientOf(Principal.ESCALATION_SINK), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(TopicCatalogue.ESCALATIONS.name(), 0, "key", value))
                    .get();
        }
        return value;
    }

    private static void writeAborted(String value) throws Exception {
        try (var producer = cluster.transactional(Principal.ESCALATION_SINK)) {
            producer.send(new ProducerRecord<>(
                            TopicCatalogue.ESCALATIONS.name(), 0, "key", value.getBytes(StandardCharsets.UTF_8)))
                    .get();
            producer.abortTransaction();
        }
    }
}
