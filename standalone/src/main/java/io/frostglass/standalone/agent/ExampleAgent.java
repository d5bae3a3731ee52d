package io.frostglass.standalone.agent;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
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
    public static Optional<ExampleAgent> start(Path home, URI gateway, Path keyFile, Path log) {
        Path script = home.resolve("examples/triage-agent/dist/agent.js");
        if (!Files.exists(script)) {
            return Optional.empty();
        }
        var command = new ProcessBuilder(
                        "node",
                        script.toString(),
                        "--url",
                        gateway.resolve("/mcp").toString(),
                        "--key-file",
                        keyFile.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        try {
            return Optional.of(new ExampleAgent(command.start()));
        } catch (IOException e) {
            // Node.js is not on the path.
            return Optional.empty();
        }
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
