package io.frostglass.standalone;

import io.frostglass.audit.Action;
import io.frostglass.audit.AgentCall;
import io.frostglass.audit.AuditEntry;
import io.frostglass.sanitized.SanitizedMotion;
import io.frostglass.standalone.agent.DemoAgent;
import io.frostglass.standalone.agent.ExampleAgent;
import io.frostglass.standalone.camera.FolderCamera;
import io.frostglass.standalone.load.CameraAccounts;
import io.frostglass.standalone.load.CameraClient;
import io.frostglass.standalone.load.TrafficGenerator;
import io.frostglass.standalone.load.WebhookAnswer;
import io.frostglass.standalone.receiver.DemoReceiver;
import io.frostglass.standalone.report.ConsoleLines;
import io.frostglass.standalone.report.DeliveryLedger;
import io.frostglass.standalone.report.DemoSummary;
import io.frostglass.standalone.report.TerminalStyle;
import io.frostglass.standalone.report.ThumbnailFolder;
import io.frostglass.topics.Principal;
import io.frostglass.topics.TopicCatalogue;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/// The whole pipeline in one JVM, on an embedded broker with all ACLs on. It shows what happens to each event.
public final class Demo implements AutoCloseable {

    private static final int THUMBNAILS_KEPT = 500;
    private static final int EVENTS_REMEMBERED = 100_000;

    /// How long the pipeline may take to deliver the rest after the cameras have sent the last event.
    private static final Duration LAST_DELIVERY = Duration.ofMinutes(1);

    /// Options of the demo.
    ///
    /// @param events after how many events to stop; empty: never
    /// @param perSecond events a second of all cameras together
    /// @param media a folder whose JPEGs are sent instead of drawn scenes
    /// @param cameras whether simulated cameras send events
    /// @param agent whether an agent decides about the events
    public record DemoOptions(
            Path data,
            DemoPorts ports,
            OptionalLong events,
            double perSecond,
            Optional<Path> media,
            boolean cameras,
            boolean agent) {}

    private final DemoOptions options;
    private final PrintStream out;
    private final Installation installation;
    private final ConsoleLines lines;
    /// Whether `examples/triage-agent` decides. The demo learns its decisions from the audit log.
    private volatile boolean exampleDecides;

    private final DeliveryLedger ledger = new DeliveryLedger(EVENTS_REMEMBERED);
    private final Parts parts;
    private final boolean rawReadRefused;
    private @Nullable TrafficGenerator traffic;

