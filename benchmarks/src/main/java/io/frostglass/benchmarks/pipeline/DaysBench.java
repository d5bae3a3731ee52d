package io.frostglass.benchmarks.pipeline;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.frostglass.standalone.Application;
import io.frostglass.standalone.Installation;
import io.frostglass.standalone.Parts;
import io.frostglass.standalone.load.CameraAccount;
import io.frostglass.standalone.load.CameraClient;
import io.frostglass.standalone.load.TrafficGenerator;
import io.frostglass.standalone.load.WebhookAnswer;
import io.frostglass.standalone.receiver.DemoReceiver;
import io.frostglass.standalone.report.DeliveryLedger;
import io.frostglass.topics.Principal;
import io.frostglass.topics.Topic;
import io.frostglass.topics.TopicCatalogue;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Measures whether disk and memory stay within bounds for days, in minutes: a day lasts some seconds. Everything that
/// topics and their changelogs keep for a time is kept for as many days as in production, keys that sign tokens are
/// rotated each day, and the broker deletes and compacts all the time.
///
/// Recipe: start everything; divide all times of all topics; send events; note the sizes at the end of each day.
/// What the applications themselves remember by their own clock is no part of it: `StateBoundTest` lets days
/// pass for that.
@Command(
        name = "days",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Measures whether disk and memory stay within bounds for days, each of which lasts some seconds.",
        footer = {
            "",
            "--seconds says how long a day lasts.",
            "Exit code 1 if an event was lost or duplicated, or if a topic that keeps its records for less than half of",
            "the days is more than a quarter larger at the end than after half of the days."
        })
public final class DaysBench implements Callable<Integer> {

    private static final double GROWTH = 1.25;
    private static final long SMALL = 256 * 1024;
    private static final long SHORTEST_MS = 500;
    private static final long MS_OF_A_DAY = Duration.ofDays(1).toMillis();

    /// By default, the broker looks each five minutes, and waits for half a minute before the first time.
    private static final Map<String, String> OFTEN = Map.of(
            "log.retention.check.interval.ms", "500",
            "log.initial.task.delay.ms", "500",
            "log.cleaner.backoff.ms", "500",
            "offsets.retention.check.interval.ms", "5000");

    private static final Set<String> TIMES = Set.of(
            TopicConfig.RETENTION_MS_CONFIG,
            TopicConfig.SEGMENT_MS_CONFIG,
            TopicConfig.DELETE_RETENTION_MS_CONFIG,
            TopicConfig.FILE_DELETE_DELAY_MS_CONFIG,
            TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG);

    @Option(
            names = "--days",
            paramLabel = "N",
            defaultValue = "16",
            description = "How many days (default: ${DEFAULT-VALUE}).")
    private int days;

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

    /// The seconds are those of a day.
    @Mixin
    private BenchRun run = new BenchRun();

    private final PrintStream progress = System.err;

    /// The sizes at the end of a day.
    ///
    /// @param diskMbOf of each topic on the broker's disk; without topics of less than 256 KiB
    /// @param stateMb the files of all states
    /// @param residentMb of each process
    record DayFigures(int day, Map<String, Double> diskMbOf, double stateMb, Map<String, Long> residentMb) {

        String text() {
            return "day %d: %.1f MB on the broker's disk, %.1f MB of states, %d MB resident"
                    .formatted(
                            day,
                            diskMbOf.values().stream()
                                    .mapToDouble(Double::doubleValue)
                                    .sum(),
                            stateMb,
                            residentMb.values().stream()
                                    .mapToLong(Long::longValue)
                                    .sum());
        }
    }

