package io.frostglass.standalone.drill;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `frostglass drill`.
@Command(
        name = "drill",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Practises a runbook: starts an installation of its own, causes a situation, says what you would see, waits"
                        + " until you have read the page, and runs its commands. Without NAME, it lists the drills.")
public final class DrillCommand implements Callable<Integer> {

    @Parameters(paramLabel = "NAME", arity = "0..1", description = "The drill.")
    private @Nullable String name;

    @Option(names = "--yes", description = "Wait for nobody.")
    private boolean yes;

    @Option(
            names = "--port-base",
            paramLabel = "PORT",
            defaultValue = "29080",
            description = "First of the ports of its installation (default: ${DEFAULT-VALUE}).")
    private int portBase;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final PrintStream out = System.out;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (name == null) {
            for (Drill drill : Drill.values()) {
                out.printf("%-22s %s%n", drill.page(), drill.situation());
            }
            return ExitCode.OK;
        }
        return play(drill(name));
    }

    private Drill drill(String page) {
        return Arrays.stream(Drill.values())
                .filter(drill -> drill.page().equals(page))
                .findFirst()
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        "no such drill: " + page + "; there are "
                                + Arrays.stream(Drill.values()).map(Drill::page).collect(Collectors.joining(", "))));
    }

    private int play(Drill drill) throws IOException, InterruptedException {
        Path home = Path.of(System.getProperty("frostglass.home", "")).toAbsolutePath();
        Path work = Files.createTempDirectory("frostglass-drill");
        out.println(drill.situation() + " Starting an installation in " + work);
        List<String> failures;
        try (var stage = new DrillStage(home, work, portBase, yes, out)) {
            drill.play(stage);
            failures = stage.failures();
        }
        out.println();
        out.println(
                failures.isEmpty()
                        ? "The drill is over."
                        : "The drill did not go well: " + String.join("; ", failures) + ". The logs are in " + work);
        if (!failures.isEmpty()) {
            return ExitCode.SOFTWARE;
        }
        delete(work);
        return ExitCode.OK;
    }

    /// It held passwords.
    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
