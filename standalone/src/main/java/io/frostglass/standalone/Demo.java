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
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The whole pipeline in one JVM, on an embedded broker with all ACLs on, and somebody who shows what happens.
public final class Demo implements AutoCloseable {

    private static final int THUMBNAILS_KEPT = 500;
    private static final int EVENTS_REMEMBERED = 100_000;

    /// After the last event was sent, the pipeline gets this long to deliver the rest.
    private static final Duration LAST_DELIVERY = Duration.ofMinutes(1);

    /// How the demo is run.
    ///
    /// @param events after how many delivered events to stop; empty: never
    /// @param perSecond events a second of all cameras together
    /// @param media a folder whose JPEGs are sent instead of drawn scenes
    /// @param cameras whether simulated cameras send anything
    /// @param agent whether an agent decides about what comes
    public record DemoOptions(
            Path data,
            DemoPorts demoPorts,
            OptionalLong events,
            double perSecond,
            Optional<Path> media,
            boolean cameras,
            boolean agent) {}

    private final DemoOptions demoOptions;
    private final PrintStream out;
    private final Installation installation;
    private final ConsoleLines lines;
    /// It says what it decides to its log alone; the audit log says it, too.
    private volatile boolean exampleDecides;

    private final DeliveryLedger ledger = new DeliveryLedger(EVENTS_REMEMBERED);
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final boolean rawReadRefused;
    private @Nullable TrafficGenerator trafficGenerator;

