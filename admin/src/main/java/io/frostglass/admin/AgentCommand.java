package io.frostglass.admin;

import io.frostglass.agent.SwitchState;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "agent",
        mixinStandardHelpOptions = true,
        description = "Pauses and resumes agents, sets how far their decisions count, and reports on them.",
        subcommands = {RolloutCommand.class, AgentReportCommand.class})
final class AgentCommand {

    /// Ids of sites and agents.
    static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    static final class AgentSelection {
        @Option(names = "--agent", paramLabel = "ID", description = "The agent's id in the agents file (default: all).")
        private @Nullable String agent;

        @Mixin
        private TokensCommand.TokenAdministrator administrator = new TokensCommand.TokenAdministrator();

        @Spec(Spec.Target.MIXEE)
        private CommandSpec spec = CommandSpec.create();

        private String set(SwitchState state) throws IOException {
            if (agent != null && !ID.matcher(agent).matches()) {
                throw new ParameterException(spec.commandLine(), "--agent: small letters, digits and hyphens");
            }
            var which = Optional.ofNullable(agent);
            administrator.does(administration -> administration.switchAgents(which, state));
            return which.map(id -> "agent " + id + " is").orElse("all agents are");
        }
    }

    @Command(
            name = "pause",
            mixinStandardHelpOptions = true,
            description = "Stops agents within a second: no gateway shows them events or takes their decisions.")
    void pause(@Mixin AgentSelection agents) throws IOException {
        System.out.println(agents.set(SwitchState.paused) + " paused");
    }

    @Command(
            name = "resume",
            mixinStandardHelpOptions = true,
            description =
                    "Ends a pause. An agent that was paused by its id stays paused until it is resumed by its id.")
    void resume(@Mixin AgentSelection agents) throws IOException {
        System.out.println(agents.set(SwitchState.running) + " no longer paused");
    }
}
