package io.frostglass.benchmarks.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A process whose processor time and memory a bench reads.
final class MeasuredProcess {

    private static final Duration STOP = Duration.ofSeconds(20);

    private final List<String> command;
    private final Map<String, String> environment;
    private final Path log;
    private volatile Process process;
    private Duration cpuOfEarlier = Duration.ZERO;

    private MeasuredProcess(List<String> command, Map<String, String> environment, Path log) {
        this.command = List.copyOf(command);
        this.environment = Map.copyOf(environment);
        this.log = log;
        this.process = launch();
    }

    /// Starts it, and does not wait until it is ready.
    ///
    /// @param log its output is appended here
    static MeasuredProcess start(List<String> command, Path log) {
        return start(command, Map.of(), log);
    }

    /// The same.
    ///
    /// @param environment in addition to that of this process
    static MeasuredProcess start(List<String> command, Map<String, String> environment, Path log) {
        return new MeasuredProcess(command, environment, log);
    }

    private Process launch() {
        try {
            var builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            builder.environment().putAll(environment);
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /// Returns its number; another one after each start.
    long pid() {
        return process.pid();
    }

    /// Returns the processor time since its first start, over all its processes.
    Duration cpu() {
        return cpuOfEarlier.plus(process.toHandle().info().totalCpuDuration().orElse(Duration.ZERO));
    }

    /// Returns its resident memory in MB; 0 where `/proc` does not tell.
    long residentMb() {
        try (var lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                            .findFirst()
                            .orElse(0)
                    / 1024;
        } catch (IOException e) {
            return 0;
        }
    }

    /// The option of a JVM that writes a line about each garbage collection.
    ///
    /// @param log the process's
    static String logOfCollections(Path log) {
        return "-Xlog:gc:file=" + collections(log);
    }

    private static Path collections(Path log) {
        return log.resolveSibling(log.getFileName() + ".gc");
    }

    /// Returns how often it has collected garbage; 0 where nothing tells.
    long collections() {
        try (var lines = Files.lines(collections(log))) {
            return lines.filter(line -> line.contains("] GC(")).count();
        } catch (IOException e) {
            return 0;
        }
    }

    /// Kills it (SIGKILL), as a crash or a lost machine does, and starts it again.
    void killAndRestart() throws InterruptedException {
        cpuOfEarlier = cpu();
        process.destroyForcibly().waitFor();
        process = launch();
    }

    /// Stops it (SIGTERM), and starts it again when it has ended.
    void restart() {
        cpuOfEarlier = cpu();
        stop();
        awaitEnd();
        process = launch();
    }

    void stop() {
        process.destroy();
    }

    /// Waits for its end, and kills it if it does not stop in time.
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
