package io.frostglass.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostglass.tools.AgentApi;
import io.frostglass.tools.ApiResponse.DeclineReason;
import io.frostglass.tools.ApiResponse.Declined;
import io.frostglass.tools.ApiResponse.Given;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Server-sent events (WHATWG HTML, section 9.2): a page of the feed after another, for as long as the agent may come
/// in and is the same as at the beginning.
///
/// ```
/// event: motion
/// data: {…}           as GET /v1/events has it
///
/// id: CURSOR          after a page of them, and every 15 s: where to go on, as Last-Event-ID
/// ```
/// The last event of a stream that the gateway ends is `end`, with the problem as its data: paused, too much, events
/// lost because the reader was too slow. None comes when the gateway itself stops, or the agents file has another agent
/// in its place: the reader comes again, where it was, and finds what holds now.
final class EventStream {

    static final String MEDIA_TYPE = "text/event-stream";

    /// Something is sent so often, that proxies and readers know that the other is there.
    private static final Duration SILENCE = Duration.ofSeconds(15);

    /// One that cannot be written to for so long has no reader any more.
    static final Duration IDLE = Duration.ofSeconds(45);

    private static final Duration PAUSED = Duration.ofSeconds(30);
    private static final int PAGE = 20;
    private static final int COME_AGAIN_MS = 2000;

    private final AgentApi agentApi;
    private final BooleanSupplier welcome;
    private final BooleanSupplier stopping;
    private Given page;

    private EventStream(AgentApi agentApi, BooleanSupplier welcome, BooleanSupplier stopping, Given first) {
        this.agentApi = agentApi;
        this.welcome = welcome;
        this.stopping = stopping;
        this.page = first;
    }

    /// Opens one, or says why not.
    ///
    /// @param cursor where the agent has come to; empty to begin
    /// @param welcome whether it may still come in, as who it was; asked before each page
    /// @param stopping whether the gateway is to stop
    static GatewayResponse open(
            Optional<String> cursor, AgentApi agentApi, BooleanSupplier welcome, BooleanSupplier stopping)
            throws InterruptedException {
        return switch (agentApi.list(cursor, PAGE, Duration.ZERO)) {
            case Given first -> new GatewayResponse.StreamResponse(new EventStream(agentApi, welcome, stopping, first));
            case Declined declined -> GatewayResponse.declined(declined);
        };
    }

    /// Writes until one of the two has had enough.
    ///
    /// @throws IOException if the reader has gone
    void writeTo(OutputStream out) throws IOException, InterruptedException {
        write(out, "retry: " + COME_AGAIN_MS + "\n\n");
        // Asked just before a page goes out: it was looked for by what the agent was allowed when the stream began.
        while (welcome.getAsBoolean()) {
            write(out, text(page.body()));
            if (stopping.getAsBoolean()) {
                return;
            }
            var cursor = Optional.of(page.body().path("cursor").textValue());
            switch (agentApi.list(cursor, PAGE, SILENCE)) {
                case Given next -> page = next;
                case Declined declined -> {
                    end(out, declined);
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
        // A cursor is for a page. So it comes with an event of its own, which has no data and is not shown to anybody.
        return text.append("id: ")
                .append(page.path("cursor").textValue())
                .append("\n\n")
                .toString();
    }

    /// An empty id takes the last one away: there is nothing to go on from.
    private static void end(OutputStream out, Declined declined) throws IOException {
        String id = declined.declineReason() == DeclineReason.CURSOR_GONE ? "id:\n" : "";
        String retry = declined.retryAfter()
                .or(() -> declined.declineReason() == DeclineReason.PAUSED ? Optional.of(PAUSED) : Optional.empty())
                .map(wait -> "retry: " + wait.toMillis() + "\n")
                .orElse("");
        write(
                out,
                id + retry + "event: end\ndata: "
                        + GatewayResponse.declined(declined).problemDetails().json() + "\n\n");
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(UTF_8));
        out.flush();
    }
}
