package io.frostglass.bridge.stdio;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostglass.bridge.client.GatewayOptions;
import io.frostglass.bridge.client.RemoteAgentApi;
import io.frostglass.settings.TerseErrors;
import io.frostglass.tools.MisuseReport;
import io.frostglass.tools.Tool;
import io.frostglass.tools.mcp.MediaCall;
import io.frostglass.tools.mcp.SdkServer;
import io.frostglass.tools.mcp.StrayCall;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.transport.StdioServerTransportProvider;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `agent-gateway --stdio`: what a desktop agent starts as its MCP server. It holds an API key and nothing else, so
/// that no credential of Kafka need be on a desktop. Ends when its input does.
@Command(
        name = "frostglass agent-gateway --stdio",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Speaks MCP on standard input and output, for a gateway that runs elsewhere.")
public final class StdioMain implements Callable<Integer> {

    /// Most bytes of a message, as over HTTP.
    private static final int MAX_BYTES = 64 * 1024;

    @Option(names = "--stdio", required = true, description = "Speak on standard input and output.")
    @SuppressWarnings("UnusedVariable") // who is here has given it: the launcher goes by it
    private boolean stdio;

    @Mixin
    private GatewayOptions gateway = new GatewayOptions();

    private StdioMain() {}

    public static void main(String[] args) {
        System.exit(TerseErrors.on(new CommandLine(new StdioMain())).execute(args));
    }

    @Override
    public Integer call() throws InterruptedException {
        serve(gateway.api(), System.in, System.out);
        return CommandLine.ExitCode.OK;
    }

    /// Serves until `in` ends.
    static void serve(RemoteAgentApi desk, InputStream in, OutputStream out) throws InterruptedException {
        var input = new EndingInput(new WatchedInput(in, MAX_BYTES, message -> passes(message, desk, out)));
        var transport = new StdioServerTransportProvider(SdkServer.json(), input, out, MAX_BYTES);
        var server = SdkServer.build(McpServer.sync(transport), _ -> desk, (_, _) -> {});
        input.awaitEnd();
        server.closeGracefully();
    }

    /// Answers what the SDK must not: what asks for raw media, of which the gateway is told before the agent is,
    /// and what it would stop at or repeat.
    private static boolean passes(byte[] message, RemoteAgentApi desk, OutputStream out) throws IOException {
        try {
            JsonNode tree = SdkServer.tree(message);
            Optional<MediaCall.RefusedCall> raw = MediaCall.find(tree);
            if (raw.isPresent()) {
                report(raw.get(), desk);
                answer(raw.get().answer(), out);
                return false;
            }
            Optional<ObjectNode> stray = StrayCall.answer(tree);
            answer(stray, out);
            return stray.isEmpty();
        } catch (JsonProcessingException | CharacterCodingException e) {
            answer(Optional.of(StrayCall.unreadable()), out);
            return false;
        }
    }

    private static void report(MediaCall.RefusedCall call, RemoteAgentApi desk) {
        try {
            String tool = call.tool().map(Tool::code).orElse(MisuseReport.NO_TOOL);
            desk.report(new MisuseReport(MisuseReport.Kind.RAW_MEDIA, tool, Optional.empty()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(Optional<ObjectNode> answer, OutputStream out) throws IOException {
        if (answer.isEmpty()) {
            return;
        }
        // As the SDK does, so that no message is written into another.
        synchronized (out) {
            out.write((answer.get() + "\n").getBytes(UTF_8));
            out.flush();
        }
    }
}
