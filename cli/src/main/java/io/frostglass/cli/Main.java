package io.frostglass.cli;

import io.frostglass.runtime.TerseErrors;
import io.frostglass.standalone.Application;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `frostglass COMMAND`. The applications themselves are started by the launcher, each on its own class path.
@Command(
        name = "frostglass",
        mixinStandardHelpOptions = true,
        version = "frostglass 0.1.0-SNAPSHOT",
        description = "Motion alerts without the pictures.",
        subcommands = {
            DemoCommand.class,
            TopicsCommand.class,
            PatternsCommand.class,
            TokensCommand.class,
            AgentCommand.class,
            SimulateCommand.class,
            BenchCommand.class
        })
final class Main implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private Main() {}

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /// The command line with all its commands, and errors of one line.
    static CommandLine commandLine() {
        var line = TerseErrors.on(new CommandLine(new Main()));
        line.getCommandSpec().usageMessage().footer(applications());
        return line;
    }

    private static String[] applications() {
        var commands = Application.ALL.stream()
                .map(application -> "  %-15sRuns %s, --config FILE.properties"
                        .formatted(
                                application.command(), application.principal().user()));
        return Stream.concat(Stream.of("%nApplications, each on a class path of its own:"), commands)
                .toArray(String[]::new);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
