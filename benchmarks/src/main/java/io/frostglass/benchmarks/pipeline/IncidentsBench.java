package io.frostglass.benchmarks.pipeline;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.frostglass.benchmarks.pipeline.FaultyReceiver.Behaviour;
import io.frostglass.sanitized.SanitizedMotion;
import io.frostglass.standalone.Application;
import io.frostglass.standalone.Installation;
import io.frostglass.standalone.Parts;
import io.frostglass.topics.Principal;
import io.frostglass.topics.TopicCatalogue;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Measures escalation-sink and alert-delivery with many alerts: both in processes of their own, the broker in another;
/// the receivers and the writer of events in this one. Events are written to `sanitized.motion` at times fixed in
/// advance, and delays count from these times.
///
/// Without `--faults`: many cameras of a few places at once. With it: a new incident each second, while the receiver
/// has a fault most of the time, and one of the two applications is killed (SIGKILL) every twenty seconds or so and
/// started again. The random numbers are the same in each run.
@Command(
        name = "incidents",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Measures how alerts become pages: in a storm of events, or with faults and kills.",
        footer = {
            "",
            "Exit code 1 if an incident has no page, a second key, or is still open at the receiver, or if a receiver",
            "gets more requests than it takes."
        })
public final class IncidentsBench implements Callable<Integer> {

    private static final Duration LAST_MESSAGE = Duration.ofMinutes(5);
    private static final int EVENTS_OF_AN_INCIDENT = 3;
    private static final int SEED = 20261130;
    private static final int DUTY_LIMIT = 120;
    private static final String SITE = "site-1";
    private static final String KEY = "0123456789abcdef0123456789ABCDEF";
    private static final String SECRET = "whsec_ZnJvc3RnbGFzcy1iZW5jaC1zZWNyZXQtMzItYnl0ZXM=";

    @Option(
            names = "--events",
            paramLabel = "N",
            defaultValue = "10000",
            description = "Events in all, evenly over the time (default: ${DEFAULT-VALUE}).")
    private int events;

    @Option(
            names = "--cameras",
            paramLabel = "N",
            defaultValue = "200",
            description = "Cameras in all (default: ${DEFAULT-VALUE}).")
    private int cameras;

    @Option(
            names = "--places",
            paramLabel = "N",
            defaultValue = "20",
            description = "Places, each seen by as many cameras (default: ${DEFAULT-VALUE}).")
    private int places;

    @Option(
            names = "--faults",
            description = "One incident a second in place of a storm, while the receiver is down, slow, busy or wrong,"
                    + " and escalation-sink and alert-delivery are killed, at random.")
    private boolean faults;

    @Mixin
    private BenchRun run = new BenchRun();

    private final PrintStream progress = System.err;
    private final Random random = new Random(SEED);
    private final IncidentLedger ledger = new IncidentLedger();
    private final List<Instant> duty = new CopyOnWriteArrayList<>();
    private final Map<String, Integer> kills = new TreeMap<>();

