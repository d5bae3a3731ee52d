package io.frostglass.escalation;

import io.frostglass.alerts.Escalation;
import io.frostglass.escalation.IncidentsMain.IncidentClient;
import io.frostglass.escalation.routes.Route;
import io.frostglass.escalation.routes.RoutesFile;
import io.frostglass.escalation.routes.RoutingTable;
import io.frostglass.settings.InvalidDocument;
import io.frostglass.settings.TerseErrors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `frostglass routes`.
@Command(
        name = "frostglass routes",
        mixinStandardHelpOptions = true,
        description = "Checks and tests a routes file, and says why an incident notified somebody, or nobody.")
final class RoutesMain implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private RoutesMain() {}

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return TerseErrors.on(new CommandLine(new RoutesMain()));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "check, test or why is missing");
    }

    @Command(name = "check", mixinStandardHelpOptions = true, description = "Names every problem of a routes file.")
    int check(@Parameters(paramLabel = "FILE") Path file) throws IOException {
        Optional<RoutingTable> table = read(file);
        table.ifPresent(it -> System.out.printf(
                "%s is right: %d routes; receivers: %s%n",
                file, count(it.root()), String.join(", ", RoutesFile.receivers(it))));
        return table.isPresent() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    /// What is tested.
    static final class Tested {
        @Option(
                names = "--event",
                paramLabel = "EVENT.yaml",
                description = "Says where an alert would go: {site: site-1, camera: cam-1, severity: error, …}.")
        private @Nullable Path event;

        @Option(
                names = "--scenarios",
                paramLabel = "SCENARIOS.yaml",
                description = "Plays scenarios in simulated time, and compares what is sent with what they expect.")
        private @Nullable Path scenarios;
    }

    @Command(
            name = "test",
            mixinStandardHelpOptions = true,
            description = "Says where an alert would go, or plays scenarios of your own.")
    int test(@Parameters(paramLabel = "FILE") Path file, @ArgGroup(multiplicity = "1") Tested tested)
            throws IOException {
        Optional<RoutingTable> table = read(file);
        if (table.isEmpty()) {
            return ExitCode.SOFTWARE;
        }
        Path event = tested.event;
        Path input = event == null ? Objects.requireNonNull(tested.scenarios) : event;
        try {
            String text = Files.readString(input);
            return event == null
                    ? play(table.get(), RouteScenario.read(text))
                    : whereTo(table.get(), RouteScenario.alert(text));
        } catch (InvalidDocument e) {
            return refuse(input, e);
        }
    }

    @Command(
            name = "why",
            mixinStandardHelpOptions = true,
            description = "Says why an incident notified somebody, or nobody: each alert, each notification, in order.")
    int why(@Mixin IncidentClient client, @Parameters(paramLabel = "INCIDENT") String incidentId) throws IOException {
        return IncidentsMain.printHistory(client, incidentId);
    }

    private static Optional<RoutingTable> read(Path file) throws IOException {
        try {
            return Optional.of(RoutesFile.read(Files.readString(file)));
        } catch (InvalidDocument e) {
            refuse(file, e);
            return Optional.empty();
        }
    }

    private static int refuse(Path file, InvalidDocument e) {
        e.problems().forEach(problem -> System.err.println("frostglass: " + file + ": " + problem));
        return ExitCode.SOFTWARE;
    }

    private static int count(Route route) {
        return 1 + route.routes().stream().mapToInt(RoutesMain::count).sum();
    }

    private static int whereTo(RoutingTable table, Escalation alert) {
        Instant now = Instant.now();
        for (Route route : table.routes(alert)) {
            System.out.println("route:     " + route.id());
            System.out.println("incident:  "
                    + table.groupKey(route, alert).substring(route.id().length() + 1));
            int number = 1;
            for (Route.Level level : route.policy().levels()) {
                List<String> receivers = level.receivers().isEmpty() ? alert.getReceivers() : level.receivers();
                System.out.println("level " + number++ + ":   " + String.join(", ", receivers)
                        + (table.isActive(level, now) ? "" : " (not active now)"));
            }
            table.suppression(route, alert, List::of, List.of(), now)
                    .ifPresent(why -> System.out.println("now:       notifies nobody, " + why));
        }
        return ExitCode.OK;
    }

    private static int play(RoutingTable table, List<RouteScenario> scenarios) {
        int failed = 0;
        for (RouteScenario scenario : scenarios) {
            List<String> sent = new RouteScenarioRunner(
                            scenario, new SimulatedGrouping(scenario.table().orElse(table)))
                    .run();
            boolean right = sent.equals(scenario.expected());
            failed += right ? 0 : 1;
            System.out.println((right ? "ok      " : "FAILED  ") + scenario.name());
            if (!right) {
                scenario.expected().stream()
                        .filter(line -> !sent.contains(line))
                        .forEach(line -> System.out.println("        - " + line));
                sent.stream()
                        .filter(line -> !scenario.expected().contains(line))
                        .forEach(line -> System.out.println("        + " + line));
            }
        }
        System.out.printf("%d scenarios, %d failed%n", scenarios.size(), failed);
        return failed == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
    }
}
