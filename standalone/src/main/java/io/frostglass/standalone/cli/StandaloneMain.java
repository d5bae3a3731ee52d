package io.frostglass.standalone.cli;

import io.frostglass.settings.TerseErrors;
import io.frostglass.standalone.Demo;
import io.frostglass.standalone.drill.DrillCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `frostglass demo`, `frostglass simulate`, `frostglass receive`, `frostglass drill` and `frostglass backup verify`.
@Command(
        name = "frostglass",
        mixinStandardHelpOptions = true,
        description = "All of Frostglass on one machine.",
        subcommands = {
            Demo.class,
            SimulateCommand.class,
            ReceiveCommand.class,
            DrillCommand.class,
            BackupVerifyCommand.BackupGroup.class
        })
final class StandaloneMain {

    private StandaloneMain() {}

    public static void main(String[] args) {
        System.exit(TerseErrors.on(new CommandLine(new StandaloneMain())).execute(args));
    }
}
