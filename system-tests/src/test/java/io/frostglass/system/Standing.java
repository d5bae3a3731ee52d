package io.frostglass.system;

import static io.frostglass.testsupport.Eventually.eventually;

import io.frostglass.admin.SchemaTexts;
import io.frostglass.runtime.audit.AuditGap;
import io.frostglass.runtime.audit.AuditLog;
import io.frostglass.standalone.Application;
import io.frostglass.standalone.DemoPorts;
import io.frostglass.standalone.Installation;
import io.frostglass.standalone.Pipeline;
import io.frostglass.standalone.load.CameraClient;
import io.frostglass.standalone.load.TrafficGenerator;
import io.frostglass.standalone.load.WebhookAnswer;
import io.frostglass.standalone.receiver.DemoReceiver;
import io.frostglass.testsupport.TestCluster;
import io.frostglass.topics.Principal;
import io.frostglass.topics.Topic;
import io.frostglass.topics.TopicCatalogue;
import io.frostglass.topics.Zone;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// A whole installation that stands, for tests that look at it from outside.
final class Standing implements AutoCloseable {

    private static final List<ServerSocket> RESERVATIONS = new CopyOnWriteArrayList<>();

    private final DemoPorts demoPorts = freePorts();
    private final Path folder;
    private final Map<Principal, Map<String, String>> more;
    private final Installation installation;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final List<String> alerts = new CopyOnWriteArrayList<>();
    private final TestCluster cluster;
    private final Pipeline pipeline;

    /// @param files of the installation, by name, besides those that the demo makes
    /// @param more settings of some applications
    private Standing(boolean merging, Map<String, String> files, Map<Principal, Map<String, String>> more)
            throws IOException {
        this.more = more;
        folder = Files.createTempDirectory("frostglass");
        for (var file : files.entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
        }
        installation = Installation.open(folder, demoPorts, merging);
        if (merging) {
            widenWindow(installation.sites());
        }
        try {
            cluster = add(TestCluster.start(folder.resolve("cluster")));
            SchemaTexts.register(cluster.registry().url(), Map.of());
            add(DemoReceiver.start(demoPorts.receiver(), installation.receiverSecret(), this::arrived));
            pipeline = add(Pipeline.start(installation, this::connection));
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /// Ports that nothing listens on, and that no other test takes: two JVMs run tests, and so may another build.
    static DemoPorts freePorts() {
        return IntStream.iterate(18_080, base -> base < 28_080, base -> base + 100)
                .filter(Standing::reserve)
                .mapToObj(DemoPorts::new)
                .filter(demoPorts -> IntStream.concat(IntStream.rangeClosed(0, 10), IntStream.of(1012))
                        .allMatch(i -> isFree(demoPorts.base() + i)))
                .findFirst()
                .orElseThrow();
    }

    /// By a socket on a port that no installation uses; it stays bound until this JVM ends.
    private static boolean reserve(int base) {
        try {
            RESERVATIONS.add(new ServerSocket(base + 50, 1, InetAddress.getLoopbackAddress()));
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private static boolean isFree(int port) {
        try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    /// Every event on its own, however alike the pictures.
    static Standing start() throws IOException {
        return new Standing(false, Map.of(), Map.of());
    }

    /// Pictures that repeat others are marked, within ten minutes, so that no machine is too slow.
    static Standing startMerging() throws IOException {
        return new Standing(true, Map.of(), Map.of());
    }

    /// With more settings of some applications.
    static Standing start(Map<Principal, Map<String, String>> more) throws IOException {
        return new Standing(false, Map.of(), more);
    }

    /// With files of a test's own, and more settings of all applications.
    static Standing start(Map<String, String> files, Map<String, String> settings) throws IOException {
        return new Standing(
                false, files, Arrays.stream(Principal.values()).collect(Collectors.toMap(it -> it, _ -> settings)));
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

    /// What an application serves at `/metrics`.
    String metrics(Application application) throws IOException {
        var url = URI.create("http://127.0.0.1:" + application.port(demoPorts) + "/metrics");
        try (var in = url.toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    void awaitDelivered(int events) {
        eventually(events + " alerts", () -> alerts, it -> it.size() >= events);
    }

    void awaitRecords(Topic topic, int records) {
        eventually(records + " records on " + topic.name(), () -> records(topic).size(), it -> it >= records);
    }

    /// As in production, applications register no schemas.
    private Map<String, String> connection(Principal principal) {
        var settings = new HashMap<>(Map.of("auto.register.schemas", "false"));
        settings.putAll(more.getOrDefault(principal, Map.of()));
        return cluster.applicationSettings(principal, settings);
    }

    /// The files of a broker in this process.
    Path brokerFolder() {
        return folder.resolve("cluster").resolve("broker");
    }

    /// Broker and schema registry.
    TestCluster cluster() {
        return cluster;
    }

    /// All committed records of a topic.
    <T extends SpecificRecord> List<T> values(Topic topic, Class<T> type) {
        return cluster.read(topic, type);
    }

    List<AuditGap> gapsOfTheAuditLog() {
        return AuditLog.read(cluster.clientOf(Principal.AUDIT_LOG), cluster.serdes(), Instant.EPOCH, _ -> {});
    }

    /// All committed records of a topic, as bytes.
    List<ConsumerRecord<String, byte[]>> records(Topic topic) {
        return cluster.records(topic);
    }

    List<Topic> topicsOutside(Zone zone) {
        return TopicCatalogue.topics().stream()
                .filter(topic -> topic.zone() != zone)
                .toList();
    }

    /// Everything on the broker, what Kafka makes for itself included.
    Set<String> topicNames() {
        try (Admin admin = cluster.admin()) {
            return admin.listTopics().names().get();
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
