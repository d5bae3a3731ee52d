package io.frostglass.bridge.folder;

import io.frostglass.bridge.client.GatewayOptions;
import io.frostglass.settings.TerseErrors;
import io.frostglass.tools.AgentApi;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `agent-gateway --folder`: hands events to an agent that sees only files. It holds an API key, and the tokens of the
/// events that are in the folder; neither is ever written down.
///
/// Exit codes: 0 stopped as told, 1 failed, 2 wrong use or a folder that cannot be served.
@Command(
        name = "frostglass agent-gateway --folder",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Puts events into DIR/input as files, and takes an agent's answers from DIR/output, until it is"
                + " told to stop.")
public final class FolderMain implements Callable<Integer> {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            required = true,
            description = "The workspace: a directory that holds nothing else. Made if it is not there.")
    private @Nullable Path folder;

    @Mixin
    private GatewayOptions gateway = new GatewayOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private FolderMain() {}

    public static void main(String[] args) {
        System.exit(TerseErrors.on(new CommandLine(new FolderMain())).execute(args));
    }

    @Override
    public Integer call() throws IOException {
        AgentApi agentApi = gateway.api();
        try (Workspace workspace = Workspace.open(Objects.requireNonNull(folder))) {
            return serve(workspace, agentApi);
        } catch (WorkspaceRefused e) {
            throw new ParameterException(spec.commandLine(), "--folder: " + e.what());
        }
    }

    private int serve(Workspace workspace, AgentApi agentApi) throws IOException {
        var userConsole = new UserConsole(spec.commandLine().getErr());
        var folderSession = new FolderSession(workspace, agentApi, userConsole);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(folderSession), "shutdown"));
        userConsole.say("serving " + folder + " until it is told to stop");
        return folderSession.run() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    /// By a signal, or because the session has ended by itself.
    private static void stop(FolderSession folderSession) {
        try {
            if (!folderSession.hasEnded() && folderSession.stop(TIMEOUT)) {
                // Stopped as told is no failure, whatever the signal's number.
                Runtime.getRuntime().halt(ExitCode.OK);
            }
        } catch (InterruptedException e) {
            // Nobody waits for this thread any more.
        }
    }
}
