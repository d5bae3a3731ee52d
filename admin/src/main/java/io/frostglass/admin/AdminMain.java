package io.frostglass.admin;

import io.frostglass.admin.agents.AgentCommand;
import io.frostglass.admin.tokens.TokensCommand;
import io.frostglass.admin.topics.TopicsCommand;
import io.frostglass.settings.TerseErrors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `frostglass tokens`, `frostglass agent`, `frostglass topics`.
@Command(
        name = "frostglass",
        mixinStandardHelpOptions = true,
        description = "The commands of operators.",
        subcommands = {TokensCommand.class, AgentCommand.class, TopicsCommand.class})
final class AdminMain implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private AdminMain() {}

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return TerseErrors.on(new CommandLine(new AdminMain())).setUsageHelpWidth(120);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
