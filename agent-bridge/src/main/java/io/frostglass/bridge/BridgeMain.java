package io.frostglass.bridge;

import io.frostglass.bridge.folder.FolderSession;
import io.frostglass.bridge.folder.WorkspaceRefused;
import io.frostglass.bridge.stdio.StdioServer;
import io.frostglass.settings.TerseErrors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The command `agent-bridge`. With `--stdio`, a desktop agent starts it as its MCP server; it ends when its input
/// ends. With `--folder`, it hands events to an agent that works with files, until it is stopped.
///
/// Exit codes: 0 ended as told, 1 failed, 2 wrong use or a folder that cannot be served.
@Command(
        name = "frostglass agent-bridge",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Connects an agent on this machine to a gateway, over MCP or by files in a folder.")
public final class BridgeMain implements Callable<Integer> {

    @ArgGroup(multiplicity = "1")
    private Side side = new Side();

    @Mixin
    private GatewayOptions gateway = new GatewayOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /// How the agent talks to this program.
    private static final class Side {
        @Option(names = "--stdio", description = "Speak MCP on standard input and output.")
        private boolean stdio;

        @Option(
                names = "--folder",
                paramLabel = "DIR",
                description = "Write events to DIR/input as files, and read the agent's answers from DIR/output, until"
                        + " stopped. DIR holds nothing else; it is made if it does not exist.")
        private @Nullable Path folder;
    }

    BridgeMain() {}

    public static void main(String[] args) {
        System.exit(TerseErrors.on(new CommandLine(new BridgeMain())).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        RemoteAgentApi api = gateway.api();
        if (side.stdio) {
            StdioServer.serve(api, System.in, System.out);
            return ExitCode.OK;
        }
        try {
            Path folder = Objects.requireNonNull(side.folder);
            boolean stopped =
                    FolderSession.serve(folder, api, spec.commandLine().getErr());
            return stopped ? ExitCode.OK : ExitCode.SOFTWARE;
        } catch (WorkspaceRefused e) {
            throw new ParameterException(spec.commandLine(), "--folder: " + e.getMessage());
        }
    }
}
