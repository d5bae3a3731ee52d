package io.frostglass.standalone.bench;

import io.frostglass.audit.AuditEntry;
import io.frostglass.standalone.Application;
import io.frostglass.standalone.Cluster;
import io.frostglass.standalone.Installation;
import io.frostglass.standalone.Ports;
import io.frostglass.standalone.TopicTail;
import io.frostglass.standalone.camera.Camera;
import io.frostglass.standalone.camera.FolderCamera;
import io.frostglass.standalone.camera.Reel;
import io.frostglass.standalone.camera.Shot;
import io.frostglass.standalone.load.Accounts;
import io.frostglass.standalone.load.Answer;
import io.frostglass.standalone.load.CameraAccount;
import io.frostglass.standalone.load.CameraClient;
import io.frostglass.standalone.load.Traffic;
import io.frostglass.standalone.receiver.DemoReceiver;
import io.frostglass.standalone.report.DeliveryLedger;
import io.frostglass.topics.Catalogue;
import io.frostglass.topics.Principal;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// Measures the pipeline from end to end: each application in a process of its own, as in production; broker, schema
/// registry, cameras and receiver in this one. The events are sent at times fixed in advance, and delays count from
/// there, so that a pipeline that stalls cannot hide it.
///
/// Recipe: start everything; warm up for a while at the same rate, uncounted; note the processor time of each process;
/// send for the wanted time; wait until all has arrived, a minute at most; note the processor time again. An
/// application
/// may be killed (SIGKILL) after half of the time and started again at once: then nothing may be lost or come twice.
public final class PipelineBench implements AutoCloseable {

    /// How it is run.
    ///
    /// @param home the project's root, in which it was built
    /// @param data an empty folder for everything that it writes
    /// @param perSecond events a second of all cameras together
    /// @param media a folder whose JPEGs are sent, or one JPEG, instead of drawn scenes
    /// @param kill which application to kill and start again
    public record Options(
            Path home,
            Path data,
            Ports ports,
            double perSecond,
            Duration warmUp,
            Duration duration,
            Optional<Path> media,
            Optional<Application> kill) {

        private long events(Duration time) {
            return Math.max(1, Math.round(perSecond * time.toMillis() / 1000));
        }
    }

    private static final int SHOTS_OF_A_REEL = 10;
    private static final Duration LAST_DELIVERY = Duration.ofMinutes(1);

    private final Options options;
    private final PrintStream progress;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final List<ApplicationProcess> processes = new CopyOnWriteArrayList<>();
    private final LongAdder bytes = new LongAdder();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Installation installation;
    private final List<Traffic.Source> sources;
    private final CameraClient client = CameraClient.create();
    private volatile DeliveryLedger ledger;

    private PipelineBench(Options options, PrintStream progress) throws IOException {
        this.options = options;
        this.progress = progress;
        this.ledger = ledger(options.warmUp());
        this.installation = Installation.open(options.data(), options.ports());
        this.sources = sources();
    }

    /// Runs it from start to end.
    ///
    /// @param progress told in words what happens
    /// @throws IOException if the media or the data folder cannot be used
    public static BenchResult run(Options options, PrintStream progress) throws IOException, InterruptedException {
        try (var bench = new PipelineBench(options, progress)) {
            // The processes must not outlive this one, however it ends.
            var hook = new Thread(() -> bench.processes.forEach(ApplicationProcess::stop), "stop-applications");
            Runtime.getRuntime().addShutdownHook(hook);
            bench.start();
            BenchResult result = bench.measure();
            Runtime.getRuntime().removeShutdownHook(hook);
            return result;
        }
    }

    private void start() throws IOException, InterruptedException {
        progress.println("Starting broker, schema registry and receiver…");
        var cluster = add(Cluster.start(installation));
        add(DemoReceiver.start(
                options.ports().receiver(),
                installation.receiverSecret(),
                (event, _, redelivery, at) -> ledger.arrived(event, redelivery, at)));
        var serdes = add(installation.serdes());
        add(TopicTail.start(
                cluster.client(Principal.AUDIT_LOG),
                Catalogue.AUDIT_ENTRIES,
                serdes.serde(Catalogue.AUDIT_ENTRIES, AuditEntry.class).deserializer(),
                entry -> ledger.audited(entry)));
        progress.println("Starting the applications, a process each…");
        Path logs = Files.createDirectories(installation.folder().resolve("logs"));
        for (Application application : Application.ALL) {
            Path settings = installation.writeSettings(application, cluster.client(application.principal()));
            Path log = logs.resolve(application.command() + ".log");
            processes.add(add(ApplicationProcess.start(
                    options.home(),
                    application,
                    settings,
                    log,
                    application.port().applyAsInt(options.ports()))));
        }
        for (ApplicationProcess process : processes) {
            process.awaitReady(http);
        }
    }