    private Demo(DemoOptions demoOptions, PrintStream out) throws IOException {
        this.demoOptions = demoOptions;
        this.out = out;
        this.lines = new ConsoleLines(TerminalStyle.detect(out, System.getenv()), ZoneId.systemDefault());
        this.installation = Installation.open(demoOptions.data(), demoOptions.demoPorts(), !demoOptions.cameras());
        try {
            var embeddedCluster = add(EmbeddedCluster.start(installation));
            add(DemoReceiver.start(demoOptions.demoPorts().receiver(), installation.receiverSecret(), this::arrived));
            DemoRollouts.widen(installation, embeddedCluster);
            add(Pipeline.start(installation, embeddedCluster));
            installation.writeEndpoints(embeddedCluster.bootstrapServers());
            this.rawReadRefused = RawReadProof.isRefused(embeddedCluster, Principal.TOKEN_STREAM);
            watch(embeddedCluster);
            if (demoOptions.agent()) {
                startAgent();
            }
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /// Starts everything and tells on `out` what listens where.
    ///
    /// @throws IllegalStateException if something does not start, a port being taken for instance
    public static Demo start(DemoOptions demoOptions, PrintStream out) {
        try {
            Instant begin = Instant.now();
            var demo = new Demo(demoOptions, out);
            demo.tellWhatListens(Duration.between(begin, Instant.now()));
            return demo;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private <T extends AutoCloseable> T add(T part) {
        parts.push(part);
        return part;
    }

    /// Looks on as the principals may that are made for it: thumbnails come from the sanitized topic, and the line
    /// about an event from the audit log.
    private void watch(EmbeddedCluster embeddedCluster) throws IOException {
        var thumbnailFolder = ThumbnailFolder.open(installation.thumbnails(), THUMBNAILS_KEPT);
        var serdes = add(installation.serdes());
        add(TopicTail.start(
                embeddedCluster.client(Principal.CONSOLE),
                TopicCatalogue.MOTION,
                serdes.serde(TopicCatalogue.MOTION, SanitizedMotion.class).deserializer(),
                event -> keep(thumbnailFolder, event)));
        add(TopicTail.start(
                embeddedCluster.client(Principal.AUDIT_LOG),
                TopicCatalogue.AUDIT_ENTRIES,
                serdes.serde(TopicCatalogue.AUDIT_ENTRIES, AuditEntry.class).deserializer(),
                this::audited));
    }

    private void startAgent() throws IOException {
        var example = ExampleAgent.start(
                Path.of(System.getProperty("frostglass.home", "")),
                installation.gatewayUrl(),
                installation.agentKey(),
                installation.log());
        if (example.isPresent()) {
            add(example.get());
            exampleDecides = true;
            return;
        }
        String key = Files.readString(installation.agentKey()).strip();
        add(DemoAgent.start(
                installation.gatewayUrl(),
                key,
                (cameraId, alert, words) -> out.println(lines.decided(Instant.now(), cameraId, alert, words))));
    }

    private static void keep(ThumbnailFolder thumbnailFolder, SanitizedMotion event) {
        ByteBuffer picture = event.getThumbnail();
        if (picture == null) {
            return;
        }
        byte[] jpeg = new byte[picture.remaining()];
        picture.duplicate().get(jpeg);
        try {
            thumbnailFolder.write(event.getEventId(), jpeg);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write a thumbnail", e);
        }
    }

    private void arrived(String eventId, boolean update, boolean redelivery, Instant at) {
        ledger.arrived(eventId, update, redelivery, at);
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
        var demoPorts = demoOptions.demoPorts();
        out.printf("Frostglass is ready after %.1f s. All of it is on 127.0.0.1:%n%n", took.toMillis() / 1000.0);
        for (Application application : Application.ALL) {
            out.printf("  %-16s :%d%n", application.principal().user(), application.portOf(demoPorts));
        }
        out.printf("  %-16s :%d%n", "schema registry", demoPorts.registry());
        out.printf(
                "  %-16s :%d  (SCRAM, a principal per application, deny by default)%n",
                "Kafka broker", demoPorts.broker());
        out.printf("  %-16s :%d  (stands for a paging system)%n%n", "receiver", demoPorts.receiver());
        out.printf(
                "Files are in %s: sites.yaml, rules.yaml, agents.yaml, agent.key, clients/, thumbnails/, frostglass.log%n",
                installation.folder());
        out.printf(
                "The law of zones, tried: token-stream reads %s … %s%n%n",
                TopicCatalogue.MOTION_RAW.name(), rawReadRefused ? "refused by the broker." : "NOT REFUSED.");
    }

    /// Lets the cameras send; returns when the wanted number of events has been delivered, or never.
    public void run() throws IOException, InterruptedException {
        if (!demoOptions.cameras()) {
            Thread.currentThread().join();
            return;
        }
        out.println("Cameras send "
                + (demoOptions.events().isPresent() ? demoOptions.events().getAsLong() + " events" : "until Ctrl-C")
                + "; a line per event: when, which camera, how long each step took.");
        var trafficPlan = new TrafficGenerator.TrafficPlan(
                demoOptions.perSecond(), demoOptions.events().orElse(Long.MAX_VALUE));
        trafficGenerator = add(TrafficGenerator.start(
                installation.ingestUrl(), sources(), trafficPlan, CameraClient.create(), (sending, webhookAnswer) -> {
                    if (webhookAnswer instanceof WebhookAnswer.AcceptedAnswer acceptedAnswer) {
                        ledger.accepted(acceptedAnswer.eventId(), sending.due());
                    }
                }));
        trafficGenerator.await();
        Instant end = Instant.now().plus(LAST_DELIVERY);
        while (!isDone() && Instant.now().isBefore(end)) {
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        lines.giveUp(Instant.MAX).forEach(out::println);
    }

    private List<TrafficGenerator.Source> sources() throws IOException {
        var accounts = CameraAccounts.of(installation.sites());
        return demoOptions.media().isPresent()
                ? TrafficGenerator.Source.of(
                        accounts, FolderCamera.open(demoOptions.media().get()))
                : TrafficGenerator.Source.drawn(accounts);
    }

    /// Whether every event that was accepted has come to its end, with all that the summary counts on the way.
    private boolean isDone() {
        var totals = ledger.totals();
        return totals.lost() == 0
                && lines.pending() == 0
                && totals.sanitized() >= totals.accepted()
                && totals.authorized() >= totals.accepted()
                && (!demoOptions.agent() || ledger.decided() >= totals.authorized())
                && totals.escalated() + totals.notEscalated() >= totals.accepted();
    }

    /// What has happened so far.
    public DemoSummary demoSummary() {
        var trafficCounts = trafficGenerator == null
                ? new TrafficGenerator.TrafficCounts(0, 0, 0, 0, 0)
                : trafficGenerator.trafficCounts();
        return DemoSummary.of(trafficCounts, ledger, rawReadRefused);
    }

    /// Stops everything. At Ctrl-C two threads may come here: the one that runs the demo, and the JVM's last.
    @Override
    public synchronized void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                out.println("frostglass: a part did not stop: " + e.getMessage());
            }
        }
    }
}
