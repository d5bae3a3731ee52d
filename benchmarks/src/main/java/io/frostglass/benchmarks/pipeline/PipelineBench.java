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
import io.frostglass.standalone.load.SigningScheme;
import io.frostglass.standalone.load.TrafficGenerator;
import io.frostglass.standalone.load.WebhookAnswer;
import io.frostglass.standalone.receiver.DemoReceiver;
import io.frostglass.standalone.report.DeliveryLedger;
import io.frostglass.standalone.report.Figures;
import io.frostglass.topics.AuditTopics;
import io.frostglass.topics.Principal;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Measures the pipeline from end to end: each application in its own process, started as an operator starts it;
/// broker and schema registry in another; cameras and receiver in this one. The events are sent at times fixed in
/// advance, and delays count from these times: a slow pipeline cannot hide delays.
///
/// Recipe: start everything; warm up at the first rate, uncounted; if asked for, let everything rest, and note what
/// that takes; for each rate, note the processor time of each process, send events, wait until all have arrived, a
/// minute at most, and note the processor time again. The script that Frostglass replaces gets its turn after each
/// rate. The bench can kill an application (SIGKILL) after half of the time and start it again at once, or restart all
/// in turn (SIGTERM) as in a rolling upgrade: then no event may be lost or duplicated.
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
    private static final Duration PEER_WARM_UP = Duration.ofSeconds(5);
    private static final Duration IN_TIME = Duration.ofMillis(500);

    /// Pictures of each camera that draws: it takes them before the bench begins.
    private static final int SHOTS = 10;

    @Option(
            names = "--rate",
            paramLabel = "R",
            defaultValue = "20",
            description = "Events a second of all cameras together (default: ${DEFAULT-VALUE}).")
    private double rate;

    @Option(
            names = "--rates",
            paramLabel = "R",
            split = ",",
            description = "Several rates in one run, one after another, in place of --rate. The last may be max: the"
                    + " highest rate at which 99 of 100 alerts arrive within half a second.")
    private List<String> ratesAndMax = List.of();

    @Option(
            names = "--idle",
            paramLabel = "S",
            description = "Measure for so many seconds without events too, after the warm-up.")
    private int idle;

    @Option(
            names = "--peer",
            description =
                    "Measure the script that Frostglass replaces (benchmarks/peer), too, in turns. It needs Node.")
    private boolean peer;

    @Option(
            names = "--media",
            paramLabel = "DIR",
            description = "Send the JPEGs of a folder, or one JPEG, instead of drawn scenes.")
    private @Nullable Path media;

    @Option(
            names = "--profile",
            paramLabel = "DIR",
            description = "Sample the processor time of each application and of the broker while events are sent, and"
                    + " draw a flame graph of each in this folder. The sampling costs a little time itself.")
    private @Nullable Path profile;

    @Option(
            names = "--kill",
            paramLabel = "APPLICATION",
            description = "Kill this application after half of the time and start it again: ingest, anonymize, tokens,"
                    + " agent-gateway, escalate, deliver.")
    private @Nullable String kill;

    @Option(
            names = "--cameras",
            paramLabel = "N",
            description =
                    "So many cameras, ten at each site, in place of the demo's six. They send the pictures of --media.")
    private @Nullable Integer cameras;

    @Option(
            names = "--instances",
            paramLabel = "N",
            defaultValue = "1",
            description = "Instances of each application, 1 to 3 (default: ${DEFAULT-VALUE}). Events go to the"
                    + " instances of ingest in turn, as a load balancer sends them.")
    private int instances;

    @Option(
            names = "--scale",
            paramLabel = "APPLICATION=N",
            description = "Other than --instances for this application.")
    private Map<String, Integer> scale = Map.of();

    @Option(
            names = "--restart",
            description = "Stop one instance after another (SIGTERM) and start it again, as in a rolling upgrade, for"
                    + " as long as events are sent.")
    private boolean restart;

    @Mixin
    private BenchRun run = new BenchRun();

    private List<Double> rates = List.of();
    private boolean max;

    private final PrintStream progress = System.err;
    private final LongAdder pictureBytes = new LongAdder();
    private final LongAdder sentAgain = new LongAdder();
    private volatile DeliveryLedger ledger = new DeliveryLedger(1);

    @Override
    public Integer call() throws IOException, InterruptedException {
        readRates();
        peer = peer && canRunPeer();
        run.check(rates.stream().allMatch(it -> it > 0 && it <= 10_000), "--rate: above 0, at most 10000");
        run.check(idle >= 0, "--idle: 0 or more");
        run.check(kill == null || rates.size() == 1, "--kill: with one rate only");
        run.check(!restart || (kill == null && !peer), "--restart: not with --kill or --peer");
        run.check(
                profile == null || (kill == null && !restart),
                "--profile: not with --kill or --restart, which end the recording");
        run.check(instances >= 1 && instances <= 3, "--instances: 1 to 3");
        run.check(scale.values().stream().allMatch(it -> it >= 1 && it <= 3), "--scale: 1 to 3");
        run.check(cameras == null || (cameras > 0 && media != null), "--cameras: 1 or more, with --media");
        Optional<Application> killed = Optional.ofNullable(kill).map(it -> application("--kill", it));
        Map<Application, Integer> counts = Application.ALL.stream()
                .collect(Collectors.toMap(it -> it, it -> scale.getOrDefault(it.command(), instances)));
        scale.keySet().forEach(command -> application("--scale", command));
        Path data = run.newData();
        var installation = Installation.open(data, run.ports(), false);
        if (cameras != null) {
            Files.writeString(installation.sites(), new BenchSites(cameras).text());
        }
        var figures = measure(installation, counts, killed);
        return figures.rates().size() == 1 && figures.idle() == null && !peer && !max
                ? run.report(figures.rates().getFirst(), data)
                : run.report(figures, data);
    }

    private void readRates() {
        max = !ratesAndMax.isEmpty() && ratesAndMax.getLast().equals("max");
        try {
            rates = ratesAndMax.stream()
                    .limit(max ? ratesAndMax.size() - 1 : ratesAndMax.size())
                    .map(Double::valueOf)
                    .toList();
        } catch (NumberFormatException e) {
            throw run.wrong("--rates: numbers, and max as the last");
        }
        if (rates.isEmpty()) {
            rates = List.of(rate);
        }
    }

    private boolean canRunPeer() {
        PeerProcess.missing().ifPresent(why -> progress.println("Without the script: " + why + "."));
        return PeerProcess.missing().isEmpty();
    }

    private Application application(String option, String command) {
        return Application.ALL.stream()
                .filter(application -> application.command().equals(command))
                .findFirst()
                .orElseThrow(() -> run.wrong(option + ": no such application: " + command));
    }

    private PipelineFigures measure(
            Installation installation, Map<Application, Integer> counts, Optional<Application> killed)
            throws IOException, InterruptedException {
        try (var parts = new Parts(progress)) {
            var sources = sources(installation.sites());
            var client = parts.add(CameraClient.create());
            progress.println("Starting broker, schema registry and receiver…");
            var broker = parts.add(BrokerProcess.start(installation));
            var applications = start(installation, counts, broker, parts);
            Map<String, MeasuredProcess> processes = new LinkedHashMap<>();
            processes.put("broker", broker.process());
            processes.putAll(applications.byName());
            var pipeline = new BenchTarget(
                    (events, time) -> send(balanced(applications), sources, client, events, time),
                    processes,
                    DeliveryLedger.Totals::isComplete);
            var targets = new ArrayList<>(List.of(pipeline));
            if (peer) {
                targets.add(peer(parts.add(PeerProcess.start(installation)), sources, client));
            }
            for (BenchTarget target : targets) {
                warmUp(target, target.equals(pipeline) ? run.warmUp() : PEER_WARM_UP, installation);
            }
            var rest = idle == 0 ? null : rest(processes);
            var profiler = profile == null ? null : ProcessProfiler.start(profile, processes);
            var steps = new ArrayList<BenchResult>();
            var ofPeer = new ArrayList<BenchResult>();
            for (double step : rates) {
                for (BenchTarget target : targets) {
                    var before = TopicSizes.read(broker.admin());
                    var result = step(step, target, applications, killed);
                    if (target.equals(pipeline)) {
                        steps.add(result.written(
                                TopicSizes.perEvent(before, TopicSizes.read(broker.admin()), result.sent())));
                    } else {
                        ofPeer.add(result);
                    }
                }
            }
            if (profiler != null) {
                profiler.stop();
            }
            var highest = new ArrayList<Double>();
            if (max) {
                for (BenchTarget target : targets) {
                    highest.add(highest(target, applications));
                }
            }
            return new PipelineFigures(rest, steps, ofPeer, highest);
        }
    }

    /// What gets events.
    ///
    /// @param send sends a number of events a second for some time
    /// @param complete whether all events have come to their end
    private record BenchTarget(
            BiFunction<Double, Duration, TrafficGenerator> send,
            Map<String, MeasuredProcess> processes,
            Predicate<DeliveryLedger.Totals> complete) {}

    /// Chooses the instances of ingest in turn, without one that is being restarted, if there are others.
    private static Supplier<URI> balanced(ApplicationProcesses applications) {
        List<URI> all = applications.urls(Application.INGEST);
        var next = new AtomicInteger();
        return () -> {
            List<URI> inRotation = applications.urls(Application.INGEST);
            List<URI> urls = inRotation.isEmpty() ? all : inRotation;
            return urls.get(Math.floorMod(next.getAndIncrement(), urls.size()));
        };
    }

    private TrafficGenerator send(
            Supplier<URI> url,
            List<TrafficGenerator.Source> sources,
            CameraClient client,
            double events,
            Duration time) {
        return TrafficGenerator.start(
                url,
                sources,
                new TrafficGenerator.TrafficPlan(events, events(events, time)),
                client,
                noteIn(new DeliveryLedger(Math.toIntExact(events(events, time) + 1000))));
    }

    /// The script reads only JSON that is signed by Standard Webhooks. It has no audit log: what has arrived is
    /// complete.
    private BenchTarget peer(PeerProcess process, List<TrafficGenerator.Source> sources, CameraClient client) {
        var some = sources.stream()
                .filter(source -> source.account().scheme() == SigningScheme.STANDARD_WEBHOOKS
                        && !source.account().multipart())
                .toList();
        return new BenchTarget(
                (events, time) -> send(process::url, some, client, events, time),
                Map.of("script", process.process()),
                totals -> totals.lost() == 0);
    }

    private void warmUp(BenchTarget target, Duration time, Installation installation) throws InterruptedException {
        progress.printf("Warming up for %d s…%n", time.toSeconds());
        try (TrafficGenerator traffic = target.send.apply(rates.getFirst(), time)) {
            traffic.await();
            if (!drain(target)) {
                throw new IllegalStateException("the warm-up did not arrive; see the logs in " + installation.folder());
            }
        }
    }

    /// The highest rate at which 99 of 100 alerts arrive in time. Each try is a fifth higher than the one before.
    private double highest(BenchTarget target, ApplicationProcesses applications) throws InterruptedException {
        double highest = 0;
        for (double next = rates.getLast(); next < 10_000; next *= 1.2) {
            var result = step(next, target, applications, Optional.empty());
            Double p99 = result.p99Ms();
            if (!result.isSound() || p99 == null || p99 > IN_TIME.toMillis()) {
                break;
            }
            highest = next;
        }
        return Figures.rounded(highest, 1);
    }

    /// What everything takes while no camera sends.
    private PipelineFigures.IdleFigures rest(Map<String, MeasuredProcess> processes) throws InterruptedException {
        progress.printf("Resting for %d s…%n", idle);
        Map<String, Duration> before = cpu(processes);
        Thread.sleep(Duration.ofSeconds(idle));
        Map<String, Double> each = new LinkedHashMap<>();
        cpu(processes)
                .forEach((name, after) -> each.put(
                        name,
                        Figures.rounded(
                                after.minus(before.getOrDefault(name, Duration.ZERO))
                                                .toNanos()
                                        / 1e9
                                        / idle,
                                4)));
        double all = each.values().stream().mapToDouble(Double::doubleValue).sum();
        return new PipelineFigures.IdleFigures(Figures.rounded(all, 3), each);
    }

    private BenchResult step(
            double step, BenchTarget target, ApplicationProcesses applications, Optional<Application> killed)
            throws InterruptedException {
        progress.printf(
                "Sending %.1f events/s for %d s…%n", step, run.duration().toSeconds());
        Map<String, Duration> before = cpu(target.processes);
        Map<String, Long> collected = collections(target.processes);
        pictureBytes.reset();
        sentAgain.reset();
        try (TrafficGenerator traffic = target.send.apply(step, run.duration())) {
            if (killed.isPresent()) {
                Thread.sleep(run.duration().dividedBy(2));
                progress.printf("Killing %s, and starting it again…%n", kill);
                applications.killAndRestart(killed.get());
            }
            var restarts = restart ? restartWhile(traffic, applications) : List.<ApplicationProcesses.Restart>of();
            traffic.await();
            drain(target);
            if (restart) {
                print(restarts);
            }
            return result(step, traffic.counts().sent(), before, collected, target.processes);
        }
    }

    private static List<ApplicationProcesses.Restart> restartWhile(
            TrafficGenerator traffic, ApplicationProcesses applications) throws InterruptedException {
        var restarts = new ArrayList<ApplicationProcesses.Restart>();
        while (!traffic.isFinished()) {
            restarts.addAll(applications.restartInTurn(() -> !traffic.isFinished()));
        }
        return restarts;
    }

    /// Prints for each application how long it took until an instance was ready again, and the longest delay of the
    /// events that were due from its stop until the next one.
    private void print(List<ApplicationProcesses.Restart> restarts) {
        Map<String, List<Double>> ready = new LinkedHashMap<>();
        Map<String, List<Double>> delays = new LinkedHashMap<>();
        for (int i = 0; i < restarts.size(); i++) {
            var restart = restarts.get(i);
            String name = restart.application().command();
            Instant next = i + 1 < restarts.size() ? restarts.get(i + 1).stopped() : Instant.MAX;
            ready.computeIfAbsent(name, _ -> new ArrayList<>())
                    .add(Duration.between(restart.stopped(), restart.ready()).toMillis() / 1e3);
            delays.computeIfAbsent(name, _ -> new ArrayList<>())
                    .add(ledger.longestDelayMs(restart.stopped(), next) / 1e3);
        }
        progress.printf(
                "%d times, an instance was stopped and started again; %d times, a webhook was answered with 503 or not"
                        + " at all, and was sent again.%n",
                restarts.size(), sentAgain.sum());
        progress.println(
                "A delay also stands at the next application: an instance that comes back gets its tasks a little"
                        + " later.");
        ready.forEach((name, seconds) -> progress.printf(
                "%s: ready after %s s; longest delay of an event: %s s%n",
                name, text(seconds), text(delays.getOrDefault(name, List.of()))));
    }

    private static String text(List<Double> seconds) {
        return seconds.stream().map("%.1f"::formatted).collect(Collectors.joining(", "));
    }

    private static Map<String, Duration> cpu(Map<String, MeasuredProcess> processes) {
        Map<String, Duration> used = new LinkedHashMap<>();
        processes.forEach((name, process) -> used.put(name, process.cpu()));
        return used;
    }

    private static Map<String, Long> collections(Map<String, MeasuredProcess> processes) {
        Map<String, Long> counts = new LinkedHashMap<>();
        processes.forEach((name, process) -> counts.put(name, process.collections()));
        return counts;
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

    private ApplicationProcesses start(
            Installation installation, Map<Application, Integer> counts, BrokerProcess broker, Parts parts)
            throws IOException, InterruptedException {
        parts.add(DemoReceiver.start(
                run.ports().receiver(),
                installation.receiverSecret(),
                (event, update, redelivery, at) -> ledger.arrived(event, update, redelivery, at)));
        var serdes = parts.add(installation.serdes());
        // The bench must not cost the broker more than a few fetches a second.
        var client = new HashMap<>(broker.client(Principal.AUDIT_LOG));
        client.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, "1000000");
        parts.add(EmbeddedCluster.follow(
                client, AuditTopics.all(), AuditEntry.class, serdes, entry -> ledger.audited(entry)));
        progress.println("Starting the applications, each in its own process…");
        return parts.add(ApplicationProcesses.start(installation, broker::client, counts));
    }

    private BiConsumer<TrafficGenerator.Sending, WebhookAnswer> noteIn(DeliveryLedger fresh) {
        ledger = fresh;
        return (sending, answer) -> {
            if (answer instanceof WebhookAnswer.AcceptedAnswer event) {
                fresh.accepted(event.eventId(), sending.due());
                sentAgain.add(event.attempts() - 1L);
            }
        };
    }

    private static long events(double rate, Duration time) {
        return Math.max(1, Math.round(rate * time.toMillis() / 1000));
    }

    /// Waits a minute at most until every accepted event has arrived, and returns whether it has.
    private boolean drain(BenchTarget target) throws InterruptedException {
        Instant end = Instant.now().plus(LAST_DELIVERY);
        while (!target.complete.test(ledger.totals())) {
            if (Instant.now().isAfter(end)) {
                return false;
            }
            Thread.sleep(10);
        }
        return true;
    }

    private BenchResult result(
            double step,
            long sent,
            Map<String, Duration> before,
            Map<String, Long> collected,
            Map<String, MeasuredProcess> processes) {
        var totals = ledger.totals();
        Map<String, Double> each = new LinkedHashMap<>();
        Map<String, Long> residentMb = new LinkedHashMap<>();
        Duration all = Duration.ZERO;
        for (var entry : cpu(processes).entrySet()) {
            Duration used = entry.getValue().minus(before.getOrDefault(entry.getKey(), Duration.ZERO));
            each.put(entry.getKey(), perEvent(used, totals.delivered()));
            all = all.plus(used);
        }
        processes.forEach((name, process) -> residentMb.put(name, process.residentMb()));
        Map<String, Long> collections = collections(processes);
        // A process that was killed and started again counts from its start.
        collected.forEach(
                (name, count) -> collections.computeIfPresent(name, (_, now) -> now < count ? now : now - count));
        Duration span = ledger.span();
        return new BenchResult(
                step,
                run.duration().toMillis() / 1000.0,
                kill,
                Figures.rounded(span.isZero() ? 0 : totals.delivered() * 1e9 / span.toNanos(), 2),
                ledger.delayMs(0.50, 2),
                ledger.delayMs(0.99, 2),
                perEvent(all, totals.delivered()),
                each,
                residentMb,
                collections,
                Map.of(),
                pictureBytes.sum() / Math.max(1, sent),
                sent,
                totals,
                ledger.redelivered());
    }

    private static double perEvent(Duration time, long events) {
        return Figures.rounded(time.toNanos() / 1e6 / Math.max(1, events), 2);
    }
}
