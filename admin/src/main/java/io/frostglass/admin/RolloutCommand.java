package io.frostglass.admin;

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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "rollout",
        mixinStandardHelpOptions = true,
        description = "Sets how far the decisions of agents count at each site.")
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

    static final class ProposerOption {
        @Mixin
        private ClientOption client = new ClientOption(Principal.TOKEN_ADMIN);
    }

    static final class ApproverOption {
        @Mixin
        private ClientOption client = new ClientOption(Principal.ROLLOUT_APPROVER);
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
    void set(
            @Mixin SiteOption site,
            @Option(
                            names = "--mode",
                            paramLabel = "MODE",
                            required = true,
                            description = "One of: ${COMPLETION-CANDIDATES}.")
                    RolloutMode mode,
            @Option(names = "--percent", paramLabel = "N", description = "For canary: 1 to 99.") @Nullable
                    Integer percent,
            @Mixin ProposerOption proposer)
            throws IOException {
        String id = site.id();
        var stage = mode == RolloutMode.on ? RolloutStage.ON : new RolloutStage(mode, percent == null ? 0 : percent);
        if (!stage.isSound() || (percent != null && mode != RolloutMode.canary)) {
            throw new ParameterException(
                    site.spec.commandLine(), "--percent: 1 to 99 for canary, none for other modes");
        }
        var proposed = as(proposer.client, administration -> administration.propose(id, stage));
        String rollout = proposed.rollout().getRolloutId();
        System.out.println("rollout " + rollout);
        System.out.println(
                proposed.isInEffect()
                        ? id + " is now " + stage
                        : id + " stays " + proposed.rolloutStatus().now() + " until another person approves " + stage
                                + ": frostglass agent rollout approve --site " + id + " --rollout " + rollout);
    }

    @Command(
            name = "approve",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = "Approves a change of another person. A later reduction of the same site stays in effect.")
    void approve(
            @Mixin SiteOption site,
            @Option(
                            names = "--rollout",
                            paramLabel = "ID",
                            required = true,
                            description = "The change, from frostglass agent rollout list.")
                    String rollout,
            @Mixin ApproverOption approver)
            throws IOException {
        String id = site.id();
        var approved = as(approver.client, administration -> administration.approve(id, rollout));
        System.out.printf(
                "approved: %s at %s, proposed at %s%n",
                extent(approved.rollout()), id, approved.rollout().getProposedAt());
        System.out.println(id + " is now " + approved.rolloutStatus().now());
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description =
                    "Lists the stage of each site, and the changes that await approval. Sites without an entry are in"
                            + " shadow.")
    void list(@Mixin ProposerOption proposer) throws IOException {
        List<RolloutStatus> all = as(proposer.client, RolloutAdministration::list);
        System.out.printf(ROW, "site", "now", "awaits approval");
        for (RolloutStatus site : all) {
            var waiting = site.awaiting();
            System.out.printf(ROW, site.siteId(), site.now(), waiting.isEmpty() ? "-" : described(waiting.getFirst()));
            waiting.stream().skip(1).forEach(each -> System.out.printf(ROW, "", "", described(each)));
        }
    }

    private static RolloutStage extent(AgentRollout rollout) {
        return new RolloutStage(rollout.getMode(), rollout.getPercent());
    }

    private static String described(AgentRollout rollout) {
        return extent(rollout) + ", rollout " + rollout.getRolloutId() + ", of " + rollout.getProposedAt();
    }
}
