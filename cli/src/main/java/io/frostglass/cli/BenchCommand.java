package io.frostglass.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measures.",
        subcommands = {
            BenchAgentsCommand.class,
            BenchGuardCommand.class,
            BenchPipelineCommand.class,
            BenchPrivacyCommand.class,
            BenchVeilCommand.class
        })
final class BenchCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "what to measure is missing");
    }
}
