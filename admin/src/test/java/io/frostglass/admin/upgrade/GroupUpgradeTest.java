package io.frostglass.admin.upgrade;

import static io.frostglass.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.testsupport.TestCluster;
import io.frostglass.topics.InternalTopic;
import io.frostglass.topics.Principal;
import io.frostglass.topics.StreamsTopology;
import io.frostglass.topics.TopicCatalogue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// On a real broker with its ACLs: the application is upgraded and goes back while events come. Each event comes twice,
/// the second time some events later, and only its store recognises that. So an event is delivered once, if no event
/// and no state is lost, and none is read again.
@Tag("broker")
class GroupUpgradeTest {

    private static final Principal APPLICATION = Principal.ESCALATION_SINK;
    private static final String STORE = "decided-events";
    private static final String COUNTS = "incidents";
    private static final String QUEUE = "by-event";
    private static final String QUEUE_TOPIC = "sanitized.escalation-sink-by-event-repartition";
    private static final String COUNTS_TOPIC = "sanitized.escalation-sink-incidents-changelog";

    /// How many events later an event comes again: long enough to be in the other version.
    private static final int DISTANCE = 50;

    private static final StreamsTopology FORMER = topology(
            changelog(STORE),
            new InternalTopic(QUEUE_TOPIC, "", true, List.of(), TopicCatalogue.DECISIONS.partitions()));
    private static final StreamsTopology NEXT = topology(changelog(STORE), changelog(COUNTS));

    @TempDir
    private Path folder = Path.of("");

    private TestCluster cluster;
    private EventTraffic traffic;

    private static StreamsTopology topology(InternalTopic... topics) {
        return new StreamsTopology(APPLICATION, List.of(TopicCatalogue.MOTION), List.of(topics));
    }

    private static InternalTopic changelog(String store) {
        return new InternalTopic(
                "sanitized.escalation-sink-" + store + "-changelog",
                "What " + store + " holds.",
                true,
                List.of(TopicCatalogue.MOTION),
                TopicCatalogue.MOTION.partitions());
    }

    @BeforeEach
    void start() throws IOException {
        cluster = TestCluster.start(folder.resolve("cluster"));
        traffic = new EventTraffic(cluster);
    }

    @AfterEach
    void stop() {
        traffic.close();
        cluster.close();
    }

    /// Sends events one after the other until it is told to pause.
    private static final class EventTraffic implements AutoCloseable {

        private final KafkaProducer<String, byte[]> producer;
        private final List<String> sent = new CopyOnWriteArrayList<>();
        private final Thread thread;
        private volatile boolean paused;
        private volatile boolean closed;

        EventTraffic(TestCluster cluster) {
            producer = cluster.producer(Principal.ANONYMIZE_STREAM);
            thread = Thread.ofPlatform().start(this::run);
        }

        private void run() {
            while (!closed) {
                if (!paused) {
                    String event = "evt-" + sent.size();
                    send(event);
                    sent.add(event);
                    if (sent.size() > DISTANCE) {
                        send(sent.get(sent.size() - 1 - DISTANCE));
                    }
                }
                try {
                    Thread.sleep(2);
                } catch (InterruptedException e) {
                    return;
                }
            }
        }

        private void send(String event) {
            try {
                producer.send(new ProducerRecord<>(
                                TopicCatalogue.MOTION.name(), event, event.getBytes(StandardCharsets.UTF_8)))
                        .get();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }

        void pause() {
            paused = true;
            eventually("no event is being sent", () -> thread.getState() == Thread.State.TIMED_WAITING);
        }

        void resume() {
            paused = false;
        }

        @Override
        public void close() {
            closed = true;
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            producer.close();
        }
    }

    /// Forwards an event that its store does not hold.
    private static final class FirstOnly extends ContextualProcessor<String, byte[], String, byte[]> {
        @Override
        public void process(Record<String, byte[]> event) {
            KeyValueStore<String, byte[]> store = context().getStateStore(STORE);
            if (store.putIfAbsent(event.key(), event.value()) == null) {
                context().forward(event);
            }
        }
    }

    private static final class CountEvents extends ContextualProcessor<String, byte[], String, byte[]> {
        @Override
        public void process(Record<String, byte[]> event) {
            KeyValueStore<String, byte[]> store = context().getStateStore(COUNTS);
            store.put(event.key(), event.value());
            context().forward(event);
        }
    }

    private static KStream<String, byte[]> events(StreamsBuilder builder) {
        return builder.stream(TopicCatalogue.MOTION.name(), Consumed.with(Serdes.String(), Serdes.ByteArray()));
    }

