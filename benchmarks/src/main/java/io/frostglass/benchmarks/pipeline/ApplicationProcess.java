package io.frostglass.benchmarks.pipeline;

import io.frostglass.standalone.Application;
import java.io.File;
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
import java.util.List;
import java.util.concurrent.TimeUnit;

/// An application in its own process, on the class path of its own module.
final class ApplicationProcess implements AutoCloseable {

    private static final Duration START = Duration.ofMinutes(1);
    private static final Duration STOP = Duration.ofSeconds(20);

    private final Application application;
    private final List<String> command;
    private final Path log;
    private final URI health;
    private volatile Process process;
    private Duration cpuOfTheKilled = Duration.ZERO;

    private ApplicationProcess(Application application, List<String> command, Path log, URI health) {
        this.application = application;
        this.command = command;
        this.log = log;
        this.health = health;
        this.process = launch();
    }

    /// Starts it, and does not wait until it is ready.
    ///
    /// @param home the project's root, after a build
    /// @param settings its `.properties`
    /// @param log its output is appended here
    /// @param port the port that it listens on
    /// @throws UncheckedIOException if it is not built
    static ApplicationProcess start(Path home, Application application, Path settings, Path log, int port) {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command = List.of(
                java.toString(),
                "-Djava.awt.headless=true",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                classPath(home, application.module()),
                application.main().getName(),
                "--config",
                settings.toString());
        URI health = URI.create("http://127.0.0.1:" + port + "/health/ready");
        return new ApplicationProcess(application, command, log, health);
    }

    private static String classPath(Path home, String module) {
        Path target = home.resolve(module).resolve("target");
        try {
            String others = Files.readString(target.resolve("classpath.txt")).strip();
            return target.resolve("frostglass-" + module + ".jar") + File.pathSeparator + others;
        } catch (IOException e) {
            throw new UncheckedIOException("not built: " + target, e);
        }
    }

    private Process launch() {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Application application() {
        return application;
    }

    /// Waits until it is ready.
    ///
    /// @throws IllegalStateException if it ends, or is not ready within a minute
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
        return cpuOfTheKilled.plus(process.toHandle().info().totalCpuDuration().orElse(Duration.ZERO));
    }

    /// Kills it (SIGKILL), as a crash or a lost machine does, and starts it again.
    void killAndRestart() throws InterruptedException {
        cpuOfTheKilled = cpu();
        process.destroyForcibly().waitFor();
        process = launch();
    }

    void stop() {
        process.destroy();
    }

    /// Stops it, and kills it if it does not stop in time.
    @Override
    public void close() {
        stop();
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
