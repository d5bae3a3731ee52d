package io.frostglass.benchmarks.pipeline;

import io.frostglass.standalone.Application;
import io.frostglass.standalone.EmbeddedCluster;
import io.frostglass.standalone.Installation;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Applications, each in its own process. They stop with this process.
final class ApplicationProcesses implements AutoCloseable {

    private final List<ApplicationProcess> processes;
    private final Thread hook;

    private ApplicationProcesses(List<ApplicationProcess> processes) {
        this.processes = List.copyOf(processes);
        this.hook = new Thread(this::stop, "stop-applications");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /// Starts applications and waits until all are ready. Their output is in `logs/` of the installation.
    ///
    /// @param home the project's root, after a build
    static ApplicationProcesses start(
            Path home, Installation installation, EmbeddedCluster cluster, List<Application> applications)
            throws IOException, InterruptedException {
        Path logs = Files.createDirectories(installation.folder().resolve("logs"));
        List<ApplicationProcess> started = new ArrayList<>();
        for (Application application : applications) {
            started.add(ApplicationProcess.start(
                    home,
                    application,
                    installation.writeSettings(application, cluster.client(application.principal())),
                    logs.resolve(application.command() + ".log"),
                    application.port(installation.ports())));
        }
        var all = new ApplicationProcesses(started);
        try {
            all.awaitReady();
            return all;
        } catch (InterruptedException | RuntimeException e) {
            all.close();
            throw e;
        }
    }

    private void awaitReady() throws InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            for (ApplicationProcess process : processes) {
                process.awaitReady(http);
            }
        }
    }

    /// Returns the processor time of each so far.
    Map<Application, Duration> cpu() {
        Map<Application, Duration> used = new LinkedHashMap<>();
        processes.forEach(process -> used.put(process.application(), process.cpu()));
        return used;
    }

    /// Kills one (SIGKILL), and starts it again.
    void killAndRestart(Application application) throws InterruptedException {
        for (ApplicationProcess process : processes) {
            if (process.application().equals(application)) {
                process.killAndRestart();
            }
        }
    }

    private void stop() {
        processes.forEach(ApplicationProcess::stop);
    }

    @Override
    public void close() {
        stop();
        processes.forEach(ApplicationProcess::close);
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // This process is ending, and the hook runs.
        }
    }
}
