package io.frostglass.bridge.stdio;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostglass.tools.AgentApi;
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

/// An MCP server on two streams. It answers some messages itself, before the SDK sees them: requests for raw media,
/// of which it tells the gateway first, and messages that the SDK would stop at or repeat.
public final class StdioServer {

    /// The longest message in bytes, as over HTTP.
    private static final int MAX_BYTES = 64 * 1024;

    private final AgentApi gateway;
    private final OutputStream out;

    private StdioServer(AgentApi gateway, OutputStream out) {
        this.gateway = gateway;
        this.out = out;
    }

    /// Serves until `in` ends.
    public static void serve(AgentApi gateway, InputStream in, OutputStream out) throws InterruptedException {
        var input = new FilteredInput(in, MAX_BYTES, new StdioServer(gateway, out)::passes);
        var transport = new StdioServerTransportProvider(SdkServer.json(), input, out, MAX_BYTES);
        var sdk = SdkServer.build(McpServer.sync(transport), _ -> gateway, (_, _) -> {});
        input.awaitEnd();
        sdk.closeGracefully();
    }

    private boolean passes(byte[] message) throws IOException {
        try {
            JsonNode tree = SdkServer.tree(message);
            Optional<MediaCall.RefusedCall> media = MediaCall.find(tree);
            if (media.isPresent()) {
                String tool = media.get().tool().map(Tool::code).orElse(MisuseReport.NO_TOOL);
                gateway.report(new MisuseReport(MisuseReport.Kind.RAW_MEDIA, tool, Optional.empty()));
                answer(media.get().answer());
                return false;
            }
            Optional<ObjectNode> stray = StrayCall.answer(tree);
            answer(stray);
            return stray.isEmpty();
        } catch (JsonProcessingException | CharacterCodingException e) {
            answer(Optional.of(StrayCall.unreadable()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    private void answer(Optional<ObjectNode> answer) throws IOException {
        if (answer.isPresent()) {
            // The SDK locks the stream too, so that no message is written into another.
            synchronized (out) {
                out.write((answer.get() + "\n").getBytes(UTF_8));
                out.flush();
            }
        }
    }
}
