package io.frostglass.benchmarks.pipeline;

import io.frostglass.audit.AuditEntry;
import io.frostglass.standalone.Application;
import io.frostglass.standalone.DemoPorts;
import io.frostglass.standalone.EmbeddedCluster;
import io.frostglass.standalone.Installation;
import io.frostglass.standalone.TopicTail;
import io.frostglass.standalone.load.CameraClient;
import io.frostglass.standalone.load.TrafficGenerator;
import io.frostglass.standalone.load.WebhookAnswer;
import io.frostglass.standalone.receiver.DemoReceiver;
import io.frostglass.standalone.report.DeliveryLedger;
import io.frostglass.topics.Principal;
import io.frostglass.topics.TopicCatalogue;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// Measures the pipeline from end to end: each application in a process of its own, as in production; broker, schema
/// registry, cameras and receiver in this one. The events are sent at times fixed in advance, and delays count from
/// there, so that a pipeline that stalls cannot hide it.
///
/// Recipe: start everything; warm up for a while at the same rate, uncounted; note the processor time of each
/// process; send for the wanted time; wait until all has arrived, a minute at most; note the processor time
/// again. An application may be killed (SIGKILL) after half of the time and started again at once: then nothing
/// may be lost or come twice.
public final class PipelineBench implements AutoCloseable {

