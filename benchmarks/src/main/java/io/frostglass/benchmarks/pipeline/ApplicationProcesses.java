package io.frostglass.benchmarks.pipeline;

import io.frostglass.standalone.Application;
import io.frostglass.standalone.EmbeddedCluster;
import io.frostglass.standalone.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.concurrent.TimeUnit;

/// Applications, each in its own process, started as an operator starts them. They stop with this process.
final class ApplicationProcesses implements AutoCloseable {

    private static final Duration START = Duration.ofMinutes(1);
    private static final Duration STOP = Duration.ofSeconds(20);

    private final List<ApplicationProcess> processes;
    private final Thread hook;

    private ApplicationProcesses(List<ApplicationProcess> processes) {
        this.processes = List.copyOf(processes);
        this.hook = new Thread(this::stop, "stop-applications");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /// Starts applications and waits until all are ready. Their output is in `logs/` of the installation.
    ///
    /// @throws IllegalStateException if one ends, or is not ready within a minute
    static ApplicationProcesses start(
            Installation installation, EmbeddedCluster cluster, List<Application> applications)
            throws IOException, InterruptedException {
        Path logs = Files.createDirectories(installation.folder().resolve("logs"));
        List<ApplicationProcess> started = new ArrayList<>();
        for (Application application : applications) {
            started.add(new ApplicationProcess(
                    application,
                    installation.writeSettings(application, cluster.client(application.principal())),
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

    /// Returns the processor time of each so far.
    Map<Application, Duration> cpu() {
        Map<Application, Duration> used = new LinkedHashMap<>();
        processes.forEach(process -> used.put(process.application, process.cpu()));
        return used;
    }

    /// Kills one (SIGKILL), as a crash or a lost machine does, and starts it again.
    void killAndRestart(Application application) throws InterruptedException {
        for (ApplicationProcess process : processes) {
            if (process.application.equals(application)) {
                process.killAndRestart();
            }
        }
    }

    private void stop() {
        processes.forEach(process -> process.process.destroy());
    }

    /// Stops them, and kills those that do not stop in time.
    @Override
    public void close() {
        stop();
        processes.forEach(ApplicationProcess::awaitEnd);
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // This process is ending, and the hook runs.
        }
    }

    private static final class ApplicationProcess {

        private final Application application;
        private final List<String> command;
        private final Path log;
        private final URI health;
        private volatile Process process;
        private Duration cpuOfTheKilled = Duration.ZERO;

        /// Starts it, and does not wait until it is ready.
        ///
        /// @param settings its `.properties`
        /// @param log its output is appended here
        ApplicationProcess(Application application, Path settings, Path log, int port) {
            this.application = application;
            this.command = List.of(
                    BenchRun.home().resolve("frostglass").toString(),
                    application.command(),
                    "--config",
                    settings.toString());
            this.log = log;
            this.health = URI.create("http://127.0.0.1:" + port + "/health/ready");
            this.process = launch(command, log);
        }

        private static Process launch(List<String> command, Path log) {
            try {
                var builder = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
                builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
                return builder.start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
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

        /// Returns the processor time since its first start, over all its processes.
        Duration cpu() {
            return cpuOfTheKilled.plus(
                    process.toHandle().info().totalCpuDuration().orElse(Duration.ZERO));
        }

        void killAndRestart() throws InterruptedException {
            cpuOfTheKilled = cpu();
            process.destroyForcibly().waitFor();
            process = launch(command, log);
        }

        void awaitEnd() {
            try {
                if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }
}
