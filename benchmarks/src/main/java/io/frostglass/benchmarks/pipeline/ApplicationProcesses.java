package io.frostglass.benchmarks.pipeline;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Applications, each in its own process, started as an operator starts them. They stop with this process.
final class ApplicationProcesses implements AutoCloseable {

    private static final Duration START = Duration.ofMinutes(1);

    private final List<ApplicationProcess> processes;
    private final Thread hook;

    private ApplicationProcesses(List<ApplicationProcess> processes) {
        this.processes = List.copyOf(processes);
        this.hook = new Thread(this::stop, "stop-applications");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /// Starts applications and waits until all are ready. Their output is in `logs/` of the installation.
    ///
    /// @param client the client settings of a principal
    /// @throws IllegalStateException if one ends, or is not ready within a minute
    static ApplicationProcesses start(
            Installation installation, Function<Principal, Map<String, String>> client, List<Application> applications)
            throws IOException, InterruptedException {
        Path logs = Files.createDirectories(installation.folder().resolve("logs"));
        List<ApplicationProcess> started = new ArrayList<>();
        for (Application application : applications) {
            started.add(new ApplicationProcess(
                    application,
                    installation.writeSettings(application, client.apply(application.principal())),
                    logs.resolve(application.command() + ".log"),
                    application.port(installation.ports())));
        }
        var all = new ApplicationProcesses(started);
        try (var http = HttpClient.newHttpClient()) {
            for (ApplicationProcess process : started) {
                process.awaitReady(http);
            }
            return all;
        } catch (InterruptedException | RuntimeException e) {
            all.close();
            throw e;
        }
    }

    /// Returns the processes by command.
    Map<String, MeasuredProcess> byCommand() {
        var all = new LinkedHashMap<String, MeasuredProcess>();
        processes.forEach(process -> all.put(process.application.command(), process.process));
        return all;
    }

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
        private final Path log;
        private final URI health;
        private final MeasuredProcess process;

        /// Starts it, and does not wait until it is ready.
        ///
        /// @param settings its `.properties`
        /// @param log its output is appended here
        ApplicationProcess(Application application, Path settings, Path log, int port) {
            this.application = application;
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
                    throw new IllegalStateException(application.command() + " did not become ready; see " + log);
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
