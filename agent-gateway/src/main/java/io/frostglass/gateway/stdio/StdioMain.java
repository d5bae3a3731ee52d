package io.frostglass.gateway.stdio;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.frostglass.gateway.client.HttpDesk;
import io.frostglass.gateway.mcp.SdkServer;
import io.frostglass.runtime.TerseErrors;
import io.frostglass.settings.Secret;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.transport.StdioServerTransportProvider;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `agent-gateway --stdio`: what a desktop agent starts as its MCP server. It holds an API key and nothing else, so
/// that no credential of Kafka need be on a desktop. Ends when its input does.
@Command(
        name = "frostglass agent-gateway --stdio",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Speaks MCP on standard input and output, for a gateway that runs elsewhere.")
public final class StdioMain implements Callable<Integer> {

    /// As the gateway takes keys.
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9._~+/-]{16,256}=*");

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    /// Most bytes of a message, as over HTTP.
    private static final int MOST_BYTES = 64 * 1024;

    @Option(names = "--stdio", required = true, description = "Speak on standard input and output.")
    @SuppressWarnings("UnusedVariable") // who is here has given it: the launcher goes by it
    private boolean stdio;

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8082",
            description = "Where the gateway listens; https unless it is on this machine (default: ${DEFAULT-VALUE}).")
    private URI url = URI.create("http://127.0.0.1:8082");

    @Option(names = "--key-file", paramLabel = "FILE", required = true, description = "Holds the agent's API key.")
    private @Nullable Path keyFile;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private StdioMain() {}

    public static void main(String[] args) {
        System.exit(TerseErrors.on(new CommandLine(new StdioMain())).execute(args));
    }

    @Override
    public Integer call() throws InterruptedException {
        serve(new HttpDesk(gateway(), key()), System.in, System.out);
        return CommandLine.ExitCode.OK;
    }

    /// Serves until `in` ends.
    static void serve(HttpDesk desk, InputStream in, OutputStream out) throws InterruptedException {
        var input = new EndingInput(in);
        var transport = new StdioServerTransportProvider(SdkServer.json(), input, out, MOST_BYTES);
        var server = SdkServer.build(McpServer.sync(transport), _ -> desk, (_, _) -> {});
        input.awaitEnd();
        server.closeGracefully();
    }

    /// A key that goes over a network in the clear is nobody's own any more.
    private URI gateway() {
        boolean isLocal =
                "http".equals(url.getScheme()) && LOOPBACK.contains(Objects.requireNonNullElse(url.getHost(), ""));
        if (!isLocal && !("https".equals(url.getScheme()) && url.getHost() != null)) {
            throw new ParameterException(spec.commandLine(), "--url: https, or http on this machine");
        }
        return url;
    }

    private Secret key() {
        try {
            String key =
                    Files.readString(Objects.requireNonNull(keyFile), UTF_8).strip();
            if (KEY.matcher(key).matches()) {
                return Secret.of(key);
            }
        } catch (IOException e) {
            throw new ParameterException(spec.commandLine(), "--key-file: cannot be read: " + keyFile);
        }
        throw new ParameterException(spec.commandLine(), "--key-file: no API key in it: " + keyFile);
    }
}
