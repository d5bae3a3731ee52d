package io.frostglass.tools.mcp;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostglass.settings.StrictUtf8;
import io.frostglass.tools.AgentApi;
import io.frostglass.tools.EventUri;
import io.frostglass.tools.ProblemType;
import io.frostglass.tools.Tool;
import io.frostglass.tools.ToolDispatcher;
import io.frostglass.tools.ToolResult;
import io.frostglass.tools.TriagePrompt;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator;
import io.modelcontextprotocol.server.McpServer.SyncSpecification;
import io.modelcontextprotocol.server.McpServerFeatures.SyncPromptSpecification;
import io.modelcontextprotocol.server.McpServerFeatures.SyncResourceTemplateSpecification;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.server.McpSyncServerExchange;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceResult;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The tools, resources and prompt as a server of the MCP SDK, for any transport.
public final class SdkServer {

    private static final Logger LOG = LoggerFactory.getLogger(SdkServer.class);

    private static final String NAME = "frostglass";
    private static final String VERSION = "1";
    private static final String INSTRUCTIONS = "Motion events of cameras, without the pictures. Each is here for five"
            + " minutes at most and takes one decision: raise_alert, dismiss_event, or none. Begin with list_events, or"
            + " with the prompt triage.";

    private static final String JSON_TYPE = "application/json";
    private static final String JPEG_TYPE = "image/jpeg";
    private static final int MAX_DEPTH = 20;
    private static final JsonMapper JSON = new TerseJson(JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build());

    static {
        JSON.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }

    private final Function<McpSyncServerExchange, AgentApi> gateways;
    private final BiConsumer<Tool, String> calls;

    private SdkServer(Function<McpSyncServerExchange, AgentApi> gateways, BiConsumer<Tool, String> calls) {
        this.gateways = gateways;
        this.calls = calls;
    }

    /// The SDK's JSON: at most 20 levels deep, no name twice in an object, and nothing after the message.
    public static McpJsonMapper json() {
        return new JacksonMcpJsonMapper(JSON);
    }

    /// Reads a message.
    ///
    /// @throws IOException if it is no JSON in UTF-8; the parser alone would accept other encodings
    public static JsonNode tree(byte[] message) throws IOException {
        return JSON.readTree(StrictUtf8.decode(message));
    }

    /// An answer of the SDK as JSON.
    public static JsonNode node(Object result) {
        return JSON.valueToTree(result);
    }

    /// A part of a message as the SDK takes it: maps, lists and values.
    public static @Nullable Object value(JsonNode node) {
        return JSON.convertValue(node, Object.class);
    }

    /// Builds the server.
    ///
    /// @param specification of the transport
    /// @param gateways the gateway, for the agent that makes a request
    /// @param calls is told the tool of each call, and `done` or `failed`
    public static McpSyncServer build(
            SyncSpecification<?> specification,
            Function<McpSyncServerExchange, AgentApi> gateways,
            BiConsumer<Tool, String> calls) {
        var server = new SdkServer(gateways, calls);
        return specification
                .serverInfo(McpSchema.Implementation.builder(NAME, VERSION)
                        .title("Frostglass")
                        .build())
                .instructions(INSTRUCTIONS)
                .capabilities(McpSchema.ServerCapabilities.builder()
                        .tools(false)
                        .resources(false, false)
                        .prompts(false)
                        .build())
                .jsonMapper(json())
                // The tools check their arguments themselves, and tell better what is wrong with them.
                .validateToolInputs(false)
                .jsonSchemaValidator((schema, content) -> JsonSchemaValidator.ValidationResponse.asValid(null))
                .tools(Arrays.stream(Tool.values()).map(server::tool).toList())
                .resourceTemplates(List.of(server.events(), server.thumbnails()))
                .prompts(List.of(triage()))
                .build();
    }

    private SyncToolSpecification tool(Tool tool) {
        var described = McpSchema.Tool.builder(tool.code(), map(tool.inputSchema()))
                .title(tool.title())
                .description(tool.description())
                .outputSchema(map(tool.outputSchema()))
                .annotations(McpSchema.ToolAnnotations.builder()
                        .readOnlyHint(tool.isReadOnly())
                        .destructiveHint(false)
                        .idempotentHint(tool.isReadOnly())
                        .openWorldHint(false)
                        .build())
                .build();
        return SyncToolSpecification.builder()
                .tool(described)
                .callHandler((exchange, request) -> {
                    ToolResult result = call(tool, arguments(request.arguments()), exchange);
                    calls.accept(tool, result instanceof ToolResult.ToolDone ? "done" : "failed");
                    return result(result);
                })
                .build();
    }