    /// The figures.
    ///
    /// @param events written
    /// @param incidents that the receiver knows
    /// @param messages that the receiver has taken
    /// @param repeated messages that it was sent again, and recognised by their ids
    /// @param unpaged places of which nobody was paged
    /// @param secondKeys incidents beyond the first of a place
    /// @param leftOpen incidents that are not resolved at the receiver
    /// @param pageP50Ms from when the first event of an incident was due to its page
    /// @param p50Ms from when the newest event of a message was due to its arrival
    /// @param mostInAMinute requests to the receiver with PagerDuty's API, in any minute
    /// @param kills of each application
    /// @param met requests that met each behaviour of the receiver
    record IncidentsResult(
            double seconds,
            long events,
            int incidents,
            int messages,
            long repeated,
            long unpaged,
            long secondKeys,
            long leftOpen,
            double pageP50Ms,
            double pageP99Ms,
            double p50Ms,
            double p99Ms,
            long mostInAMinute,
            Map<String, Integer> kills,
            Map<String, Long> met)
            implements BenchRun.BenchFigures {

        @JsonIgnore
        @Override
        public boolean isSound() {
            return unpaged == 0 && secondKeys == 0 && leftOpen == 0 && mostInAMinute <= DUTY_LIMIT;
        }

        @Override
        public String text() {
            return """
                    %d events in %.0f s: %d incidents, %d messages, %d of them once more
                    %d without a page, %d under a second key, %d left open
                    first event to page: p50 %.0f ms, p99 %.0f ms
                    newest event to message: p50 %.0f ms, p99 %.0f ms
                    requests to PagerDuty in a minute: %d at most
                    killed: %s; requests to the receiver: %s""".formatted(
                            events,
                            seconds,
                            incidents,
                            messages,
                            repeated,
                            unpaged,
                            secondKeys,
                            leftOpen,
                            pageP50Ms,
                            pageP99Ms,
                            p50Ms,
                            p99Ms,
                            mostInAMinute,
                            kills,
                            met);
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        run.check(events >= 1, "--events: 1 or more");
        run.check(places >= 1 && cameras >= places && cameras % places == 0, "--cameras: a multiple of --places");
        Path data = run.newData();
        return run.report(measure(Installation.open(data, run.ports(), false)), data);
    }

    private IncidentsResult measure(Installation installation) throws IOException, InterruptedException {
        try (var parts = new Parts(progress)) {
            progress.println("Starting broker, schema registry, receivers, escalation-sink and alert-delivery…");
            int port = run.ports().receiver();
            var pager = parts.add(new FaultyReceiver(port, message -> ledger.take(message, Instant.now())));
            parts.add(new FaultyReceiver(port + 20, _ -> duty.add(Instant.now())));
            writeFiles(installation, port);
            var broker = parts.add(BrokerProcess.start(installation));
            var applications = parts.add(ApplicationProcesses.start(
                    installation, broker::client, List.of(Application.ESCALATE, Application.DELIVER)));
            var serdes = parts.add(installation.serdes());
            var producer = parts.add(new KafkaProducer<>(
                    new HashMap<String, Object>(broker.client(Principal.ANONYMIZE_STREAM)),
                    new StringSerializer(),
                    serdes.serde(TopicCatalogue.MOTION, SanitizedMotion.class).serializer()));
            progress.printf("Warming up for %d s…%n", run.warmUp().toSeconds());
            for (long i = 0; i < run.warmUp().toSeconds() * 10; i++) {
                write(producer, IncidentLedger.WARM_UP + "-cam-" + i % 10, Instant.now());
                Thread.sleep(100);
            }
            duty.clear();
            progress.printf("Writing events for %d s…%n", run.duration().toSeconds());
            Instant start = Instant.now();
            long written = faults ? incidents(producer, pager, applications) : storm(producer);
            double seconds = Duration.between(start, Instant.now()).toMillis() / 1e3;
            pager.behave(Behaviour.WORKS);
            await();
            return result(seconds, written, pager);
        }
    }

    private void writeFiles(Installation installation, int port) throws IOException {
        String receivers = faults ? "[pager]" : "[pager, duty]";
        Files.writeString(
                installation.rules(),
                "{receivers: %1$s, rules: [{name: all, severity: warning, receivers: %1$s}]}".formatted(receivers));
        Files.writeString(installation.receivers(), """
                receivers:
                  pager: {url: "http://127.0.0.1:%d/alerts", secrets: [%s], allow_private: true, timeout: 3s}
                  duty: {type: pagerduty, routing_key: %s, url: "http://127.0.0.1:%d/v2/enqueue", allow_private: true}
                """.formatted(port, SECRET, KEY, port + 20));
        String scenes = IntStream.range(0, places)
                .mapToObj(place -> "  - {name: place-%d, site: %s, cameras: [%s]}\n"
                        .formatted(
                                place,
                                SITE,
                                IntStream.range(0, cameras)
                                        .filter(camera -> camera % places == place)
                                        .mapToObj(this::camera)
                                        .collect(Collectors.joining(", "))))
                .collect(Collectors.joining());
        Files.writeString(
                installation.folder().resolve("routes.yaml"),
                (faults ? "" : "scenes:\n" + scenes)
                        + "route: {receivers: %s, group_interval: 1s, resolve_after: 10s}\n".formatted(receivers));
    }

    private String camera(int number) {
        return "place-%d-cam-%d".formatted(number % places, number);
    }

    private long storm(KafkaProducer<String, SanitizedMotion> producer) throws InterruptedException {
        Instant start = Instant.now();
        for (int i = 0; i < events; i++) {
            write(
                    producer,
                    camera(i % cameras),
                    start.plus(run.duration().multipliedBy(i).dividedBy(events)));
        }
        return events;
    }

    /// Each second an incident begins, and those before go on for a while.
    private long incidents(
            KafkaProducer<String, SanitizedMotion> producer, FaultyReceiver pager, ApplicationProcesses applications)
            throws IOException, InterruptedException {
        Instant start = Instant.now();
        long seconds = run.duration().toSeconds();
        long behaveNext = 0;
        long killNext = 10;
        for (long second = 0; second < seconds; second++) {
            for (long place = Math.max(0, second - EVENTS_OF_AN_INCIDENT + 1); place <= second; place++) {
                write(producer, "place-%d-cam-0".formatted(place), start.plusSeconds(second));
            }
            if (second >= behaveNext) {
                Behaviour[] all = Behaviour.values();
                Behaviour next = all[random.nextInt(all.length)];
                progress.printf("%d s: the receiver %s%n", second, next);
                pager.behave(next);
                behaveNext = second + 4 + random.nextInt(10);
            }
            if (second >= killNext) {
                Application victim = random.nextBoolean() ? Application.ESCALATE : Application.DELIVER;
                progress.printf("%d s: killing %s, and starting it again%n", second, victim.command());
                applications.killAndRestart(victim);
                kills.merge(victim.command(), 1, Integer::sum);
                killNext = second + 15 + random.nextInt(10);
            }
        }
        return seconds * EVENTS_OF_AN_INCIDENT;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // a lost event is an incident without a page
    private void write(KafkaProducer<String, SanitizedMotion> producer, String camera, Instant due)
            throws InterruptedException {
        Thread.sleep(Math.max(0, Duration.between(Instant.now(), due).toMillis()));
        if (!camera.startsWith(IncidentLedger.WARM_UP)) {
            ledger.due(IncidentLedger.place(camera), due);
        }
        producer.send(new ProducerRecord<>(
                TopicCatalogue.MOTION.name(),
                SITE,
                SanitizedMotion.newBuilder()
                        .setEventId("evt-" + UUID.randomUUID().toString().replace("-", ""))
                        .setSiteId(SITE)
                        .setCameraId(camera)
                        .setTimeZone("UTC")
                        .setTimestamp(due)
                        .setReceivedAt(due)
                        .build()));
    }

    /// Until all incidents are resolved at the receiver, or the time is over.
    private void await() throws InterruptedException {
        progress.println("Waiting until all incidents are resolved…");
        Instant end = Instant.now().plus(LAST_MESSAGE);
        while (Instant.now().isBefore(end) && (ledger.unpaged() > 0 || ledger.open() > 0)) {
            Thread.sleep(500);
        }
    }

    private IncidentsResult result(double seconds, long written, FaultyReceiver pager) {
        var met = new TreeMap<String, Long>();
        for (Behaviour behaviour : Behaviour.values()) {
            if (pager.requests(behaviour) > 0) {
                met.put(behaviour.name(), pager.requests(behaviour));
            }
        }
        return new IncidentsResult(
                seconds,
                written,
                ledger.pages(),
                ledger.messages(),
                ledger.repeated(),
                ledger.unpaged(),
                ledger.secondKeys(),
                ledger.open(),
                ledger.pageDelay(0.5),
                ledger.pageDelay(0.99),
                ledger.delay(0.5),
                ledger.delay(0.99),
                mostInAMinute(),
                kills,
                met);
    }

    private long mostInAMinute() {
        List<Instant> times = new ArrayList<>(duty);
        times.sort(null);
        long most = 0;
        int first = 0;
        for (int last = 0; last < times.size(); last++) {
            while (!times.get(last).isBefore(times.get(first).plusSeconds(60))) {
                first++;
            }
            most = Math.max(most, last - first + 1);
        }
        return most;
    }
}
