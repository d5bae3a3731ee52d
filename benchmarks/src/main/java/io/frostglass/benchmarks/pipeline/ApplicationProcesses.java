package io.frostglass.benchmarks.pipeline;

import io.frostglass.embedded.OwnerOnly;
import io.frostglass.standalone.Application;
import io.frostglass.standalone.Installation;
import io.frostglass.topics.Principal;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Applications, each in its own process, started as an operator starts them. They stop with this process.
final class ApplicationProcesses implements AutoCloseable {

    private static final Duration START = Duration.ofMinutes(3);

    /// Further than the ports of all applications.
    private static final int PORTS_OF_AN_INSTANCE = 20;

    private static final Duration OUT_OF_ROTATION = Duration.ofMillis(300);
    /// How long an instance is ready before the next one is stopped: `minReadySeconds` of
    /// `kubernetes/base/server.yaml`.
    private static final Duration MIN_READY = Duration.ofSeconds(10);

    private final List<ApplicationProcess> processes = new CopyOnWriteArrayList<>();
    private final Thread hook;

    private ApplicationProcesses() {
        this.hook = new Thread(this::stop, "stop-applications");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /// Starts one instance of each application and waits until all are ready. Their output is in `logs/` of the
    /// installation.
    ///
    /// @param client the client settings of a principal
    /// @throws IllegalStateException if one ends, or is not ready within three minutes
    static ApplicationProcesses start(
            Installation installation, Function<Principal, Map<String, String>> client, List<Application> applications)
            throws IOException, InterruptedException {
        return start(installation, client, applications.stream().collect(Collectors.toMap(it -> it, _ -> 1)));
    }

    /// The same.
    ///
    /// @param counts how many instances of which application; each has a port and a state of its own
    static ApplicationProcesses start(
            Installation installation,
            Function<Principal, Map<String, String>> client,
            Map<Application, Integer> counts)
            throws IOException, InterruptedException {
        Path logs = Files.createDirectories(installation.folder().resolve("logs"));
        var all = new ApplicationProcesses();
        try (var http = HttpClient.newHttpClient()) {
            for (int i = 1; i <= Collections.max(counts.values()); i++) {
                int instance = i;
                var started = new ArrayList<ApplicationProcess>();
                for (Application application : Application.ALL.stream()
                        .filter(it -> counts.getOrDefault(it, 0) >= instance)
                        .toList()) {
                    Path settings = installation.writeSettings(application, client.apply(application.principal()));
                    String name = application.command() + (instance == 1 ? "" : "-" + instance);
                    int port = application.port(installation.ports()) + (instance - 1) * PORTS_OF_AN_INSTANCE;
                    started.add(new ApplicationProcess(
                            application,
                            name,
                            instance == 1 ? settings : ofInstance(settings, name, port),
                            logs.resolve(name + ".log"),
                            port));
                    all.processes.add(started.getLast());
                }
                for (ApplicationProcess process : started) {
                    process.awaitReady(http);
                }
            }
            return all;
        } catch (InterruptedException | RuntimeException e) {
            all.close();
            throw e;
        }
    }

    /// Writes the settings of a further instance beside those of the first. The last of two equal names counts.
    private static Path ofInstance(Path first, String name, int port) throws IOException {
        Path file = first.resolveSibling(name + ".properties");
        Path state = first.resolveSibling("state-" + name);
        OwnerOnly.write(
                Objects.requireNonNull(first.getParent()),
                name + ".properties",
                Files.readString(first) + "http.port=%d%nstate.dir=%s%n".formatted(port, state));
        return file;
    }

    /// Returns the processes by command; further instances have a number after it.
    Map<String, MeasuredProcess> byName() {
        var all = new LinkedHashMap<String, MeasuredProcess>();
        processes.forEach(process -> all.put(process.name, process.process));
        return all;
    }

    /// Returns the base URLs of the instances of an application that are not being restarted.
    List<URI> urls(Application application) {
        return processes.stream()
                .filter(process -> process.application.equals(application) && !process.restarting)
                .map(process -> process.health.resolve("/"))
                .toList();
    }

    /// Stops one after another, as a rolling upgrade does, and starts it again; the next when it has been ready for ten
    /// seconds.
    ///
    /// @param goOn asked before each
    List<Restart> restartInTurn(BooleanSupplier goOn) throws InterruptedException {
        var restarts = new ArrayList<Restart>();
        try (var http = HttpClient.newHttpClient()) {
            for (ApplicationProcess process : processes) {
                if (!goOn.getAsBoolean()) {
                    break;
                }
                process.restarting = true;
                Instant stopped = Instant.now();
                // A load balancer takes it out of its rotation first.
                Thread.sleep(OUT_OF_ROTATION);
                process.process.restart();
                process.awaitReady(http);
                process.restarting = false;
                restarts.add(new Restart(process.application, stopped, Instant.now()));
                Thread.sleep(MIN_READY);
            }
        }
        return restarts;
    }

    /// A restart of an instance.
    ///
    /// @param stopped when it was taken out of the load balancer's rotation
    /// @param ready when it was ready again
    record Restart(Application application, Instant stopped, Instant ready) {}

    /// Kills one (SIGKILL), as a crash or a lost machine does, and starts it again.
    void killAndRestart(Application application) throws InterruptedException {
        for (ApplicationProcess process : processes) {
            if (process.application.equals(application)) {
                process.process.killAndRestart();
            }
        }
    }

    private void stop() {
        processes.forEach(process -> process.process.stop());
    }

    /// Stops them, and kills those that do not stop in time.
    @Override
    public void close() {
        stop();
        processes.forEach(process -> process.process.awaitEnd());
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // This process is ending, and the hook runs.
        }
    }

    private static final class ApplicationProcess {

        private final Application application;
        private final String name;
        private final Path log;
        private final URI health;
        private final MeasuredProcess process;
        private volatile boolean restarting;

        /// Starts it, and does not wait until it is ready.
        ///
        /// @param settings its `.properties`
        /// @param log its output is appended here
        ApplicationProcess(Application application, String name, Path settings, Path log, int port) {
            this.application = application;
            this.name = name;
            this.log = log;
            this.health = URI.create("http://127.0.0.1:" + port + "/health/ready");
            String options = System.getenv().getOrDefault("FROSTGLASS_JAVA_OPTS", "") + " ";
            this.process = MeasuredProcess.start(
                    List.of(
                            BenchRun.home().resolve("frostglass").toString(),
                            application.command(),
                            "--config",
                            settings.toString()),
                    Map.of("FROSTGLASS_JAVA_OPTS", options + MeasuredProcess.logOfCollections(log)),
                    log);
        }

        void awaitReady(HttpClient http) throws InterruptedException {
            Instant end = Instant.now().plus(START);
            while (!isReady(http)) {
                if (!process.isAlive() || Instant.now().isAfter(end)) {
                    throw new IllegalStateException(name + " did not become ready; see " + log);
                }
                Thread.sleep(50);
            }
        }

        private boolean isReady(HttpClient http) throws InterruptedException {
            try {
                var request = HttpRequest.newBuilder(health)
                        .timeout(Duration.ofSeconds(2))
                        .build();
                return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
            } catch (IOException e) {
                return false;
            }
        }
    }
}
