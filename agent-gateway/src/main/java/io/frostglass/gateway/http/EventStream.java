package io.frostglass.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostglass.tools.AgentApi;
import io.frostglass.tools.ApiResponse.Declined;
import io.frostglass.tools.ApiResponse.Given;
import io.frostglass.tools.ProblemType;
import io.frostglass.tools.Refusal;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Server-sent events (WHATWG HTML, section 9.2): one page of the feed after another, while the gateway lets the agent
/// in and its entry in the agents file does not change.
///
/// ```
/// event: motion
/// data: {…}           as GET /v1/events has it
///
/// id: CURSOR          after a page of them, and every 15 s: where to go on, as Last-Event-ID
/// ```
/// When the gateway ends a stream, the last event is `end`, with the problem as its data: the agent is paused, a limit
/// is reached, or events are lost because the client was too slow. When the gateway stops, or the agent's entry
/// changes, the stream ends without it: the client connects again, with its last cursor.
///
/// @param welcome whether the agent is still let in, as the same; asked before each page
/// @param stopping whether the gateway is about to stop
/// @param first its first page
record EventStream(AgentApi agentApi, BooleanSupplier welcome, BooleanSupplier stopping, Given first) {

    static final String MEDIA_TYPE = "text/event-stream";

    /// The gateway sends something this often, so proxies and clients see that the connection lives.
    private static final Duration SILENCE = Duration.ofSeconds(15);

    /// A stream that cannot be written to for this long has no client any more.
    static final Duration IDLE = Duration.ofSeconds(45);

    private static final int PAGE = 20;
    private static final int RECONNECT_MS = 2000;

    /// @param cursor where to go on; empty to begin
    static GatewayResponse open(
            Optional<String> cursor, AgentApi agentApi, BooleanSupplier welcome, BooleanSupplier stopping)
            throws InterruptedException {
        return switch (agentApi.list(cursor, PAGE, Duration.ZERO)) {
            case Given first -> new GatewayResponse.StreamResponse(new EventStream(agentApi, welcome, stopping, first));
            case Declined(Refusal refusal) -> new GatewayResponse.ProblemResponse(refusal);
        };
    }

    /// Writes until one side ends the stream.
    ///
    /// @throws IOException if the client has gone
    void writeTo(OutputStream out) throws IOException, InterruptedException {
        write(out, "retry: " + RECONNECT_MS + "\n\n");
        Given page = first;
        // Checked just before a page goes out: the page was made with the agent's rights at the start of the stream.
        while (welcome.getAsBoolean()) {
            write(out, text(page.body()));
            if (stopping.getAsBoolean()) {
                return;
            }
            var cursor = Optional.of(page.body().path("cursor").textValue());
            switch (agentApi.list(cursor, PAGE, SILENCE)) {
                case Given next -> page = next;
                case Declined(Refusal refusal) -> {
                    end(out, refusal);
                    return;
                }
            }
        }
    }

    private static String text(ObjectNode page) {
        var text = new StringBuilder();
        for (JsonNode event : page.path("events")) {
            text.append("event: motion\ndata: ").append(event).append("\n\n");
        }
        // A cursor belongs to a page, so it has an event of its own. Clients show no event without data.
        return text.append("id: ")
                .append(page.path("cursor").textValue())
                .append("\n\n")
                .toString();
    }

    /// An empty id makes the client forget its cursor, which is no longer valid.
    private static void end(OutputStream out, Refusal refusal) throws IOException {
        String id = refusal.type() == ProblemType.CURSOR_GONE ? "id:\n" : "";
        String retry = refusal.retryAfter()
                .or(refusal.type()::retryAfter)
                .map(wait -> "retry: " + wait.toMillis() + "\n")
                .orElse("");
        var problem = new GatewayResponse.ProblemResponse(refusal).problem();
        write(out, id + retry + "event: end\ndata: " + problem.json() + "\n\n");
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(UTF_8));
        out.flush();
    }
}
