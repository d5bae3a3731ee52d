package io.frostglass.standalone.agent;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Runs `examples/triage-agent`, which is in TypeScript, in a process of its own.
public final class ExampleAgent implements AutoCloseable {

    private static final int STOP_SECONDS = 5;

    private final Process process;

    private ExampleAgent(Process process) {
        this.process = process;
    }

    /// Starts it, if it is built and Node.js is on the path.
    ///
    /// @param home the project's root
    /// @param gateway its URL
    /// @param keyFile holds the agent's API key
    /// @param log the agent's output is appended here
    /// @throws IOException if it is built and cannot be started
    public static Optional<ExampleAgent> start(Path home, URI gateway, Path keyFile, Path log) throws IOException {
        Path script = home.resolve("examples/triage-agent/dist/agent.js");
        if (!Files.exists(script) || !isOnPath("node")) {
            return Optional.empty();
        }
        var process = new ProcessBuilder(
                        "node",
                        script.toString(),
                        "--url",
                        gateway.resolve("/mcp").toString(),
                        "--key-file",
                        keyFile.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        return Optional.of(new ExampleAgent(process));
    }

    private static boolean isOnPath(String program) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Arrays.stream(path.split(File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /// Ends it, and returns when it has.
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
