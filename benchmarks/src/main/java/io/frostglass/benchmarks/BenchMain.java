package io.frostglass.benchmarks;

import io.frostglass.benchmarks.pipeline.BenchAgentsCommand;
import io.frostglass.benchmarks.pipeline.BenchPipelineCommand;
import io.frostglass.benchmarks.privacy.BenchPrivacyCommand;
import io.frostglass.benchmarks.veil.BenchVeilCommand;
import io.frostglass.settings.TerseErrors;
import picocli.CommandLine;
import picocli.CommandLine.Command;

@Command(
        name = "frostglass bench",
        mixinStandardHelpOptions = true,
        description = "Measures.",
        subcommands = {
            BenchAgentsCommand.class,
            BenchGuardCommand.class,
            BenchPipelineCommand.class,
            BenchPrivacyCommand.class,
            BenchVeilCommand.class
        })
final class BenchMain {

    private BenchMain() {}

    public static void main(String[] args) {
        System.exit(TerseErrors.on(new CommandLine(new BenchMain())).execute(args));
    }
}