    /// @param ends the sizes at the end of each day
    /// @param growing topics that keep their records for less than half of the days, and grow nevertheless
    record DaysResult(
            double rate, int secondsOfADay, List<DayFigures> ends, List<String> growing, DeliveryLedger.Totals totals)
            implements BenchRun.BenchFigures {

        @JsonIgnore
        @Override
        public boolean isSound() {
            return growing.isEmpty() && totals.lost() == 0 && totals.duplicated() == 0;
        }

        @Override
        public String text() {
            var lines = new ArrayList<>(
                    List.of("| topic | kept for | after half of the days | at the end |", "|---|---|---|---|"));
            DayFigures half = ends.get(ends.size() / 2 - 1);
            DayFigures end = ends.getLast();
            end.diskMbOf.forEach((topic, size) -> lines.add("| `%s` | %s | %.1f MB | %.1f MB |"
                    .formatted(topic, kept(topic), half.diskMbOf.getOrDefault(topic, 0.0), size)));
            lines.add("");
            ends.forEach(day -> lines.add(day.text()));
            lines.add("%d events, %d delivered, %d lost, %d twice"
                    .formatted(totals.accepted(), totals.delivered(), totals.lost(), totals.duplicated()));
            lines.add(growing.isEmpty() ? "Nothing grows that should not." : "Grows: " + String.join(", ", growing));
            return String.join("\n", lines);
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        run.check(days >= 4 && days % 2 == 0, "--days: even, and 4 or more");
        run.check(rate > 0 && rate <= 1_000, "--rate: above 0, at most 1000");
        Path data = run.newData();
        return run.report(measure(Installation.open(data, run.ports(), false)), data);
    }

    private DaysResult measure(Installation installation) throws IOException, InterruptedException {
        var ledger = new DeliveryLedger(10_000);
        long day = run.duration().toMillis();
        try (var parts = new Parts(progress)) {
            var sources =
                    TrafficGenerator.Source.of(CameraAccount.readAll(installation.sites()), Optional.ofNullable(media));
            var client = parts.add(CameraClient.create());
            var broker = parts.add(BrokerProcess.start(installation, OFTEN));
            parts.add(DemoReceiver.start(run.ports().receiver(), installation.receiverSecret(), ledger::arrived));
            progress.println("Starting the applications, each in its own process…");
            var applications =
                    parts.add(ApplicationProcesses.start(installation, client(broker, day), Application.ALL));
            shorten(broker.admin(), day);
            progress.printf("%d days of %d s…%n", days, day / 1000);
            var plan = new TrafficGenerator.TrafficPlan(rate, Math.round(rate * days * day / 1000.0));
            var ends = new ArrayList<DayFigures>();
            try (TrafficGenerator traffic = TrafficGenerator.start(
                    () -> applications.urls(Application.INGEST).getFirst(),
                    sources,
                    plan,
                    client,
                    (sending, answer) -> {
                        if (answer instanceof WebhookAnswer.AcceptedAnswer event) {
                            ledger.accepted(event.eventId(), sending.due());
                        }
                    })) {
                for (int number = 1; number <= days; number++) {
                    Thread.sleep(day);
                    var figures = figures(number, installation, broker, applications);
                    progress.println(figures.text());
                    ends.add(figures);
                }
                traffic.await();
            }
            for (int second = 0; second < 60 && ledger.totals().lost() > 0; second++) {
                Thread.sleep(1000);
            }
            return new DaysResult(rate, (int) (day / 1000), ends, growing(ends), ledger.totals());
        }
    }

    /// The applications rotate keys each day.
    private static Function<Principal, Map<String, String>> client(BrokerProcess broker, long day) {
        return principal -> {
            var settings = new HashMap<>(broker.client(principal));
            if (principal == Principal.TOKEN_STREAM) {
                settings.put("token.key.rotation.ms", Long.toString(day));
            }
            return settings;
        };
    }

    /// Divides the times of all topics, also those of Kafka Streams and of the brokers.
    private static void shorten(Map<String, String> client, long day) throws InterruptedException {
        try (var admin = Admin.create(Map.<String, Object>copyOf(client))) {
            List<ConfigResource> topics =
                    admin.listTopics(new ListTopicsOptions().listInternal(true)).names().get().stream()
                            .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                            .toList();
            var shorter = new HashMap<ConfigResource, Collection<AlterConfigOp>>();
            admin.describeConfigs(topics).all().get().forEach((topic, config) -> {
                List<AlterConfigOp> changes = config.entries().stream()
                        .filter(entry -> TIMES.contains(entry.name()))
                        .map(entry -> new AlterConfigOp(
                                new ConfigEntry(entry.name(), shortened(entry.value(), day)), AlterConfigOp.OpType.SET))
                        .toList();
                shorter.put(topic, changes);
            });
            admin.incrementalAlterConfigs(shorter).all().get();
        } catch (ExecutionException e) {
            throw new KafkaException("the times of the topics could not be changed", e.getCause());
        }
    }

    private static String shortened(String time, long day) {
        long ms = Long.parseLong(time);
        // Some are unlimited: negative, or the highest number.
        return ms < 0 || ms == Long.MAX_VALUE
                ? time
                : Long.toString(Math.max(SHORTEST_MS, ms / MS_OF_A_DAY * day + ms % MS_OF_A_DAY * day / MS_OF_A_DAY));
    }

    private static DayFigures figures(
            int day, Installation installation, BrokerProcess broker, ApplicationProcesses applications)
            throws IOException, InterruptedException {
        var disk = new TreeMap<String, Double>();
        TopicSizes.read(broker.admin()).forEach((topic, size) -> {
            if (size >= SMALL) {
                disk.put(topic, size / 1e6);
            }
        });
        var resident = new TreeMap<String, Long>();
        resident.put("broker", broker.process().residentMb());
        applications.byName().forEach((name, process) -> resident.put(name, process.residentMb()));
        return new DayFigures(day, disk, bytes(installation.folder().resolve("state")) / 1e6, resident);
    }

    /// RocksDB may delete a file meanwhile.
    private static long bytes(Path folder) throws IOException {
        long[] sum = {0};
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                sum[0] += attributes.size();
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                return FileVisitResult.CONTINUE;
            }
        });
        return sum[0];
    }

    private static List<String> growing(List<DayFigures> ends) {
        DayFigures half = ends.get(ends.size() / 2 - 1);
        return ends.getLast().diskMbOf.entrySet().stream()
                .filter(entry -> isOver(entry.getKey(), ends.size() / 2))
                .filter(entry -> {
                    double before = Math.max(SMALL / 1e6, half.diskMbOf.getOrDefault(entry.getKey(), 0.0));
                    return entry.getValue() > GROWTH * before + SMALL / 1e6;
                })
                .map(Map.Entry::getKey)
                .toList();
    }

    /// Whether a topic has all that it will ever have after so many days. A segment is deleted when its last record is
    /// old enough. The brokers compact their own topics when a segment is a week old, so some weeks say nothing of
    /// those.
    private static boolean isOver(String topic, int days) {
        return catalogued(topic)
                .map(it -> it.retention().plus(Duration.ofDays(1)).toDays() <= days)
                .orElse(!topic.startsWith("__"));
    }

    private static String kept(String topic) {
        return catalogued(topic)
                .map(Topic::retention)
                .map(time -> time.isZero()
                        ? "latest per key"
                        : time.toDays() > 1 ? time.toDays() + " days" : time.toHours() + " h")
                .orElse("by Kafka's clients");
    }

    private static Optional<Topic> catalogued(String name) {
        return TopicCatalogue.topics().stream()
                .filter(topic -> topic.name().equals(name))
                .findFirst();
    }
}
