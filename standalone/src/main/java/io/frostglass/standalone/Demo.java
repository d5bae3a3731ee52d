package io.frostglass.standalone;

import io.frostglass.alerts.Escalation;
import io.frostglass.audit.Action;
import io.frostglass.audit.AgentCall;
import io.frostglass.audit.AuditEntry;
import io.frostglass.runtime.ShutdownHook;
import io.frostglass.sanitized.SanitizedMotion;
import io.frostglass.standalone.agent.DemoAgent;
import io.frostglass.standalone.agent.ExampleAgent;
import io.frostglass.standalone.load.CameraAccount;
import io.frostglass.standalone.load.CameraClient;
import io.frostglass.standalone.load.TrafficGenerator;
import io.frostglass.standalone.load.WebhookAnswer;
import io.frostglass.standalone.receiver.DemoReceiver;
import io.frostglass.standalone.report.ConsoleLines;
import io.frostglass.standalone.report.DeliveryLedger;
import io.frostglass.standalone.report.DemoSummary;
import io.frostglass.standalone.report.Figures;
import io.frostglass.standalone.report.IncidentPage;
import io.frostglass.standalone.report.TerminalStyle;
import io.frostglass.standalone.report.ThumbnailFolder;
import io.frostglass.standalone.report.ThumbnailPage;
import io.frostglass.topics.AuditTopics;
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
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The whole pipeline in one JVM, on an embedded broker with all ACLs on. It shows what happens to each event.
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Runs the whole pipeline in one JVM, on an embedded broker with all ACLs on, and shows what happens.")
public final class Demo implements Callable<Integer> {

    private static final int THUMBNAILS_KEPT = 500;
    private static final int THUMBNAILS_ON_THE_PAGE = 200;
    private static final int EVENTS_REMEMBERED = 100_000;

    /// How long the pipeline may take to deliver the rest after the cameras have sent the last event.
    private static final Duration LAST_DELIVERY = Duration.ofMinutes(1);

    @Option(names = "--events", paramLabel = "N", description = "Stop after N events have been delivered.")
    private @Nullable Long events;

    @Option(
            names = "--rate",
            paramLabel = "R",
            defaultValue = "2",
            description = "Events a second of all cameras together (default: ${DEFAULT-VALUE}).")
    private double rate;

