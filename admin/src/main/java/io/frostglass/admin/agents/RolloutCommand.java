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
import java.util.regex.Pattern;
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
        description = "How far the decisions of agents count at each site.",
        subcommands = {
            RolloutCommand.SetCommand.class,
            RolloutCommand.ApproveCommand.class,
            RolloutCommand.ListRolloutsCommand.class
        })
final class RolloutCommand implements Runnable {

    private static final Pattern SITE = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final String ROW = "%-24s %-14s %s%n";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "set, approve or list is missing");
    }

    private static <T> T as(ClientOption client, Function<RolloutAdministration, T> work) throws IOException {
        return client.connect(
                (kafka, serdes) -> work.apply(new RolloutAdministration(kafka, serdes, Clock.systemUTC())));
    }

    /// Which site is meant.
    static final class SiteOption {
        @Option(names = "--site", paramLabel = "ID", required = true, description = "The site.")
        private String id = "";

        private String id(CommandSpec spec) {
            if (!SITE.matcher(id).matches()) {
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
                "Says how far agents are to count at a site. Where that is less than now, it counts at once; else when"
                        + " somebody else has approved it.",
                "off: no agent sees the site's events. shadow: agents decide, and nothing is acted on; so it is where"
                        + " nothing was said. canary: --percent of the events are acted on. on: all are."
            })
    static final class SetCommand implements Callable<Integer> {
        @Mixin
        private SiteOption siteOption = new SiteOption();

        @Option(
                names = "--mode",
                paramLabel = "MODE",
                required = true,
                description = "One of: ${COMPLETION-CANDIDATES}.")
        private RolloutMode mode = RolloutMode.off;

        @Option(names = "--percent", paramLabel = "N", description = "Of canary: 1 to 99.")
        private @Nullable Integer percent;

        @Mixin
        private ClientOption client = new ClientOption(Principal.TOKEN_ADMIN);

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() throws IOException {
            String id = siteOption.id(spec);
            var rolloutStage = rolloutStage();
            var proposed = as(client, administration -> administration.propose(id, rolloutStage));
            System.out.println("rollout " + proposed.rollout().getRolloutId());
            System.out.println(
                    proposed.isInEffect()
                            ? id + " is now " + rolloutStage
                            : id + " stays " + proposed.rolloutStatus().now() + " until somebody else approves "
                                    + rolloutStage
                                    + ": frostglass agent rollout approve --site " + id + " --rollout "
                                    + proposed.rollout().getRolloutId());
            return ExitCode.OK;
        }

        private RolloutStage rolloutStage() {
            if (mode == RolloutMode.canary) {
                if (percent == null || percent < 1 || percent > 99) {
                    throw new ParameterException(spec.commandLine(), "--percent: canary needs one, 1 to 99");
                }
                return new RolloutStage(mode, percent);
            }
            if (percent != null) {
                throw new ParameterException(spec.commandLine(), "--percent: for canary alone");
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
            description =
                    "Agrees, as the second person, to what was set. What was set more narrowly since still holds.")
    static final class ApproveCommand implements Callable<Integer> {
        @Mixin
        private SiteOption siteOption = new SiteOption();

        @Option(
                names = "--rollout",
                paramLabel = "ID",
                required = true,
                description = "Which; frostglass agent rollout list has them.")
        private String rollout = "";

        @Mixin
        private ClientOption client = new ClientOption(Principal.ROLLOUT_APPROVER);

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() throws IOException {
            String id = siteOption.id(spec);
            var approved = as(client, administration -> administration.approve(id, rollout));
            System.out.printf(
                    "approved: %s at %s, proposed at %s%n",
                    extent(approved.rollout()), id, approved.rollout().getProposedAt());
            System.out.println(id + " is now " + approved.rolloutStatus().now());
            return ExitCode.OK;
        }
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = "How each site stands, and what awaits approval. Sites of which nothing was said are shadow.")
    static final class ListRolloutsCommand implements Callable<Integer> {
        @Mixin
        private ClientOption client = new ClientOption(Principal.TOKEN_ADMIN);

        @Override
        public Integer call() throws IOException {
            List<RolloutStatus> all = as(client, RolloutAdministration::list);
            System.out.printf(ROW, "site", "now", "awaits approval");
            all.forEach(ListRolloutsCommand::print);
            return ExitCode.OK;
        }

        private static void print(RolloutStatus rolloutStatus) {
            var waiting = rolloutStatus.awaiting();
            System.out.printf(
                    ROW,
                    rolloutStatus.siteId(),
                    rolloutStatus.now(),
                    waiting.isEmpty() ? "-" : described(waiting.getFirst()));
            waiting.stream().skip(1).forEach(each -> System.out.printf(ROW, "", "", described(each)));
        }

        private static String described(AgentRollout rollout) {
            return extent(rollout) + ", rollout " + rollout.getRolloutId() + ", of " + rollout.getProposedAt();
        }
    }
}
