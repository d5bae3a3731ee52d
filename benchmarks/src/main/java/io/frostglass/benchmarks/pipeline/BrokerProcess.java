package io.frostglass.benchmarks.pipeline;

import io.frostglass.embedded.BrokerSettings;
import io.frostglass.standalone.DemoLog;
import io.frostglass.standalone.DemoPorts;
import io.frostglass.standalone.EmbeddedCluster;
import io.frostglass.standalone.Installation;
import io.frostglass.topics.Principal;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

/// Broker and schema registry in a process of their own, so that a bench knows what they use.
final class BrokerProcess implements AutoCloseable {

    private static final Duration START = Duration.ofMinutes(1);

    private final Installation installation;
    private final MeasuredProcess process;
    private final Thread hook;

    private BrokerProcess(Installation installation, MeasuredProcess process) {
        this.installation = installation;
        this.process = process;
        this.hook = new Thread(process::stop, "stop-broker");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /// Starts both with every topic, ACL and schema, and waits until they are ready.
    ///
    /// @throws IllegalStateException if they end, or are not ready within a minute
    static BrokerProcess start(Installation installation) throws IOException, InterruptedException {
        return start(installation, Map.of());
    }

    /// The same, with other settings.
    ///
    /// @param more of the broker, which precede those that it would have
    static BrokerProcess start(Installation installation, Map<String, String> more)
            throws IOException, InterruptedException {
        Path logs = Files.createDirectories(installation.folder().resolve("logs"));
        Path log = logs.resolve("broker.log");
        Path ready = ready(installation);
        var command = new ArrayList<>(command(installation, log));
        more.forEach((name, value) -> command.add(name + "=" + value));
        var broker =
                new BrokerProcess(installation, MeasuredProcess.start(command, Map.of("MALLOC_ARENA_MAX", "2"), log));
        Instant end = Instant.now().plus(START);
        while (!Files.exists(ready)) {
            if (!broker.process.isAlive() || Instant.now().isAfter(end)) {
                broker.close();
                throw new IllegalStateException("the broker did not become ready; see " + log);
            }
            Thread.sleep(50);
        }
        return broker;
    }

    /// On the demo's class path, and then that of the bench: the demo's archive of classes and profiles fits.
    private static List<String> command(Installation installation, Path log) throws IOException {
        Path home = BenchRun.home();
        Path demo = home.resolve("standalone").resolve("target");
        String classPath = String.join(
                File.pathSeparator,
                demo.resolve("frostglass-standalone.jar").toString(),
                Files.readString(demo.resolve("classpath.txt")).strip(),
                System.getProperty("java.class.path"));
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-XX:AOTCache=" + home.resolve("target").resolve("aot").resolve("standalone.aot"),
                "-Xlog:disable",
                MeasuredProcess.logOfCollections(log),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                classPath,
                BrokerProcess.class.getName(),
                installation.folder().toString(),
                Integer.toString(installation.ports().base()));
    }

    private static Path ready(Installation installation) {
        return installation.folder().resolve("broker.ready");
    }

    /// In the process of the broker.
    ///
    /// @param args folder of the installation, first port, and settings of the broker, each `name=value`
    public static void main(String[] args) throws IOException, InterruptedException {
        Path folder = Path.of(args[0]);
        DemoLog.toFile(folder.resolve("logs").resolve("broker.log"));
        var installation = Installation.open(folder, new DemoPorts(Integer.parseInt(args[1])), false);
        Map<String, String> more = Arrays.stream(args)
                .skip(2)
                .map(setting -> setting.split("=", 2))
                .collect(Collectors.toMap(setting -> setting[0], setting -> setting[1]));
        var cluster = EmbeddedCluster.start(installation, more);
        Runtime.getRuntime().addShutdownHook(new Thread(cluster::close, "stop"));
        Files.createFile(ready(installation));
        new CountDownLatch(1).await();
    }

    /// Returns the client settings of a principal.
    Map<String, String> client(Principal principal) {
        return client(principal.user());
    }

    /// Returns the client settings of the broker's administrator.
    Map<String, String> admin() {
        return client(BrokerSettings.ADMIN);
    }

    private Map<String, String> client(String user) {
        var properties = new Properties();
        try (var in =
                Files.newBufferedReader(installation.folder().resolve("clients").resolve(user + ".properties"))) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var settings = new HashMap<String, String>();
        properties.stringPropertyNames().forEach(name -> settings.put(name, properties.getProperty(name)));
        return settings;
    }

    MeasuredProcess process() {
        return process;
    }

    @Override
    public void close() {
        process.stop();
        process.awaitEnd();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // This process is ending, and the hook runs.
        }
    }
}
