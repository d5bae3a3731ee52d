package io.frostglass.admin.agents;

import io.frostglass.admin.tokens.TokenAdministration;
import io.frostglass.agent.SwitchState;
import io.frostglass.runtime.ClientOption;
import io.frostglass.topics.Principal;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
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
        name = "agent",
        mixinStandardHelpOptions = true,
        description = "Pauses agents and lets them go on, says how far they count, and reports how they do.",
        subcommands = {
            AgentCommand.PauseCommand.class,
            AgentCommand.ResumeCommand.class,
            RolloutCommand.class,
            AgentReportCommand.class
        })
public final class AgentCommand implements Runnable {

    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "pause, resume, rollout or report is missing");
    }

    /// Which agents are meant.
    static final class AgentSelection {
        @Option(
                names = "--agent",
                paramLabel = "ID",
                description = "The agent, by its name in the agents file (default: all).")
        private @Nullable String agent;

        @Mixin
        private ClientOption client = new ClientOption(Principal.TOKEN_ADMIN);

        private String set(SwitchState state, CommandSpec spec) throws IOException {
            if (agent != null && !ID.matcher(agent).matches()) {
                throw new ParameterException(spec.commandLine(), "--agent: small letters, digits and hyphens");
            }
            var which = Optional.ofNullable(agent);
            client.connect((kafka, serdes) -> {
                new TokenAdministration(kafka, serdes, Clock.systemUTC()).switchAgents(which, state);
                return true;
            });
            return which.map(id -> "agent " + id + " is").orElse("all agents are");
        }
    }

    @Command(
            name = "pause",
            mixinStandardHelpOptions = true,
            description = "Stops it reading and deciding at every gateway, within a second, until it is resumed.")
    static final class PauseCommand implements Callable<Integer> {
        @Mixin
        private AgentSelection agentSelection = new AgentSelection();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() throws IOException {
            System.out.println(agentSelection.set(SwitchState.paused, spec) + " paused");
            return ExitCode.OK;
        }
    }

    @Command(
            name = "resume",
            mixinStandardHelpOptions = true,
            description = "Lets it go on. One that was paused by its name stays so until it is resumed by its name.")
    static final class ResumeCommand implements Callable<Integer> {
        @Mixin
        private AgentSelection agentSelection = new AgentSelection();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() throws IOException {
            System.out.println(agentSelection.set(SwitchState.running, spec) + " no longer paused");
            return ExitCode.OK;
        }
    }
}