    private static ObjectNode arguments(@Nullable Map<String, Object> given) {
        return given == null ? JsonNodeFactory.instance.objectNode() : JSON.valueToTree(given);
    }

    private ToolResult call(Tool tool, ObjectNode arguments, McpSyncServerExchange exchange) {
        try {
            return ToolDispatcher.call(tool, arguments, gateways.apply(exchange));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            // Its message and its trace stay out of the log: they may show the arguments.
            LOG.atError()
                    .addKeyValue("tool", tool.code())
                    .addKeyValue("cause", e.getClass().getName())
                    .log("tool_failed");
        }
        return new ToolResult.ToolFailed(ProblemType.UNAVAILABLE.advice());
    }

    private static CallToolResult result(ToolResult result) {
        return switch (result) {
            case ToolResult.ToolDone(ObjectNode content, Optional<String> thumbnail) -> {
                var builder = CallToolResult.builder()
                        .addTextContent(content.toString())
                        .structuredContent(map(content));
                thumbnail.ifPresent(picture -> builder.addContent(
                        McpSchema.ImageContent.builder(picture, JPEG_TYPE).build()));
                yield builder.isError(false).build();
            }
            case ToolResult.ToolFailed(String advice) ->
                CallToolResult.builder().addTextContent(advice).isError(true).build();
        };
    }

    private SyncResourceTemplateSpecification events() {
        return resource(McpSchema.ResourceTemplate.builder(EventUri.EVENTS, "event")
                .title("A motion event")
                .description("An event that can be seen now, as get_event has it.")
                .mimeType(JSON_TYPE)
                .build());
    }

    private SyncResourceTemplateSpecification thumbnails() {
        return resource(McpSchema.ResourceTemplate.builder(EventUri.THUMBNAILS, "thumbnail")
                .title("The veiled thumbnail of a motion event")
                .description("128x128, without anything that could tell who is on it.")
                .mimeType(JPEG_TYPE)
                .build());
    }

    private SyncResourceTemplateSpecification resource(McpSchema.ResourceTemplate template) {
        return new SyncResourceTemplateSpecification(template, (exchange, request) -> read(request.uri(), exchange));
    }

    private ReadResourceResult read(String uri, McpSyncServerExchange exchange) {
        var wanted = EventUri.parse(uri).orElseThrow(() -> notFound("There is no resource of this form."));
        var arguments = JsonNodeFactory.instance.objectNode().put("event_id", wanted.eventId());
        return switch (call(Tool.GET_EVENT, arguments, exchange)) {
            case ToolResult.ToolFailed(String advice) -> throw notFound(advice);
            case ToolResult.ToolDone(ObjectNode content, Optional<String> thumbnail) -> {
                McpSchema.ResourceContents contents = wanted.isThumbnail()
                        ? McpSchema.BlobResourceContents.builder(
                                        uri, thumbnail.orElseThrow(() -> notFound("This event has no thumbnail.")))
                                .mimeType(JPEG_TYPE)
                                .build()
                        : McpSchema.TextResourceContents.builder(uri, content.toString())
                                .mimeType(JSON_TYPE)
                                .build();
                yield ReadResourceResult.builder(List.of(contents)).build();
            }
        };
    }

    private static McpError notFound(String advice) {
        return McpError.builder(McpSchema.ErrorCodes.RESOURCE_NOT_FOUND)
                .message(advice)
                .build();
    }

    private static SyncPromptSpecification triage() {
        var prompt = McpSchema.Prompt.builder(TriagePrompt.NAME)
                .title(TriagePrompt.TITLE)
                .description(TriagePrompt.DESCRIPTION)
                .arguments(List.of())
                .meta(Map.of("io.frostglass/version", TriagePrompt.VERSION))
                .build();
        var message = McpSchema.PromptMessage.builder(
                        McpSchema.Role.USER,
                        McpSchema.TextContent.builder(TriagePrompt.text()).build())
                .build();
        return new SyncPromptSpecification(
                prompt,
                (_, _) -> new McpSchema.GetPromptResult(TriagePrompt.DESCRIPTION, List.of(message), prompt.meta()));
    }

    @SuppressWarnings("unchecked") // a JSON object
    private static Map<String, Object> map(JsonNode object) {
        return JSON.convertValue(object, Map.class);
    }
}
