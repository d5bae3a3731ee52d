package io.frostglass.standalone.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Waits for events and decides about each, over MCP, until it is closed.
public final class DemoAgent implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DemoAgent.class);

    private static final JsonMapper JSON = new JsonMapper();

    /// Seconds of a long poll; short, for a quick stop.
    private static final int WAIT = 2;

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final URI gateway;
    private final String key;
    private final DecisionListener listener;
    private final Thread thread =
            Thread.ofPlatform().name("demo-agent").daemon().unstarted(this::run);

    private volatile boolean stopping;

    /// Gets each decision that the gateway accepted.
    @FunctionalInterface
    public interface DecisionListener {
        /// @param words the decision, for people
        void decided(String cameraId, boolean alert, String words);
    }

    private DemoAgent(URI gateway, String key, DecisionListener listener) {
        this.gateway = gateway;
        this.key = key;
        this.listener = listener;
    }

    /// Starts the agent.
    ///
    /// @param gateway its URL
    /// @param key the agent's API key
    public static DemoAgent start(URI gateway, String key, DecisionListener listener) {
        var agent = new DemoAgent(gateway, key, listener);
        agent.thread.start();
        return agent;
    }

    /// Begins a new session when one ends, such as after a restart of the gateway.
    private void run() {
        while (!stopping) {
            McpSyncClient client = client();
            try {
                client.initialize();
                triage(client);
            } catch (RuntimeException e) {
                // Its message may hold a token.
                LOG.atWarn().addKeyValue("reason", e.getClass().getSimpleName()).log("agent_session_failed");
                pause();
            } finally {
                client.close();
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            stopping = true;
        }
    }

    private McpSyncClient client() {
        var transport = HttpClientStreamableHttpTransport.builder(gateway.toString())
                .jsonMapper(new JacksonMcpJsonMapper(JSON))
                .requestBuilder(HttpRequest.newBuilder().header("Authorization", "Bearer " + key))
                .build();
        return McpClient.sync(transport)
                .jsonSchemaValidator((schema, content) -> JsonSchemaValidator.ValidationResponse.asValid(null))
                .requestTimeout(TIMEOUT)
                .build();
    }

    private void triage(McpSyncClient client) {
        Map<String, Object> question = new HashMap<>(Map.of("wait", WAIT, "limit", 100));
        while (!stopping) {
            CallToolResult page = call(client, "list_events", question);
            if (Boolean.TRUE.equals(page.isError())) {
                question.remove("cursor");
                pause();
                continue;
            }
            JsonNode content = JSON.valueToTree(page.structuredContent());
            question.put("cursor", content.path("cursor").asText());
            for (JsonNode event : content.path("events")) {
                decide(client, event);
            }
        }
    }

    private void decide(McpSyncClient client, JsonNode event) {
        TriageRules.TriageVerdict verdict = TriageRules.decide(event);
        var arguments = new HashMap<String, Object>();
        arguments.put("event_id", event.path("event_id").asText());
        arguments.put("ephemeral_token", event.path("ephemeral_token").asText());
        arguments.put("template", verdict.template());
        arguments.put("variables", verdict.variables());
        if (verdict.isAlert()) {
            arguments.put("severity", verdict.severity());
        }
        CallToolResult result = call(client, verdict.isAlert() ? "raise_alert" : "dismiss_event", arguments);
        if (!Boolean.TRUE.equals(result.isError())) {
            String words = verdict.isAlert() ? verdict.severity() + ": " + verdict.summary() : verdict.summary();
            listener.decided(event.path("camera_id").asText(), verdict.isAlert(), words);
        }
    }

    private static CallToolResult call(McpSyncClient client, String tool, Map<String, Object> arguments) {
        return client.callTool(
                CallToolRequest.builder(tool).arguments(arguments).build());
    }

    @Override
    public void close() {
        stopping = true;
        thread.interrupt();
        try {
            thread.join(TIMEOUT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
