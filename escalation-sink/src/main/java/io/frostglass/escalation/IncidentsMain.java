package io.frostglass.escalation;

import io.frostglass.alerts.Escalation;
import io.frostglass.alerts.Incident;
import io.frostglass.alerts.IncidentActionKind;
import io.frostglass.alerts.IncidentStatus;
import io.frostglass.runtime.ClientOption;
import io.frostglass.settings.TerseErrors;
import io.frostglass.topics.Principal;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `frostglass incidents`.
@Command(
        name = "frostglass incidents",
        mixinStandardHelpOptions = true,
        description = "Lists incidents, acknowledges and resolves them.")
final class IncidentsMain implements Runnable {

    private static final String ROW = "%-44s %-12s %-8s %6s  %-20s %s%n";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private IncidentsMain() {}

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return TerseErrors.on(new CommandLine(new IncidentsMain()));
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "list, acknowledge, unacknowledge, resolve or history is missing");
    }

    /// Connects as `incident-admin`.
    static final class IncidentClient {
        @Mixin
        private ClientOption client = new ClientOption(Principal.INCIDENT_ADMIN);

        <T> T with(Function<IncidentOperations, T> work) throws IOException {
            return client.connect(
                    (kafka, serdes) -> work.apply(new IncidentOperations(kafka, serdes, Clock.systemUTC())));
        }
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists incidents, the latest last.")
    int list(@Mixin IncidentClient client, @Option(names = "--all", description = "Resolved ones, too.") boolean all)
            throws IOException {
        List<Escalation> found = client.with(IncidentOperations::incidents);
        System.out.printf(ROW, "incident", "status", "severity", "alerts", "since", "last alert");
        found.stream()
                .filter(alert -> all || alert.getIncident().getStatus() != IncidentStatus.resolved)
                .forEach(alert -> {
                    Incident incident = alert.getIncident();
                    System.out.printf(
                            ROW,
                            incident.getIncidentId(),
                            incident.getStatus(),
                            alert.getSeverity(),
                            incident.getCount(),
                            incident.getOpenedAt(),
                            alert.getSummary());
                });
        return ExitCode.OK;
    }

    @Command(
            name = "acknowledge",
            mixinStandardHelpOptions = true,
            description = "Says that somebody takes care: the escalation stops.")
    int acknowledge(@Mixin IncidentClient client, @Mixin IncidentChoice choice) throws IOException {
        return act(client, choice, IncidentActionKind.acknowledge);
    }

    @Command(
            name = "unacknowledge",
            mixinStandardHelpOptions = true,
            description = "Withdraws an acknowledgement: the escalation goes on.")
    int unacknowledge(@Mixin IncidentClient client, @Mixin IncidentChoice choice) throws IOException {
        return act(client, choice, IncidentActionKind.unacknowledge);
    }

    @Command(name = "resolve", mixinStandardHelpOptions = true, description = "Says that it is over.")
    int resolve(@Mixin IncidentClient client, @Mixin IncidentChoice choice) throws IOException {
        return act(client, choice, IncidentActionKind.resolve);
    }

    @Command(
            name = "history",
            mixinStandardHelpOptions = true,
            description = "Says why an incident notified somebody, or nobody. The same as routes why.")
    int history(@Mixin IncidentClient client, @Parameters(paramLabel = "INCIDENT") String incidentId)
            throws IOException {
        return printHistory(client, incidentId);
    }

    static int printHistory(IncidentClient client, String incidentId) throws IOException {
        List<IncidentOperations.HistoryLine> lines = client.with(operations -> operations.history(incidentId));
        if (lines.isEmpty()) {
            System.err.println(
                    "frostglass: nothing is known of " + incidentId + "; see frostglass incidents list --all");
            return ExitCode.SOFTWARE;
        }
        lines.forEach(line ->
                System.out.printf("%-24s  %-38s %-16s %s%n", line.at(), line.eventId(), line.cameraId(), line.what()));
        return ExitCode.OK;
    }

    /// Which incident, and who.
    static final class IncidentChoice {
        @Parameters(paramLabel = "INCIDENT", description = "Its id, inc-…")
        private String incidentId = "";

        @Option(
                names = "--by",
                paramLabel = "NAME",
                description = "Who says so (default: ${DEFAULT-VALUE}).",
                defaultValue = "${sys:user.name}")
        private String by = "";
    }

    private static int act(IncidentClient client, IncidentChoice choice, IncidentActionKind action) throws IOException {
        client.with(operations -> {
            operations.act(choice.incidentId, action, choice.by);
            return action;
        });
        System.out.println(choice.incidentId + ": " + action + " is written");
        return ExitCode.OK;
    }
}
