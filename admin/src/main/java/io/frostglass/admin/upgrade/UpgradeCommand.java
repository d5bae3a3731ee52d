package io.frostglass.admin.upgrade;

import io.frostglass.runtime.ClientOption;
import io.frostglass.topics.StreamsCatalogue;
import io.frostglass.topics.StreamsTopology;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `frostglass upgrade`.
@Command(
        name = "upgrade",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Prepares the group of an application for this version, if its topology is another: stop all instances, run"
                        + " this, start this version. It exports the offsets of the group, makes the group anew, restores them, and deletes the"
                        + " topics of stores that this version does not have. To go back, run the command of the earlier version."
                        + " Without --yes, it says what it would do.")
public final class UpgradeCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "APPLICATION",
            description = "anonymize-stream, token-stream, escalation-sink or token-watch.")
    private String application = "";

    @Mixin
    private ClientOption client = new ClientOption("admin");

    @Option(
            names = "--offsets",
            paramLabel = "FILE",
            required = true,
            description = "Export the offsets to this file. If it is there, restore those in it.")
    private Path offsets = Path.of("");

    @Option(
            names = "--accept-loss",
            paramLabel = "NAME",
            description = "Lose this store, or these records; can be repeated. The plan names what would be lost.")
    private Set<String> accepted = Set.of();

    @Option(names = "--yes", description = "Do it.")
    private boolean yes;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        var upgrade = new GroupUpgrade(client.kafka(), topology(), offsets, Clock.systemUTC());
        UpgradePlan plan = upgrade.plan(accepted);
        System.out.print(plan.describe());
        if (plan.isRefused()) {
            System.out.println("nothing was done");
            return ExitCode.SOFTWARE;
        }
        if (!yes) {
            System.out.println("nothing was done; --yes does it");
            return ExitCode.OK;
        }
        upgrade.apply(plan);
        System.out.println("done; start this version of " + application);
        return ExitCode.OK;
    }

    private StreamsTopology topology() {
        List<StreamsTopology> topologies = StreamsCatalogue.topologies();
        return topologies.stream()
                .filter(topology -> topology.application().user().equals(application))
                .findFirst()
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        "no application with a topology: " + application + "; there are "
                                + topologies.stream()
                                        .map(topology -> topology.application().user())
                                        .collect(Collectors.joining(", "))));
    }
}