    private static void addStore(StreamsBuilder builder, String name) {
        builder.addStateStore(
                Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), Serdes.String(), Serdes.ByteArray()));
    }

    private static void deliver(KStream<String, byte[]> events) {
        events.to(TopicCatalogue.ESCALATIONS.name(), Produced.with(Serdes.String(), Serdes.ByteArray()));
    }

    /// Has a topic between two sub-topologies.
    private static void former(StreamsBuilder builder) {
        addStore(builder, STORE);
        deliver(events(builder)
                .repartition(Repartitioned.<String, byte[]>as(QUEUE)
                        .withKeySerde(Serdes.String())
                        .withValueSerde(Serdes.ByteArray())
                        .withNumberOfPartitions(TopicCatalogue.DECISIONS.partitions()))
                .process(FirstOnly::new, STORE));
    }

    /// Has a second store instead.
    private static void next(StreamsBuilder builder) {
        addStore(builder, STORE);
        addStore(builder, COUNTS);
        deliver(events(builder).process(FirstOnly::new, STORE).process(CountEvents::new, COUNTS));
    }

    private KafkaStreams run(Consumer<StreamsBuilder> version) {
        var builder = new StreamsBuilder();
        version.accept(builder);
        var settings = new Properties();
        settings.putAll(cluster.clientOf(APPLICATION));
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, APPLICATION.applicationId());
        settings.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "streams");
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        settings.put(StreamsConfig.STATE_DIR_CONFIG, folder.resolve("state").toString());
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 20);
        var streams = new KafkaStreams(builder.build(), settings);
        streams.start();
        return streams;
    }

    private static void stop(KafkaStreams streams) {
        assertThat(streams.close(CloseOptions.timeout(Duration.ofSeconds(60))
                        .withGroupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP)))
                .isTrue();
    }

    private List<String> delivered() {
        return cluster.records(TopicCatalogue.ESCALATIONS).stream()
                .map(ConsumerRecord::key)
                .toList();
    }

    private void awaitMoreThan(int events) {
        eventually("it delivers", () -> delivered().size(), size -> size > events);
    }

    private GroupUpgrade upgrade(StreamsTopology version, String file) {
        return new GroupUpgrade(cluster.clientOf(APPLICATION), version, folder.resolve(file), Clock.systemUTC());
    }

    private UpgradePlan planWithoutMembers(GroupUpgrade upgrade, Set<String> accepted) {
        return eventually(
                "nobody is in the group",
                () -> upgrade.plan(accepted),
                plan -> plan.refusals().stream().noneMatch(refusal -> refusal.contains("still in the group")));
    }

    /// The repetitions of the last events, too.
    private void awaitThatAllIsRead() {
        long written = 2L * traffic.sent.size() - DISTANCE;
        eventually(
                "all is read",
                () -> upgrade(NEXT, "end.json").plan(Set.of()),
                plan -> plan.losses().isEmpty()
                        && plan.restored().entrySet().stream()
                                        .filter(offset ->
                                                offset.getKey().topic().equals(TopicCatalogue.MOTION.name()))
                                        .mapToLong(offset -> offset.getValue().offset())
                                        .sum()
                                == written);
    }

    private boolean exists(String topic) throws Exception {
        try (var admin = cluster.admin()) {
            return admin.listTopics().names().get().contains(topic);
        }
    }

    @Test
    void everyEventIsDeliveredOnceWhenTheApplicationIsUpgradedAndGoesBackWhileEventsCome() throws Exception {
        // Given
        var former = run(GroupUpgradeTest::former);
        awaitMoreThan(2 * DISTANCE);
        var toNext = upgrade(NEXT, "to-next.json");
        assertThat(toNext.plan(Set.of()).refusals())
                .anySatisfy(
                        refusal -> assertThat(refusal).startsWith("still in the group: sanitized.escalation-sink-"));
        // The next version has no topic between sub-topologies: it must be empty
        traffic.pause();
        eventually("all is delivered", () -> delivered().size() == traffic.sent.size());
        stop(former);
        traffic.resume();

        // When
        UpgradePlan upgrade = planWithoutMembers(toNext, Set.of());
        assertThat(upgrade.refusals()).isEmpty();
        assertThat(upgrade.deleted()).containsExactly(QUEUE_TOPIC);
        toNext.apply(upgrade);
        assertThat(exists(QUEUE_TOPIC)).isFalse();
        // A second run finds nothing to do
        UpgradePlan again = toNext.plan(Set.of());
        assertThat(again.refusals()).isEmpty();
        assertThat(again.restored()).isEqualTo(upgrade.restored());
        toNext.apply(again);
        int before = delivered().size();
        var next = run(GroupUpgradeTest::next);
        awaitMoreThan(before + 2 * DISTANCE);
        stop(next);

        // And back
        assertThat(planWithoutMembers(upgrade(FORMER, "to-next.json"), Set.of()).refusals())
                .anySatisfy(refusal -> assertThat(refusal).startsWith("the group has gone on"));
        var toFormer = upgrade(FORMER, "to-former.json");
        assertThat(toFormer.plan(Set.of()).refusals())
                .containsExactly(
                        "what would be lost of incidents is grave; if it may be lost: --accept-loss incidents");
        toFormer.apply(toFormer.plan(Set.of(COUNTS)));
        assertThat(exists(COUNTS_TOPIC)).isFalse();
        before = delivered().size();
        former = run(GroupUpgradeTest::former);
        awaitMoreThan(before + 2 * DISTANCE);
        traffic.close();

        // Then
        awaitThatAllIsRead();
        stop(former);
        assertThat(delivered()).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(traffic.sent);
    }

    @Test
    void refusesToDeleteATopicWithRecordsThatAreNotRead() throws Exception {
        // Given a topic of a sub-topology that is not there any more
        var former = run(GroupUpgradeTest::former);
        awaitMoreThan(DISTANCE);
        stop(former);
        write(QUEUE_TOPIC);

        // When
        UpgradePlan plan = planWithoutMembers(upgrade(NEXT, "offsets.json"), Set.of());

        // Then
        assertThat(plan.refusals())
                .containsExactly("what would be lost of by-event is grave; if it may be lost: --accept-loss by-event");
        assertThat(exists(QUEUE_TOPIC)).isTrue();
    }

    private void write(String topic) throws Exception {
        try (var producer = cluster.producer(APPLICATION)) {
            producer.send(new ProducerRecord<>(topic, "evt-x", new byte[1])).get();
        }
    }
}
