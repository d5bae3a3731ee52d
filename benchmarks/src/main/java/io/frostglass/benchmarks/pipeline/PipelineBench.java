package io.frostglass.benchmarks.pipeline;

import io.frostglass.audit.AuditEntry;
import io.frostglass.standalone.Application;
import io.frostglass.standalone.DemoPorts;
import io.frostglass.standalone.EmbeddedCluster;
import io.frostglass.standalone.Installation;
import io.frostglass.standalone.Parts;
import io.frostglass.standalone.TopicTail;
import io.frostglass.standalone.load.CameraClient;
import io.frostglass.standalone.load.TrafficGenerator;
import io.frostglass.standalone.load.WebhookAnswer;
import io.frostglass.standalone.receiver.DemoReceiver;
import io.frostglass.standalone.report.DeliveryLedger;
import io.frostglass.standalone.report.Figures;
import io.frostglass.topics.Principal;
import io.frostglass.topics.TopicCatalogue;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Measures the pipeline from end to end: each application in its own process, as in production; broker, schema
/// registry, cameras and receiver in this one. The events are sent at times fixed in advance, and delays count from
/// these times: a slow pipeline cannot hide delays.
///
/// Recipe: start everything; warm up at the same rate, uncounted; note the processor time of each process; send
/// events; wait until all have arrived, a minute at most; note the processor time again. The bench can kill an
/// application (SIGKILL) after half of the time and start it again at once: then no event may be lost or duplicated.
public final class PipelineBench implements AutoCloseable {

    /// Options of the bench.
    ///
    /// @param home the project's root, after a build
    /// @param data an empty folder for its files
    /// @param perSecond events a second of all cameras together
    /// @param media a folder whose JPEGs are sent, or one JPEG, instead of drawn scenes
    /// @param kill which application to kill and start again
    public record PipelineBenchOptions(
            Path home,
            Path data,
            DemoPorts ports,
            double perSecond,
            Duration warmUp,
            Duration duration,
            Optional<Path> media,
            Optional<Application> kill) {

        private long events(Duration time) {
            return Math.max(1, Math.round(perSecond * time.toMillis() / 1000));
        }
    }

    private static final Duration LAST_DELIVERY = Duration.ofMinutes(1);

    private final PipelineBenchOptions options;
    private final PrintStream progress;
    private final Parts parts;
    private final Installation installation;
    private final BenchCameras cameras;
    private final CameraClient client = CameraClient.create();
    private volatile DeliveryLedger ledger;

    private PipelineBench(PipelineBenchOptions options, PrintStream progress) throws IOException {
        this.options = options;
        this.progress = progress;
        this.parts = new Parts(progress);
        this.ledger = ledger(options.warmUp());
        this.installation = Installation.open(options.data(), options.ports(), false);
        this.cameras = new BenchCameras(installation.sites(), options.media());
    }

    /// Runs the bench.
    ///
    /// @param progress shows each step
    /// @throws IOException if the media or the data folder cannot be used
    public static BenchResult run(PipelineBenchOptions options, PrintStream progress)
            throws IOException, InterruptedException {
        try (var bench = new PipelineBench(options, progress)) {
            return bench.measure(bench.start());
        }
    }

    private ApplicationProcesses start() throws IOException, InterruptedException {
        progress.println("Starting broker, schema registry and receiver…");
        var cluster = parts.add(EmbeddedCluster.start(installation));
        parts.add(DemoReceiver.start(
                options.ports().receiver(),
                installation.receiverSecret(),
                (event, update, redelivery, at) -> ledger.arrived(event, update, redelivery, at)));
        var serdes = parts.add(installation.serdes());
        Consumer<AuditEntry> listener = entry -> ledger.audited(entry);
        parts.add(TopicTail.start(
                cluster, Principal.AUDIT_LOG, TopicCatalogue.AUDIT_ENTRIES, AuditEntry.class, serdes, listener));
        progress.println("Starting the applications, each in its own process…");
        return parts.add(ApplicationProcesses.start(options.home(), installation, cluster, Application.ALL));
    }

