package io.frostglass.benchmarks;

import io.frostglass.benchmarks.pipeline.AgentsBench;
import io.frostglass.benchmarks.pipeline.BackgroundsBench;
import io.frostglass.benchmarks.pipeline.DaysBench;
import io.frostglass.benchmarks.pipeline.IncidentsBench;
import io.frostglass.benchmarks.pipeline.PipelineBench;
import io.frostglass.benchmarks.privacy.PrivacyBench;
import io.frostglass.benchmarks.veil.VeilBench;
import io.frostglass.settings.TerseErrors;
import picocli.CommandLine;
import picocli.CommandLine.Command;

@Command(
        name = "frostglass bench",
        mixinStandardHelpOptions = true,
        description = "Measures.",
        subcommands = {
            AgentsBench.class,
            BackgroundsBench.class,
            BenchGuardCommand.class,
            DaysBench.class,
            IncidentsBench.class,
            PipelineBench.class,
            PrivacyBench.class,
            VeilBench.class
        })
final class BenchMain {

    private BenchMain() {}

    public static void main(String[] args) {
        System.exit(TerseErrors.on(new CommandLine(new BenchMain())).execute(args));
    }
}
