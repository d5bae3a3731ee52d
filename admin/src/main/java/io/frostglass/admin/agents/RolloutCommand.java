package io.frostglass.admin.agents;

import io.frostglass.agent.AgentRollout;
import io.frostglass.agent.RolloutMode;
import io.frostglass.rollouts.RolloutAdministration;
import io.frostglass.rollouts.RolloutStage;
import io.frostglass.rollouts.RolloutStatus;
import io.frostglass.runtime.ClientOption;
import io.frostglass.topics.Principal;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "rollout",
        mixinStandardHelpOptions = true,
        description = "Sets how far the decisions of agents count at each site.",
        subcommands = {RolloutCommand.SetCommand.class, RolloutCommand.ApproveCommand.class})
final class RolloutCommand {

    private static final String ROW = "%-24s %-14s %s%n";

    private static <T> T as(ClientOption client, Function<RolloutAdministration, T> work) throws IOException {
        return client.connect(
                (kafka, serdes) -> work.apply(new RolloutAdministration(kafka, serdes, Clock.systemUTC())));
    }

    static final class SiteOption {
        @Option(names = "--site", paramLabel = "ID", required = true, description = "The site.")
        private String id = "";

        @Spec(Spec.Target.MIXEE)
        private CommandSpec spec = CommandSpec.create();

        private String id() {
            if (!AgentCommand.ID.matcher(id).matches()) {
                throw new ParameterException(spec.commandLine(), "--site: small letters, digits and hyphens");
            }
            return id;
        }
    }

    private static RolloutStage extent(AgentRollout rollout) {
        return new RolloutStage(rollout.getMode(), rollout.getPercent());
    }

    @Command(
            name = "set",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = {
                "Sets how far the decisions of agents count at a site. A reduction takes effect at once, an extension after"
                        + " the approval of another person.",
                "off: no agent sees the site's events. shadow: agents decide, and their decisions are only recorded; this"
                        + " is the default. canary: decisions about --percent of the events count. on: all count."
            })
    static final class SetCommand implements Callable<Integer> {
        @Mixin
        private SiteOption site = new SiteOption();

        @Option(
                names = "--mode",
                paramLabel = "MODE",
                required = true,
                description = "One of: ${COMPLETION-CANDIDATES}.")
        private RolloutMode mode = RolloutMode.off;

        @Option(names = "--percent", paramLabel = "N", description = "For canary: 1 to 99.")
        private @Nullable Integer percent;

        @Mixin
        private ClientOption client = new ClientOption(Principal.TOKEN_ADMIN);

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() throws IOException {
            String id = site.id();
            var stage = stage();
            var proposed = as(client, administration -> administration.propose(id, stage));
            System.out.println("rollout " + proposed.rollout().getRolloutId());
            System.out.println(
                    proposed.isInEffect()
                            ? id + " is now " + stage
                            : id + " stays " + proposed.rolloutStatus().now() + " until another person approves "
                                    + stage
                                    + ": frostglass agent rollout approve --site " + id + " --rollout "
                                    + proposed.rollout().getRolloutId());
            return ExitCode.OK;
        }

        private RolloutStage stage() {
            if (mode == RolloutMode.canary) {
                if (percent == null || percent < 1 || percent > 99) {
                    throw new ParameterException(spec.commandLine(), "--percent: canary needs 1 to 99");
                }
                return new RolloutStage(mode, percent);
            }
            if (percent != null) {
                throw new ParameterException(spec.commandLine(), "--percent: only for canary");
            }
            return switch (mode) {
                case on -> RolloutStage.ON;
                case off, shadow, canary -> new RolloutStage(mode, 0);
            };
        }
    }

    @Command(
            name = "approve",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = "Approves a change of another person. A later reduction of the same site stays in effect.")
    static final class ApproveCommand implements Callable<Integer> {
        @Mixin
        private SiteOption site = new SiteOption();

        @Option(
                names = "--rollout",
                paramLabel = "ID",
                required = true,
                description = "The change, from frostglass agent rollout list.")
        private String rollout = "";

        @Mixin
        private ClientOption client = new ClientOption(Principal.ROLLOUT_APPROVER);

        @Override
        public Integer call() throws IOException {
            String id = site.id();
            var approved = as(client, administration -> administration.approve(id, rollout));
            System.out.printf(
                    "approved: %s at %s, proposed at %s%n",
                    extent(approved.rollout()), id, approved.rollout().getProposedAt());
            System.out.println(id + " is now " + approved.rolloutStatus().now());
            return ExitCode.OK;
        }
    }

    static final class ListOption {
        @Mixin
        private ClientOption client = new ClientOption(Principal.TOKEN_ADMIN);
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description =
                    "Lists the stage of each site, and the changes that await approval. Sites without an entry are in"
                            + " shadow.")
    void list(@Mixin ListOption option) throws IOException {
        List<RolloutStatus> all = as(option.client, RolloutAdministration::list);
        System.out.printf(ROW, "site", "now", "awaits approval");
        for (RolloutStatus site : all) {
            var waiting = site.awaiting();
            System.out.printf(ROW, site.siteId(), site.now(), waiting.isEmpty() ? "-" : described(waiting.getFirst()));
            waiting.stream().skip(1).forEach(each -> System.out.printf(ROW, "", "", described(each)));
        }
    }

    private static String described(AgentRollout rollout) {
        return extent(rollout) + ", rollout " + rollout.getRolloutId() + ", of " + rollout.getProposedAt();
    }
}
