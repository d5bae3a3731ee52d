package io.frostglass.gateway;

import io.frostglass.agent.AuthorizedMotion;
import io.frostglass.tools.mcp.SdkServer;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// An agent that speaks MCP, by the SDK's own client.
///
/// @param client initialized
record McpAgent(McpSyncClient client) implements AutoCloseable {

    static McpAgent connect(URI url, String key) {
        var transport = HttpClientStreamableHttpTransport.builder(url.toString())
                .jsonMapper(SdkServer.json())
                .requestBuilder(HttpRequest.newBuilder().header("Authorization", "Bearer " + key))
                .build();
        var client = McpClient.sync(transport)
                .jsonSchemaValidator((schema, content) -> JsonSchemaValidator.ValidationResponse.asValid(null))
                .requestTimeout(Duration.ofSeconds(40))
                .build();
        client.initialize();
        return new McpAgent(client);
    }

    CallToolResult call(String tool, Map<String, Object> arguments) {
        return client.callTool(
                CallToolRequest.builder(tool).arguments(arguments).build());
    }

    CallToolResult decide(String tool, AuthorizedMotion event, Map<String, Object> more) {
        var arguments = new HashMap<String, Object>(more);
        arguments.put("event_id", event.getEventId());
        arguments.put("ephemeral_token", event.getEphemeralToken());
        return call(tool, arguments);
    }

    static String text(CallToolResult result) {
        return ((TextContent) result.content().getFirst()).text();
    }

    @Override
    public void close() {
        client.closeGracefully();
    }
}