    private BenchResult measure() throws InterruptedException {
        progress.printf("Warming up for %d s…%n", options.warmUp().toSeconds());
        try (Traffic warmUp = send(options.warmUp())) {
            warmUp.await();
            drain();
        }
        ledger = ledger(options.duration());
        progress.printf(
                "Sending %.1f events/s for %d s…%n",
                options.perSecond(), options.duration().toSeconds());
        Map<Application, Duration> before = cpu();
        bytes.reset();
        try (Traffic traffic = send(options.duration())) {
            killHalfWay();
            traffic.await();
            drain();
            return result(traffic.counts(), before);
        }
    }

    private Traffic send(Duration time) {
        DeliveryLedger here = ledger;
        return Traffic.start(
                installation.ingestUrl(),
                sources,
                new Traffic.Plan(options.perSecond(), options.events(time)),
                client,
                (sending, answer) -> {
                    if (answer instanceof Answer.Accepted event) {
                        here.accepted(event.eventId(), sending.due());
                    }
                });
    }

    private void killHalfWay() throws InterruptedException {
        if (options.kill().isEmpty()) {
            return;
        }
        Thread.sleep(options.duration().dividedBy(2));
        for (ApplicationProcess process : processes) {
            if (process.application().equals(options.kill().get())) {
                progress.printf(
                        "Killing %s, and starting it again…%n",
                        process.application().command());
                process.killAndRestart();
            }
        }
    }

    /// Waits until everything that was accepted has arrived, or a minute.
    private void drain() throws InterruptedException {
        Instant end = Instant.now().plus(LAST_DELIVERY);
        while (!isDrained() && Instant.now().isBefore(end)) {
            Thread.sleep(10);
        }
    }

    private boolean isDrained() {
        var totals = ledger.totals();
        return totals.lost() == 0
                && totals.authorized() >= totals.accepted()
                && totals.escalated() + totals.notEscalated() >= totals.accepted();
    }

    private BenchResult result(Traffic.Counts counts, Map<Application, Duration> before) {
        DeliveryLedger here = ledger;
        var totals = here.totals();
        Map<String, Double> each = new LinkedHashMap<>();
        double all = 0;
        for (var entry : cpu().entrySet()) {
            Duration used = entry.getValue().minus(before.getOrDefault(entry.getKey(), Duration.ZERO));
            double perEvent = used.toNanos() / 1e6 / Math.max(1, totals.delivered());
            each.put(entry.getKey().command(), hundredths(perEvent));
            all += perEvent;
        }
        return new BenchResult(
                options.perSecond(),
                options.duration().toMillis() / 1000.0,
                options.kill().map(Application::command).orElse(null),
                hundredths(perSecond(totals.delivered(), here.span())),
                milliseconds(here.delayMs(0.50)),
                milliseconds(here.delayMs(0.99)),
                hundredths(all),
                each,
                bytes.sum() / Math.max(1, counts.sent()),
                counts.sent(),
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

    private static @Nullable Double milliseconds(OptionalDouble delay) {
        return delay.isPresent() ? (Double) hundredths(delay.getAsDouble()) : null;
    }

    private static double hundredths(double value) {
        return Math.round(value * 100) / 100.0;
    }

    private Map<Application, Duration> cpu() {
        Map<Application, Duration> used = new LinkedHashMap<>();
        processes.forEach(process -> used.put(process.application(), process.cpu()));
        return used;
    }

    private List<Traffic.Source> sources() throws IOException {
        List<CameraAccount> accounts = Accounts.of(installation.sites());
        List<Traffic.Source> given = options.media().isPresent()
                ? Traffic.Source.of(accounts, FolderCamera.open(options.media().get()))
                : Traffic.Source.drawn(accounts).stream()
                        .map(PipelineBench::drawnBefore)
                        .toList();
        return given.stream()
                .map(source -> new Traffic.Source(source.account(), weighed(source.camera())))
                .toList();
    }

    private static Traffic.Source drawnBefore(Traffic.Source source) {
        return new Traffic.Source(source.account(), Reel.of(source.camera(), SHOTS_OF_A_REEL));
    }

    private Camera weighed(Camera camera) {
        return at -> {
            Shot shot = camera.take(at);
            bytes.add(shot.jpeg().length);
            return shot;
        };
    }

    private DeliveryLedger ledger(Duration time) {
        return new DeliveryLedger(Math.toIntExact(options.events(time) + 1000));
    }

    private <T extends AutoCloseable> T add(T part) {
        parts.push(part);
        return part;
    }

    /// Stops what was started, the last first.
    @Override
    public void close() {
        client.close();
        http.close();
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                progress.println("a part did not stop: " + e.getMessage());
            }
        }
    }
}
