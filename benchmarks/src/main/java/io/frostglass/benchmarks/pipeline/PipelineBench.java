package io.frostglass.benchmarks.pipeline;

import io.frostglass.audit.AuditEntry;
import io.frostglass.standalone.Application;
import io.frostglass.standalone.EmbeddedCluster;
import io.frostglass.standalone.Installation;
import io.frostglass.standalone.Parts;
import io.frostglass.standalone.camera.CameraShot;
import io.frostglass.standalone.camera.SimulatedCamera;
import io.frostglass.standalone.load.CameraAccount;
import io.frostglass.standalone.load.CameraClient;
import io.frostglass.standalone.load.TrafficGenerator;
import io.frostglass.standalone.load.WebhookAnswer;
import io.frostglass.standalone.receiver.DemoReceiver;
import io.frostglass.standalone.report.DeliveryLedger;
import io.frostglass.standalone.report.Figures;
import io.frostglass.topics.AuditTopics;
import io.frostglass.topics.Principal;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Measures the pipeline from end to end: each application in its own process, as in production; broker, schema
/// registry, cameras and receiver in this one. The events are sent at times fixed in advance, and delays count from
/// these times: a slow pipeline cannot hide delays.
///
/// Recipe: start everything; warm up at the same rate, uncounted; note the processor time of each process; send
/// events; wait until all have arrived, a minute at most; note the processor time again. The bench can kill an
/// application (SIGKILL) after half of the time and start it again at once: then no event may be lost or duplicated.
@Command(
        name = "pipeline",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Measures the pipeline from webhook to receiver, each application in its own process.",
        footer = {
            "",
            "Events are sent at times fixed in advance, and delays count from these times. Exit code 1 if an",
            "event was refused, lost or duplicated."
        })
public final class PipelineBench implements Callable<Integer> {

    private static final Duration LAST_DELIVERY = Duration.ofMinutes(1);

    /// Pictures of each camera that draws: it takes them before the bench begins.
    private static final int SHOTS = 10;

    @Option(
            names = "--rate",
            paramLabel = "R",
            defaultValue = "20",
            description = "Events a second of all cameras together (default: ${DEFAULT-VALUE}).")
    private double rate;

    @Option(
            names = "--media",
            paramLabel = "DIR",
            description = "Send the JPEGs of a folder, or one JPEG, instead of drawn scenes.")
    private @Nullable Path media;

    @Option(
            names = "--kill",
            paramLabel = "APPLICATION",
            description = "Kill this application after half of the time and start it again: ingest, anonymize, tokens,"
                    + " agent-gateway, escalate.")
    private @Nullable String kill;

    @Mixin
    private BenchRun run = new BenchRun();

    private final PrintStream progress = System.err;
    private final LongAdder pictureBytes = new LongAdder();
    private volatile DeliveryLedger ledger = new DeliveryLedger(1);

    @Override
    public Integer call() throws IOException, InterruptedException {
        run.check(rate > 0 && rate <= 10_000, "--rate: above 0, at most 10000");
        Optional<Application> killed = Optional.ofNullable(kill).map(this::application);
        Path data = run.newData();
        return run.report(measure(Installation.open(data, run.ports(), false), killed), data);
    }

    private Application application(String command) {
        return Application.ALL.stream()
                .filter(application -> application.command().equals(command))
                .findFirst()
                .orElseThrow(() -> run.wrong("--kill: no such application: " + command));
    }

    private BenchResult measure(Installation installation, Optional<Application> killed)
            throws IOException, InterruptedException {
        try (var parts = new Parts(progress)) {
            var sources = sources(installation.sites());
            var client = parts.add(CameraClient.create());
            var applications = start(installation, parts);
            Function<Duration, TrafficGenerator> send = time -> TrafficGenerator.start(
                    installation.ingestUrl(),
                    sources,
                    new TrafficGenerator.TrafficPlan(rate, events(time)),
                    client,
                    noteIn(new DeliveryLedger(Math.toIntExact(events(time) + 1000))));
            progress.printf("Warming up for %d s…%n", run.warmUp().toSeconds());
            try (TrafficGenerator warmUp = send.apply(run.warmUp())) {
                warmUp.await();
                if (!drain()) {
                    throw new IllegalStateException(
                            "the warm-up did not arrive; see the logs in " + installation.folder());
                }
            }
            progress.printf(
                    "Sending %.1f events/s for %d s…%n", rate, run.duration().toSeconds());
            Map<Application, Duration> before = applications.cpu();
            pictureBytes.reset();
            try (TrafficGenerator traffic = send.apply(run.duration())) {
                if (killed.isPresent()) {
                    Thread.sleep(run.duration().dividedBy(2));
                    progress.printf("Killing %s, and starting it again…%n", kill);
                    applications.killAndRestart(killed.get());
                }
                traffic.await();
                drain();
                return result(traffic.counts().sent(), before, applications.cpu());
            }
        }
    }

