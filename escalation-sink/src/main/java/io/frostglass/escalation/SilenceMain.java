package io.frostglass.escalation;

import io.frostglass.alerts.AlertSilence;
import io.frostglass.escalation.IncidentsMain.IncidentClient;
import io.frostglass.settings.InvalidValue;
import io.frostglass.settings.TerseErrors;
import io.frostglass.settings.ValueParser;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `frostglass silence`.
@Command(
        name = "frostglass silence",
        mixinStandardHelpOptions = true,
        description =
                "Keeps alerts from notifying people for some time. They are recorded, and what is open is resolved.")
final class SilenceMain implements Runnable {

    private static final String ROW = "%-13s %-24s %-16s %-40s %s%n";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private SilenceMain() {}

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return TerseErrors.on(new CommandLine(new SilenceMain()));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "add, list or expire is missing");
    }

    @Command(name = "add", mixinStandardHelpOptions = true, description = "Adds a silence, from now on.")
    int add(
            @Mixin IncidentClient client,
            @Parameters(
                            paramLabel = "MATCHER",
                            arity = "1..*",
                            description = "As in the routes file, such as camera=\"cam-12\"; all must hold.")
                    List<String> matchers,
            @Option(
                            names = "--for",
                            paramLabel = "TIME",
                            required = true,
                            description = "How long: 30m, 2h, 7d; 30d at most.")
                    String length,
            @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why.") String reason,
            @Option(
                            names = "--owner",
                            paramLabel = "NAME",
                            description = "Who answers for it (default: ${DEFAULT-VALUE}).",
                            defaultValue = "${sys:user.name}")
                    String owner)
            throws IOException {
        Duration time;
        try {
            time = ValueParser.duration(Duration.ofSeconds(1), IncidentOperations.LONGEST_SILENCE)
                    .parse(length);
        } catch (InvalidValue e) {
            throw new ParameterException(spec.commandLine(), "--for " + e.getMessage(), e);
        }
        AlertSilence silence = client.with(operations -> operations.silence(matchers, time, owner, reason));
        System.out.println(silence.getSilenceId() + " until " + silence.getEndsAt());
        return ExitCode.OK;
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the silences that are not over.")
    int list(@Mixin IncidentClient client) throws IOException {
        List<AlertSilence> found = client.with(IncidentOperations::silences);
        System.out.printf(ROW, "silence", "until", "owner", "alerts", "reason");
        found.forEach(silence -> System.out.printf(
                ROW,
                silence.getSilenceId(),
                silence.getEndsAt(),
                silence.getOwner(),
                String.join(" ", silence.getMatchers()),
                silence.getReason()));
        return ExitCode.OK;
    }

    @Command(name = "expire", mixinStandardHelpOptions = true, description = "Ends a silence now.")
    int expire(@Mixin IncidentClient client, @Parameters(paramLabel = "SILENCE") String id) throws IOException {
        if (!client.with(operations -> operations.expire(id))) {
            System.err.println("frostglass: there is no silence " + id + "; see frostglass silence list");
            return ExitCode.SOFTWARE;
        }
        System.out.println(id + " is over");
        return ExitCode.OK;
    }
}
