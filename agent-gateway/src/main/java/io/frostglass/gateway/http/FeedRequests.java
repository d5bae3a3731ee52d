package io.frostglass.gateway.http;

import io.frostglass.tools.AgentApi;
import io.frostglass.tools.ApiResponse;
import io.frostglass.tools.MisuseReport.Kind;
import io.frostglass.tools.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;

/// `GET /v1/events`, `GET /v1/events/stream` and `GET /v1/events/{event_id}`.
final class FeedRequests {

    static final int MAX_EVENTS = 100;
    static final int MAX_SECONDS = 30;
    static final int USUAL_EVENTS = 20;

    private static final String CURSOR = "cursor";
    private static final String LAST_EVENT_ID = "Last-Event-ID";
    private static final String WAIT = "wait";
    private static final String LIMIT = "limit";
    private static final String ONCE = "must be there once";

    /// How long a connection may be idle, beside the waiting.
    private static final Duration IDLE = Duration.ofSeconds(30);

    private FeedRequests() {}

    static GatewayResponse page(Request request, AgentApi agentApi) throws InterruptedException {
        Fields parameters = Request.extractQueryParameters(request);
        Optional<Integer> wait = number(parameters, WAIT, 0, 0, MAX_SECONDS);
        if (wait.isEmpty()) {
            return wrong(WAIT, "must be a whole number of seconds, 0 to " + MAX_SECONDS, agentApi, Route.EVENTS);
        }
        Optional<Integer> limit = number(parameters, LIMIT, USUAL_EVENTS, 1, MAX_EVENTS);
        if (limit.isEmpty()) {
            return wrong(LIMIT, "must be a whole number, 1 to " + MAX_EVENTS, agentApi, Route.EVENTS);
        }
        List<String> cursor = parameters.getValuesOrEmpty(CURSOR);
        if (cursor.size() > 1) {
            return wrong(CURSOR, ONCE, agentApi, Route.EVENTS);
        }
        var patience = Duration.ofSeconds(wait.get());
        setIdleTimeout(request, patience.plus(IDLE));
        ApiResponse page = agentApi.list(cursor.stream().findFirst(), limit.get(), patience);
        boolean empty = page instanceof ApiResponse.Given(var body)
                && body.path("events").isEmpty();
        return GatewayResponse.of(page, 200, empty ? "empty" : "events");
    }

    /// A client that reconnects sends its cursor in a header.
    static GatewayResponse stream(Request request, AgentApi agentApi, BooleanSupplier welcome, BooleanSupplier stopping)
            throws InterruptedException {
        List<String> cursors = new ArrayList<>(request.getHeaders().getValuesList(LAST_EVENT_ID));
        if (cursors.isEmpty()) {
            cursors.addAll(Request.extractQueryParameters(request).getValuesOrEmpty(CURSOR));
        }
        if (cursors.size() > 1) {
            return wrong(CURSOR, ONCE, agentApi, Route.STREAM);
        }
        setIdleTimeout(request, EventStream.IDLE);
        return EventStream.open(cursors.stream().filter(id -> !id.isEmpty()).findFirst(), agentApi, welcome, stopping);
    }

    static void setIdleTimeout(Request request, Duration timeout) {
        request.getConnectionMetaData().getConnection().getEndPoint().setIdleTimeout(timeout.toMillis());
    }

    private static GatewayResponse wrong(String name, String what, AgentApi agentApi, Route route)
            throws InterruptedException {
        return GatewayResponse.misused(agentApi, Kind.ARGUMENTS, route.tool(), Refusal.badParameter(name, what));
    }

    /// A parameter's value, or the usual one; empty if the value is wrong.
    private static Optional<Integer> number(Fields parameters, String name, int usual, int least, int most) {
        List<String> given = parameters.getValuesOrEmpty(name);
        if (given.isEmpty()) {
            return Optional.of(usual);
        }
        String text = given.getFirst();
        if (given.size() > 1 || !text.matches("\\d{1,4}")) {
            return Optional.empty();
        }
        return Optional.of(Integer.parseInt(text)).filter(value -> value >= least && value <= most);
    }
}
