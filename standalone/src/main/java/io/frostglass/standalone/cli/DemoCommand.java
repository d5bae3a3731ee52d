package io.frostglass.standalone.cli;

import io.frostglass.runtime.ShutdownHook;
import io.frostglass.standalone.Demo;
import io.frostglass.standalone.DemoLog;
import io.frostglass.standalone.DemoPorts;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Runs the whole pipeline in one JVM, on an embedded broker with all ACLs on, and shows what happens.")
final class DemoCommand implements Callable<Integer> {

    @Option(names = "--events", paramLabel = "N", description = "Stop after N events have been delivered.")
    private @Nullable Long events;

    @Option(
            names = "--rate",
            paramLabel = "R",
            defaultValue = "2",
            description = "Events a second of all cameras together (default: ${DEFAULT-VALUE}).")
    private double rate;

    @Option(names = "--media", paramLabel = "DIR", description = "Send the JPEGs of a folder instead of drawn scenes.")
    private @Nullable Path media;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = ".frostglass",
            description = "Folder for its files (default: ${DEFAULT-VALUE}).")
    private Path data = Path.of(".frostglass");

    @Option(
            names = "--port-base",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "Port of ingest; all others move with it (default: ${DEFAULT-VALUE}).")
    private int portBase;

    @Option(names = "--no-cameras", description = "Send no events: wait for those of other senders.")
    private boolean noCameras;

    @Option(names = "--agent", description = "Let an agent decide about the events, by rules, over MCP.")
    private boolean agent;

    @Option(names = "--json", description = "End with a summary as one line of JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        DemoLog.toFile(data.resolve("frostglass.log"));
        var options = options();
        PrintStream out = System.out;
        var running = new AtomicReference<@Nullable Demo>();
        ShutdownHook.hook(() -> {
            Demo now = running.get();
            if (now != null) {
                now.close();
            }
        });
        try (var demo = Demo.start(options, out)) {
            running.set(demo);
            demo.run();
            var summary = demo.summary();
            out.println();
            out.println(json ? summary.json() : summary.text());
            return summary.isSound() ? ExitCode.OK : ExitCode.SOFTWARE;
        }
    }

    private Demo.DemoOptions options() {
        if (media != null && !Files.isDirectory(media)) {
            throw wrong("--media: no such folder: " + media);
        }
        if (!(rate > 0 && rate <= 10_000)) {
            throw wrong("--rate: above 0, at most 10000");
        }
        if (events != null && events < 1) {
            throw wrong("--events: 1 or more");
        }
        try {
            return new Demo.DemoOptions(
                    data,
                    new DemoPorts(portBase),
                    events == null ? OptionalLong.empty() : OptionalLong.of(events),
                    rate,
                    Optional.ofNullable(media),
                    !noCameras,
                    agent);
        } catch (IllegalArgumentException e) {
            throw wrong("--port-base: " + e.getMessage());
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