    private Demo(DemoOptions options, PrintStream out) throws IOException {
        this.options = options;
        this.out = out;
        this.parts = new Parts(out);
        this.lines = new ConsoleLines(TerminalStyle.detect(out, System.getenv()), ZoneId.systemDefault());
        this.installation = Installation.open(options.data(), options.ports(), !options.cameras());
        try {
            var cluster = parts.add(EmbeddedCluster.start(installation));
            parts.add(DemoReceiver.start(options.ports().receiver(), installation.receiverSecret(), ledger::arrived));
            DemoRollouts.widen(installation, cluster);
            parts.add(Pipeline.start(installation, cluster));
            installation.writeEndpoints(cluster.bootstrapServers());
            this.rawReadRefused = isRawReadRefused(cluster);
            watch(cluster);
            if (options.agent()) {
                startAgent();
            }
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /// Starts everything and prints the ports.
    ///
    /// @throws IllegalStateException if something does not start, such as when a port is taken
    public static Demo start(DemoOptions options, PrintStream out) {
        try {
            Instant begin = Instant.now();
            var demo = new Demo(options, out);
            demo.tellWhatListens(Duration.between(begin, Instant.now()));
            return demo;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Tries to break the law of zones: reads the raw topic as token-stream. A broker that returns no records has not
    /// refused.
    private static boolean isRawReadRefused(EmbeddedCluster cluster) {
        String topic = TopicCatalogue.MOTION_RAW.name();
        var bytes = new ByteArrayDeserializer();
        var settings = new HashMap<String, Object>(cluster.client(Principal.TOKEN_STREAM));
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        try (var consumer = new KafkaConsumer<>(settings, bytes, bytes)) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            consumer.poll(Duration.ofSeconds(10));
            return false;
        } catch (TopicAuthorizationException e) {
            return e.unauthorizedTopics().contains(topic);
        }
    }

    /// Reads thumbnails from the sanitized topic, and the line about each event from the audit log.
    private void watch(EmbeddedCluster cluster) throws IOException {
        var thumbnails = ThumbnailFolder.open(installation.thumbnails(), THUMBNAILS_KEPT);
        var serdes = parts.add(installation.serdes());
        parts.add(TopicTail.start(
                cluster,
                Principal.CONSOLE,
                TopicCatalogue.MOTION,
                SanitizedMotion.class,
                serdes,
                event -> keep(thumbnails, event)));
        parts.add(TopicTail.start(
                cluster, Principal.AUDIT_LOG, TopicCatalogue.AUDIT_ENTRIES, AuditEntry.class, serdes, this::audited));
    }

    private void startAgent() throws IOException {
        var example = ExampleAgent.start(
                Path.of(System.getProperty("frostglass.home", "")),
                installation.gatewayUrl(),
                installation.agentKey(),
                installation.folder().resolve("frostglass.log"));
        if (example.isPresent()) {
            parts.add(example.get());
            exampleDecides = true;
            return;
        }
        String key = Files.readString(installation.agentKey()).strip();
        parts.add(DemoAgent.start(
                installation.gatewayUrl(),
                key,
                (cameraId, alert, words) -> out.println(lines.decided(Instant.now(), cameraId, alert, words))));
    }

    private static void keep(ThumbnailFolder thumbnails, SanitizedMotion event) {
        ByteBuffer picture = event.getThumbnail();
        if (picture == null) {
            return;
        }
        byte[] jpeg = new byte[picture.remaining()];
        picture.duplicate().get(jpeg);
        try {
            thumbnails.write(event.getEventId(), jpeg);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write a thumbnail", e);
        }
    }

    private void audited(AuditEntry entry) {
        ledger.audited(entry);
        AgentCall call = entry.getCall();
        String cameraId = entry.getCameraId();
        if (exampleDecides && entry.getAction() == Action.used && call != null && cameraId != null) {
            boolean alert = "raised".equals(call.getOutcome());
            out.println(lines.decided(entry.getAt(), cameraId, alert, "by examples/triage-agent"));
        }
        lines.take(entry).forEach(out::println);
    }

    private void tellWhatListens(Duration took) {
        var ports = options.ports();
        out.printf("Frostglass is ready after %.1f s. All of it is on 127.0.0.1:%n%n", took.toMillis() / 1000.0);
        for (Application application : Application.ALL) {
            out.printf("  %-16s :%d%n", application.principal().user(), application.port(ports));
        }
        out.printf("  %-16s :%d%n", "schema registry", ports.registry());
        out.printf(
                "  %-16s :%d  (SCRAM, a principal per application, deny by default)%n", "Kafka broker", ports.broker());
        out.printf("  %-16s :%d  (stands for a paging system)%n%n", "receiver", ports.receiver());
        out.printf(
                "Files are in %s: sites.yaml, rules.yaml, agents.yaml, agent.key, clients/, thumbnails/, frostglass.log%n",
                installation.folder());
        out.printf(
                "The law of zones, tried: token-stream reads %s: %s%n%n",
                TopicCatalogue.MOTION_RAW.name(), rawReadRefused ? "refused by the broker." : "NOT REFUSED.");
    }

    /// Lets the cameras send, and returns when the wanted number of events has been delivered.
    public void run() throws IOException, InterruptedException {
        if (!options.cameras()) {
            Thread.currentThread().join();
            return;
        }
        out.println("Cameras send "
                + (options.events().isPresent() ? options.events().getAsLong() + " events" : "until Ctrl-C")
                + "; a line per event: time, camera, duration of each step.");
        var plan = new TrafficGenerator.TrafficPlan(
                options.perSecond(), options.events().orElse(Long.MAX_VALUE));
        traffic = parts.add(TrafficGenerator.start(
                installation.ingestUrl(), sources(), plan, CameraClient.create(), (sending, answer) -> {
                    if (answer instanceof WebhookAnswer.AcceptedAnswer accepted) {
                        ledger.accepted(accepted.eventId(), sending.due());
                    }
                }));
        traffic.await();
        Instant end = Instant.now().plus(LAST_DELIVERY);
        while (!isDone() && Instant.now().isBefore(end)) {
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        lines.giveUp(Instant.MAX).forEach(out::println);
    }

    private List<TrafficGenerator.Source> sources() throws IOException {
        var accounts = CameraAccounts.of(installation.sites());
        return options.media().isPresent()
                ? TrafficGenerator.Source.of(
                        accounts, FolderCamera.open(options.media().get()))
                : TrafficGenerator.Source.drawn(accounts);
    }

    /// Whether every accepted event has come to its end, with all steps that the summary counts.
    private boolean isDone() {
        var totals = ledger.totals();
        return totals.lost() == 0
                && lines.pending() == 0
                && totals.sanitized() >= totals.accepted()
                && totals.authorized() >= totals.accepted()
                && (!options.agent() || ledger.decided() >= totals.authorized())
                && totals.escalated() + totals.notEscalated() >= totals.accepted();
    }

    /// Returns the figures so far.
    public DemoSummary summary() {
        var counts = traffic == null ? new TrafficGenerator.TrafficCounts(0, 0, 0, 0, 0) : traffic.counts();
        return DemoSummary.of(counts, ledger, rawReadRefused);
    }

    @Override
    public void close() {
        parts.close();
    }
}
