package io.frostglass.standalone.cli;

import io.frostglass.settings.TerseErrors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `frostglass demo` and `frostglass simulate`.
@Command(
        name = "frostglass",
        mixinStandardHelpOptions = true,
        description = "All of Frostglass on one machine.",
        subcommands = {DemoCommand.class, SimulateCommand.class})
final class StandaloneMain implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private StandaloneMain() {}

    public static void main(String[] args) {
        System.exit(TerseErrors.on(new CommandLine(new StandaloneMain())).execute(args));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