    @Option(names = "--media", paramLabel = "DIR", description = "Send the JPEGs of a folder instead of drawn scenes.")
    private @Nullable Path media;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = ".frostglass",
            description = "Folder for its files (default: ${DEFAULT-VALUE}).")
    private Path data = Path.of(".frostglass");

    @Option(
            names = "--port-base",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "Port of ingest; all others move with it (default: ${DEFAULT-VALUE}).")
    private int portBase;

    @Option(names = "--no-cameras", description = "Send no events: wait for those of other senders.")
    private boolean noCameras;

    @Option(names = "--agent", description = "Let an agent decide about the events, by rules, over MCP.")
    private boolean agent;

    @Option(
            names = "--incidents",
            description = "Make incidents of alerts, by a routes file that it writes, if there is none.")
    private boolean incidents;

    @Option(names = "--json", description = "End with a summary as one line of JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final PrintStream out = System.out;
    private final ConsoleLines lines =
            new ConsoleLines(TerminalStyle.detect(out, System.getenv()), ZoneId.systemDefault());
    private final DeliveryLedger ledger = new DeliveryLedger(EVENTS_REMEMBERED);

    /// Whether `examples/triage-agent` decides. The demo learns its decisions from the audit log.
    private volatile boolean exampleDecides;

    @Override
    public Integer call() throws IOException, InterruptedException {
        check(media == null || Files.isDirectory(media), "--media: no such folder: " + media);
        check(rate > 0 && rate <= 10_000, "--rate: above 0, at most 10000");
        check(events == null || events >= 1, "--events: 1 or more");
        var ports = ports();
        DemoLog.toFile(data.resolve("frostglass.log"));
        try (var parts = new Parts(out)) {
            ShutdownHook.hook(parts::close);
            Instant begin = Instant.now();
            var installation = Installation.open(data, ports, noCameras);
            if (incidents) {
                installation.addRoutes();
            }
            var cluster = parts.add(EmbeddedCluster.start(installation));
            parts.add(DemoReceiver.start(ports.receiver(), installation.receiverSecret(), ledger::arrived));
            DemoRollouts.widen(installation, cluster);
            parts.add(Pipeline.start(installation, cluster::client));
            installation.writeEndpoints(cluster.bootstrapServers());
            boolean rawReadRefused = isRawReadRefused(cluster);
            watch(installation, cluster, parts);
            if (agent) {
                parts.add(startAgent(installation));
            }
            tellWhatListens(installation, Duration.between(begin, Instant.now()), rawReadRefused);
            if (noCameras) {
                // Until Ctrl-C.
                Thread.currentThread().join();
            }
            var summary = DemoSummary.of(send(installation, parts), ledger, rawReadRefused);
            out.println();
            out.println(json ? Figures.json(summary) : summary.text());
            return summary.isSound() ? ExitCode.OK : ExitCode.SOFTWARE;
        }
    }

    private DemoPorts ports() {
        try {
            return new DemoPorts(portBase);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--port-base: " + e.getMessage(), e);
        }
    }

    private void check(boolean holds, String message) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), message);
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
    private void watch(Installation installation, EmbeddedCluster cluster, Parts parts)
            throws IOException, InterruptedException {
        var thumbnails = ThumbnailFolder.open(installation.thumbnails(), THUMBNAILS_KEPT);
        var page = parts.add(ThumbnailPage.open(installation.thumbnails(), THUMBNAILS_ON_THE_PAGE));
        var serdes = parts.add(installation.serdes());
        parts.add(cluster.follow(
                Principal.CONSOLE,
                List.of(TopicCatalogue.MOTION),
                SanitizedMotion.class,
                serdes,
                event -> keep(thumbnails, page, event)));
        if (installation.hasRoutes()) {
            var incidentPage = parts.add(IncidentPage.open(installation.incidentPage(), ZoneId.systemDefault()));
            parts.add(cluster.follow(
                    Principal.PAGER, List.of(TopicCatalogue.ESCALATIONS), Escalation.class, serdes, incidentPage::add));
        }
        parts.add(cluster.follow(Principal.AUDIT_LOG, AuditTopics.all(), AuditEntry.class, serdes, this::audited));
    }

    private AutoCloseable startAgent(Installation installation) throws IOException {
        Optional<ExampleAgent> example = ExampleAgent.start(
                Path.of(System.getProperty("frostglass.home", "")),
                installation.gatewayUrl(),
                installation.agentKey(),
                installation.folder().resolve("frostglass.log"));
        exampleDecides = example.isPresent();
        return example.isPresent()
                ? example.get()
                : DemoAgent.start(
                        installation.gatewayUrl(),
                        Files.readString(installation.agentKey()).strip(),
                        (cameraId, alert, words) -> out.println(lines.decided(Instant.now(), cameraId, alert, words)));
    }

    private static void keep(ThumbnailFolder thumbnails, ThumbnailPage page, SanitizedMotion event) {
        ByteBuffer picture = event.getThumbnail();
        if (picture != null) {
            byte[] jpeg = new byte[picture.remaining()];
            picture.duplicate().get(jpeg);
            try {
                thumbnails.write(event.getEventId(), jpeg);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot write a thumbnail", e);
            }
        }
        page.add(event);
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

    private void tellWhatListens(Installation installation, Duration took, boolean rawReadRefused) {
        var ports = installation.ports();
        out.printf("Frostglass is ready after %.1f s. All of it is on 127.0.0.1:%n%n", took.toMillis() / 1000.0);
        for (Application application : Application.ALL) {
            out.printf("  %-16s :%d%n", application.principal().user(), application.port(ports));
        }
        out.printf("  %-16s :%d%n", "schema registry", ports.registry());
        out.printf(
                "  %-16s :%d  (SCRAM, a principal per application, deny by default)%n", "Kafka broker", ports.broker());
        out.printf("  %-16s :%d  (stands for a paging system)%n%n", "receiver", ports.receiver());
        out.printf(
                "Files are in %s: sites.yaml, rules.yaml, receivers.yaml, agents.yaml, agent.key, clients/, thumbnails/, frostglass.log%n",
                installation.folder());
        out.printf(
                "A page with the thumbnails, to open in a browser: %s%n",
                installation.thumbnails().resolve("index.html").toUri());
        if (installation.hasRoutes()) {
            out.printf(
                    "A page with the incidents: %s%n",
                    installation.incidentPage().toUri());
        }
        out.printf(
                "The law of zones, tried: token-stream reads %s: %s%n%n",
                TopicCatalogue.MOTION_RAW.name(), rawReadRefused ? "refused by the broker." : "NOT REFUSED.");
    }

    /// Lets the cameras send, and returns when the wanted number of events has been delivered.
    private TrafficGenerator.TrafficCounts send(Installation installation, Parts parts)
            throws IOException, InterruptedException {
        out.println("Cameras send " + (events == null ? "until Ctrl-C" : events + " events")
                + "; a line per event: time, camera, duration of each step.");
        var plan = new TrafficGenerator.TrafficPlan(rate, events == null ? Long.MAX_VALUE : events);
        var sources =
                TrafficGenerator.Source.of(CameraAccount.readAll(installation.sites()), Optional.ofNullable(media));
        var client = parts.add(CameraClient.create());
        var traffic =
                parts.add(TrafficGenerator.start(installation.ingestUrl(), sources, plan, client, (sending, answer) -> {
                    if (answer instanceof WebhookAnswer.AcceptedAnswer accepted) {
                        ledger.accepted(accepted.eventId(), sending.due());
                    }
                }));
        traffic.await();
        Instant end = Instant.now().plus(LAST_DELIVERY);
        while (!isDone() && Instant.now().isBefore(end)) {
            Thread.sleep(20);
        }
        lines.giveUp(Instant.MAX).forEach(out::println);
        return traffic.counts();
    }

    /// Whether every accepted event has come to its end, with all steps that the summary counts.
    private boolean isDone() {
        var totals = ledger.totals();
        return totals.isComplete() && lines.pending() == 0 && (!agent || ledger.decided() >= totals.authorized());
    }
}