    /// How it is run.
    ///
    /// @param home the project's root, in which it was built
    /// @param data an empty folder for everything that it writes
    /// @param perSecond events a second of all cameras together
    /// @param media a folder whose JPEGs are sent, or one JPEG, instead of drawn scenes
    /// @param kill which application to kill and start again
    public record PipelineBenchOptions(
            Path home,
            Path data,
            DemoPorts demoPorts,
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

    private final PipelineBenchOptions pipelineBenchOptions;
    private final PrintStream progress;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final Installation installation;
    private final BenchCameras cameras;
    private final CameraClient client = CameraClient.create();
    private volatile DeliveryLedger ledger;

    private PipelineBench(PipelineBenchOptions pipelineBenchOptions, PrintStream progress) throws IOException {
        this.pipelineBenchOptions = pipelineBenchOptions;
        this.progress = progress;
        this.ledger = ledger(pipelineBenchOptions.warmUp());
        this.installation = Installation.open(pipelineBenchOptions.data(), pipelineBenchOptions.demoPorts(), false);
        this.cameras = new BenchCameras(installation.sites(), pipelineBenchOptions.media());
    }

    /// Runs it from start to end.
    ///
    /// @param progress told in words what happens
    /// @throws IOException if the media or the data folder cannot be used
    public static BenchResult run(PipelineBenchOptions pipelineBenchOptions, PrintStream progress)
            throws IOException, InterruptedException {
        try (var bench = new PipelineBench(pipelineBenchOptions, progress)) {
            return bench.measure(bench.start());
        }
    }

    private ApplicationProcesses start() throws IOException, InterruptedException {
        progress.println("Starting broker, schema registry and receiver…");
        var embeddedCluster = add(EmbeddedCluster.start(installation));
        add(DemoReceiver.start(
                pipelineBenchOptions.demoPorts().receiver(),
                installation.receiverSecret(),
                (event, update, redelivery, at) -> ledger.arrived(event, update, redelivery, at)));
        var serdes = add(installation.serdes());
        add(TopicTail.start(
                embeddedCluster.client(Principal.AUDIT_LOG),
                TopicCatalogue.AUDIT_ENTRIES,
                serdes.serde(TopicCatalogue.AUDIT_ENTRIES, AuditEntry.class).deserializer(),
                entry -> ledger.audited(entry)));
        progress.println("Starting the applications, a process each…");
        return add(ApplicationProcesses.start(pipelineBenchOptions.home(), installation, embeddedCluster));
    }

    private BenchResult measure(ApplicationProcesses applications) throws InterruptedException {
        progress.printf("Warming up for %d s…%n", pipelineBenchOptions.warmUp().toSeconds());
        try (TrafficGenerator warmUp = send(pipelineBenchOptions.warmUp())) {
            warmUp.await();
            if (!drain()) {
                throw new IllegalStateException("the warm-up did not arrive; see the logs in " + installation.folder());
            }
        }
        ledger = ledger(pipelineBenchOptions.duration());
        progress.printf(
                "Sending %.1f events/s for %d s…%n",
                pipelineBenchOptions.perSecond(),
                pipelineBenchOptions.duration().toSeconds());
        Map<Application, Duration> before = applications.cpu();
        cameras.takeBytes();
        try (TrafficGenerator trafficGenerator = send(pipelineBenchOptions.duration())) {
            killHalfWay(applications);
            trafficGenerator.await();
            drain();
            return result(trafficGenerator.trafficCounts(), used(before, applications.cpu()));
        }
    }

    private TrafficGenerator send(Duration time) {
        DeliveryLedger here = ledger;
        return TrafficGenerator.start(
                installation.ingestUrl(),
                cameras.sources(),
                new TrafficGenerator.TrafficPlan(pipelineBenchOptions.perSecond(), pipelineBenchOptions.events(time)),
                client,
                (sending, webhookAnswer) -> {
                    if (webhookAnswer instanceof WebhookAnswer.AcceptedAnswer event) {
                        here.accepted(event.eventId(), sending.due());
                    }
                });
    }

    private void killHalfWay(ApplicationProcesses applications) throws InterruptedException {
        if (pipelineBenchOptions.kill().isPresent()) {
            Application application = pipelineBenchOptions.kill().get();
            Thread.sleep(pipelineBenchOptions.duration().dividedBy(2));
            progress.printf("Killing %s, and starting it again…%n", application.command());
            applications.killAndRestart(application);
        }
    }

    /// Waits until everything that was accepted has arrived, or a minute; returns whether it has.
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

    private BenchResult result(TrafficGenerator.TrafficCounts trafficCounts, Map<String, Duration> cpu) {
        DeliveryLedger here = ledger;
        var totals = here.totals();
        Map<String, Double> each = new LinkedHashMap<>();
        cpu.forEach((application, time) -> each.put(application, hundredths(perEvent(time, totals.delivered()))));
        Duration all = cpu.values().stream().reduce(Duration.ZERO, Duration::plus);
        return new BenchResult(
                pipelineBenchOptions.perSecond(),
                pipelineBenchOptions.duration().toMillis() / 1000.0,
                pipelineBenchOptions.kill().map(Application::command).orElse(null),
                hundredths(perSecond(totals.delivered(), here.span())),
                milliseconds(here.delayMs(0.50)),
                milliseconds(here.delayMs(0.99)),
                hundredths(perEvent(all, totals.delivered())),
                each,
                cameras.takeBytes() / Math.max(1, trafficCounts.sent()),
                trafficCounts.sent(),
                totals.accepted(),
                totals.sanitized(),
                totals.authorized(),
                totals.escalated(),
                totals.delivered(),
                totals.lost(),
                totals.duplicated(),
                here.redelivered());
    }

    private static double perSecond(long events, Duration time) {
        return time.isZero() ? 0 : events * 1e9 / time.toNanos();
    }

    private static double perEvent(Duration time, long events) {
        return time.toNanos() / 1e6 / Math.max(1, events);
    }

    private static @Nullable Double milliseconds(OptionalDouble delay) {
        return delay.isPresent() ? (Double) hundredths(delay.getAsDouble()) : null;
    }

    private static double hundredths(double value) {
        return Math.round(value * 100) / 100.0;
    }

    private DeliveryLedger ledger(Duration time) {
        return new DeliveryLedger(Math.toIntExact(pipelineBenchOptions.events(time) + 1000));
    }

    private <T extends AutoCloseable> T add(T part) {
        parts.push(part);
        return part;
    }

    /// Stops what was started, the last first.
    @Override
    public void close() {
        client.close();
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                progress.println("a part did not stop: " + e.getMessage());
            }
        }
    }
}