    /// The cameras, which count the bytes of the pictures that they send.
    private List<TrafficGenerator.Source> sources(Path sites) throws IOException {
        return TrafficGenerator.Source.of(CameraAccount.readAll(sites), Optional.ofNullable(media)).stream()
                .map(source -> new TrafficGenerator.Source(
                        source.account(),
                        counted(media == null ? source.camera().recorded(SHOTS) : source.camera())))
                .toList();
    }

    private SimulatedCamera counted(SimulatedCamera camera) {
        return at -> {
            CameraShot shot = camera.take(at);
            pictureBytes.add(shot.jpeg().length);
            return shot;
        };
    }

    private ApplicationProcesses start(Installation installation, Parts parts)
            throws IOException, InterruptedException {
        progress.println("Starting broker, schema registry and receiver…");
        var cluster = parts.add(EmbeddedCluster.start(installation));
        parts.add(DemoReceiver.start(
                run.ports().receiver(),
                installation.receiverSecret(),
                (event, update, redelivery, at) -> ledger.arrived(event, update, redelivery, at)));
        var serdes = parts.add(installation.serdes());
        parts.add(cluster.follow(
                Principal.AUDIT_LOG, AuditTopics.all(), AuditEntry.class, serdes, entry -> ledger.audited(entry)));
        progress.println("Starting the applications, each in its own process…");
        return parts.add(ApplicationProcesses.start(installation, cluster, Application.ALL));
    }

    private BiConsumer<TrafficGenerator.Sending, WebhookAnswer> noteIn(DeliveryLedger fresh) {
        ledger = fresh;
        return (sending, answer) -> {
            if (answer instanceof WebhookAnswer.AcceptedAnswer event) {
                fresh.accepted(event.eventId(), sending.due());
            }
        };
    }

    private long events(Duration time) {
        return Math.max(1, Math.round(rate * time.toMillis() / 1000));
    }

    /// Waits a minute at most until every accepted event has arrived, and returns whether it has.
    private boolean drain() throws InterruptedException {
        Instant end = Instant.now().plus(LAST_DELIVERY);
        while (!ledger.totals().isComplete()) {
            if (Instant.now().isAfter(end)) {
                return false;
            }
            Thread.sleep(10);
        }
        return true;
    }

    private BenchResult result(long sent, Map<Application, Duration> before, Map<Application, Duration> after) {
        var totals = ledger.totals();
        Map<String, Double> each = new LinkedHashMap<>();
        Duration all = Duration.ZERO;
        for (var entry : after.entrySet()) {
            Duration used = entry.getValue().minus(before.getOrDefault(entry.getKey(), Duration.ZERO));
            each.put(entry.getKey().command(), perEvent(used, totals.delivered()));
            all = all.plus(used);
        }
        Duration span = ledger.span();
        return new BenchResult(
                rate,
                run.duration().toMillis() / 1000.0,
                kill,
                Figures.rounded(span.isZero() ? 0 : totals.delivered() * 1e9 / span.toNanos(), 2),
                ledger.delayMs(0.50, 2),
                ledger.delayMs(0.99, 2),
                perEvent(all, totals.delivered()),
                each,
                pictureBytes.sum() / Math.max(1, sent),
                sent,
                totals,
                ledger.redelivered());
    }

    private static double perEvent(Duration time, long events) {
        return Figures.rounded(time.toNanos() / 1e6 / Math.max(1, events), 2);
    }
}
