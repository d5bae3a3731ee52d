package io.frostglass.system;

import static io.frostglass.testsupport.Eventually.eventually;

import io.frostglass.restricted.MotionRaw;
import io.frostglass.runtime.audit.AuditGap;
import io.frostglass.runtime.audit.AuditLog;
import io.frostglass.runtime.follow.PartitionOffsets;
import io.frostglass.standalone.Application;
import io.frostglass.standalone.DemoPorts;
import io.frostglass.standalone.EmbeddedCluster;
import io.frostglass.standalone.Installation;
import io.frostglass.standalone.Pipeline;
import io.frostglass.standalone.load.CameraClient;
import io.frostglass.standalone.load.TrafficGenerator;
import io.frostglass.standalone.load.WebhookAnswer;
import io.frostglass.standalone.receiver.DemoReceiver;
import io.frostglass.topics.Principal;
import io.frostglass.topics.Topic;
import io.frostglass.topics.TopicCatalogue;
import io.frostglass.topics.Zone;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// A whole installation that stands, for tests that look at it from outside.
final class Standing implements AutoCloseable {

    private final DemoPorts demoPorts = freePorts();
    private final Installation installation;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final List<String> alerts = new CopyOnWriteArrayList<>();
    private final EmbeddedCluster embeddedCluster;
    private final Pipeline pipeline;

    private Standing(boolean merging) throws IOException {
        Path folder = Files.createTempDirectory("frostglass");
        installation = Installation.open(folder, demoPorts, merging);
        if (merging) {
            widenWindow(installation.sites());
        }
        try {
            embeddedCluster = add(EmbeddedCluster.start(installation));
            add(DemoReceiver.start(demoPorts.receiver(), installation.receiverSecret(), this::arrived));
            pipeline = add(Pipeline.start(installation, embeddedCluster));
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /// Another build of this machine may have some.
    private static DemoPorts freePorts() {
        return IntStream.iterate(18_080, base -> base < 28_080, base -> base + 100)
                .mapToObj(DemoPorts::new)
                .filter(demoPorts -> IntStream.concat(IntStream.range(0, 10), IntStream.of(1012))
                        .allMatch(i -> isFree(demoPorts.base() + i)))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isFree(int port) {
        try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    /// Every event on its own, however alike the pictures.
    static Standing start() throws IOException {
        return new Standing(false);
    }

    /// Pictures that repeat others are marked, within ten minutes, so that no machine is too slow.
    static Standing startMerging() throws IOException {
        return new Standing(true);
    }

    private static void widenWindow(Path sites) throws IOException {
        String text = Files.readString(sites);
        Files.writeString(sites, text.replace("    cameras:", "    duplicates: {window: 10m}\n    cameras:"));
    }

    private <T extends AutoCloseable> T add(T part) {
        parts.push(part);
        return part;
    }

    private void arrived(String eventId, boolean update, boolean redelivery, Instant at) {
        // A receiver takes a webhook id once, as the specification asks.
        if (!redelivery) {
            alerts.add(eventId);
        }
    }

    void restart(Application application) {
        pipeline.restart(application);
    }

    Installation installation() {
        return installation;
    }

    /// The events that alerts came about, in the order of arrival.
    List<String> alerts() {
        return List.copyOf(alerts);
    }

    void send(List<TrafficGenerator.Source> sources, int events, Consumer<WebhookAnswer> answers)
            throws InterruptedException {
        try (var client = CameraClient.create();
                var trafficGenerator = TrafficGenerator.start(
                        installation.ingestUrl(),
                        sources,
                        new TrafficGenerator.TrafficPlan(10, events),
                        client,
                        (sending, webhookAnswer) -> answers.accept(webhookAnswer))) {
            trafficGenerator.await();
        }
    }

    void awaitDelivered(int events) {
        eventually(events + " alerts", () -> alerts, it -> it.size() >= events);
    }

    void awaitRecords(Topic topic, int records) {
        eventually(records + " records on " + topic.name(), () -> records(topic).size(), it -> it >= records);
    }

    Map<String, String> client(Principal principal) {
        return embeddedCluster.client(principal);
    }

    /// All committed records of a topic.
    <T extends SpecificRecord> List<T> values(Topic topic, Class<T> type) {
        try (var serdes = installation.serdes();
                var serde = serdes.serde(topic, type)) {
            return records(topic).stream()
                    .map(record -> serde.deserializer().deserialize(topic.name(), record.value()))
                    .toList();
        }
    }

    List<AuditGap> gapsOfTheAuditLog() {
        try (var serdes = installation.serdes()) {
            return AuditLog.read(Map.copyOf(client(Principal.AUDIT_LOG)), serdes, Instant.EPOCH, _ -> {});
        }
    }

    /// All committed records of a topic, as bytes.
    List<ConsumerRecord<byte[], byte[]>> records(Topic topic) {
        var settings = new HashMap<String, Object>(embeddedCluster.administrator());
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
                var admin = Admin.create(settings)) {
            List<TopicPartition> partitions = PartitionOffsets.partitions(consumer, List.of(topic));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = PartitionOffsets.ends(admin, partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(500)).forEach(records::add);
            }
        }
        return records;
    }

    List<Topic> topicsOutside(Zone zone) {
        return TopicCatalogue.topics().stream()
                .filter(topic -> topic.zone() != zone)
                .toList();
    }

    /// Everything on the broker, what Kafka makes for itself included.
    Set<String> topicNames() {
        try (Admin admin = Admin.create(Map.copyOf(embeddedCluster.administrator()))) {
            return admin.listTopics().names().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Writes to the raw topic past ingest.
    void writeRaw(Principal principal, MotionRaw raw) {
        try (var serdes = installation.serdes();
                var serde = serdes.serde(TopicCatalogue.MOTION_RAW, MotionRaw.class)) {
            byte[] value = serde.serializer().serialize(TopicCatalogue.MOTION_RAW.name(), raw);
            writeRaw(principal, raw.getCameraId().getBytes(StandardCharsets.UTF_8), value);
        }
    }

    /// Writes to the raw topic past ingest.
    void writeRaw(Principal principal, byte[] key, byte[] value) {
        var bytes = new ByteArraySerializer();
        try (var producer = new KafkaProducer<>(Map.copyOf(embeddedCluster.client(principal)), bytes, bytes)) {
            producer.send(new ProducerRecord<>(TopicCatalogue.MOTION_RAW.name(), key, value))
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        var failure = new IllegalStateException("not all could be closed");
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                failure.addSuppressed(e);
            }
        }
        if (failure.getSuppressed().length > 0) {
            throw failure;
        }
    }
}