    private BenchResult measure(ApplicationProcesses applications) throws InterruptedException {
        progress.printf("Warming up for %d s…%n", options.warmUp().toSeconds());
        try (TrafficGenerator warmUp = send(options.warmUp())) {
            warmUp.await();
            if (!drain()) {
                throw new IllegalStateException("the warm-up did not arrive; see the logs in " + installation.folder());
            }
        }
        ledger = ledger(options.duration());
        progress.printf(
                "Sending %.1f events/s for %d s…%n",
                options.perSecond(), options.duration().toSeconds());
        Map<Application, Duration> before = applications.cpu();
        cameras.takeBytes();
        try (TrafficGenerator traffic = send(options.duration())) {
            killHalfWay(applications);
            traffic.await();
            drain();
            return result(traffic.counts(), used(before, applications.cpu()));
        }
    }

    private TrafficGenerator send(Duration time) {
        DeliveryLedger here = ledger;
        return TrafficGenerator.start(
                installation.ingestUrl(),
                cameras.sources(),
                new TrafficGenerator.TrafficPlan(options.perSecond(), options.events(time)),
                client,
                (sending, answer) -> {
                    if (answer instanceof WebhookAnswer.AcceptedAnswer event) {
                        here.accepted(event.eventId(), sending.due());
                    }
                });
    }

    private void killHalfWay(ApplicationProcesses applications) throws InterruptedException {
        Application application = options.kill().orElse(null);
        if (application != null) {
            Thread.sleep(options.duration().dividedBy(2));
            progress.printf("Killing %s, and starting it again…%n", application.command());
            applications.killAndRestart(application);
        }
    }

    /// Waits a minute at most until every accepted event has arrived, and returns whether it has.
    private boolean drain() throws InterruptedException {
        Instant end = Instant.now().plus(LAST_DELIVERY);
        while (!isDrained()) {
            if (Instant.now().isAfter(end)) {
                return false;
            }
            Thread.sleep(10);
        }
        return true;
    }

    private boolean isDrained() {
        var totals = ledger.totals();
        return totals.lost() == 0
                && totals.authorized() >= totals.accepted()
                && totals.escalated() + totals.notEscalated() >= totals.accepted();
    }

    private static Map<String, Duration> used(Map<Application, Duration> before, Map<Application, Duration> after) {
        Map<String, Duration> used = new LinkedHashMap<>();
        after.forEach((application, time) ->
                used.put(application.command(), time.minus(before.getOrDefault(application, Duration.ZERO))));
        return used;
    }

    private BenchResult result(TrafficGenerator.TrafficCounts counts, Map<String, Duration> cpu) {
        var totals = ledger.totals();
        Map<String, Double> each = new LinkedHashMap<>();
        cpu.forEach((application, time) -> each.put(application, perEvent(time, totals.delivered())));
        Duration span = ledger.span();
        Duration all = cpu.values().stream().reduce(Duration.ZERO, Duration::plus);
        return new BenchResult(
                options.perSecond(),
                options.duration().toMillis() / 1000.0,
                options.kill().map(Application::command).orElse(null),
                Figures.rounded(span.isZero() ? 0 : totals.delivered() * 1e9 / span.toNanos(), 2),
                milliseconds(ledger.delayMs(0.50)),
                milliseconds(ledger.delayMs(0.99)),
                perEvent(all, totals.delivered()),
                each,
                cameras.takeBytes() / Math.max(1, counts.sent()),
                counts.sent(),
                totals.accepted(),
                totals.sanitized(),
                totals.authorized(),
                totals.escalated(),
                totals.delivered(),
                totals.lost(),
                totals.duplicated(),
                ledger.redelivered());
    }

    private static double perEvent(Duration time, long events) {
        return Figures.rounded(time.toNanos() / 1e6 / Math.max(1, events), 2);
    }

    private static @Nullable Double milliseconds(OptionalDouble delay) {
        return delay.isPresent() ? (Double) Figures.rounded(delay.getAsDouble(), 2) : null;
    }

    private DeliveryLedger ledger(Duration time) {
        return new DeliveryLedger(Math.toIntExact(options.events(time) + 1000));
    }

    @Override
    public void close() {
        client.close();
        parts.close();
    }
}
