package io.frostglass.gateway.http;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.frostglass.gateway.agents.Agent;
import io.frostglass.gateway.feed.Cursor;
import io.frostglass.gateway.feed.EventJson;
import io.frostglass.gateway.feed.Feed;
import io.frostglass.gateway.feed.Page;
import io.frostglass.gateway.limits.Admission;
import io.frostglass.gateway.limits.Gate;
import io.frostglass.gateway.rollout.Sight;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;

/// `GET /v1/events` and `GET /v1/events/{event_id}`.
final class FeedRequests {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String CURSOR = "cursor";
    private static final String WAIT = "wait";
    private static final String LIMIT = "limit";
    private static final int MOST_SECONDS = 30;
    private static final int MOST_EVENTS = 100;
    private static final int USUAL_EVENTS = 20;

    /// What a connection may be idle for beside the waiting.
    private static final Duration IDLE = Duration.ofSeconds(30);

    private final Feed feed;
    private final Gate gate;
    private final Sight sight;

    FeedRequests(Feed feed, Gate gate, Sight sight) {
        this.feed = feed;
        this.gate = gate;
        this.sight = sight;
    }

    Reply page(Request request, Agent agent) throws InterruptedException {
        Fields parameters = Request.extractQueryParameters(request);
        Optional<Integer> wait = number(parameters, WAIT, 0, 0, MOST_SECONDS);
        if (wait.isEmpty()) {
            return Reply.badParameter(WAIT, "must be a whole number of seconds, 0 to " + MOST_SECONDS);
        }
        Optional<Integer> limit = number(parameters, LIMIT, USUAL_EVENTS, 1, MOST_EVENTS);
        if (limit.isEmpty()) {
            return Reply.badParameter(LIMIT, "must be a whole number, 1 to " + MOST_EVENTS);
        }
        List<String> given = parameters.getValuesOrEmpty(CURSOR);
        Optional<Cursor> cursor = given.size() == 1 ? Cursor.parse(given.getFirst()) : Optional.empty();
        if (!given.isEmpty() && cursor.isEmpty()) {
            return Reply.badParameter(CURSOR, "must be one that this gateway gave; leave it out to begin");
        }
        return switch (gate.reading(agent)) {
            case Admission.Paused _ -> Reply.paused();
            case Admission.TooMuch(String _, Duration retryAfter) -> Reply.tooMuch(retryAfter);
            case Admission.Admitted(int most) ->
                ask(request, agent, cursor, Math.min(most, limit.get()), Duration.ofSeconds(wait.get()));
        };
    }

    private Reply ask(Request request, Agent agent, Optional<Cursor> cursor, int limit, Duration patience)
            throws InterruptedException {
        var connection = request.getConnectionMetaData().getConnection().getEndPoint();
        connection.setIdleTimeout(patience.plus(IDLE).toMillis());
        Page page = feed.ask(new Feed.Question(cursor, limit, patience, event -> sight.sees(agent, event.getSiteId())));
        // It may have been paused while it waited.
        int events = page instanceof Page.Events(var found, Cursor _) ? found.size() : 0;
        return gate.shows(agent, events) ? answer(page) : Reply.paused();
    }

    private static Reply answer(Page page) {
        return switch (page) {
            case Page.Events(var events, Cursor next) -> {
                var body = JSON.createObjectNode();
                var list = body.putArray("events");
                events.forEach(event -> list.add(EventJson.of(event)));
                yield new Reply.Answer(200, events.isEmpty() ? "empty" : "events", body.put(CURSOR, next.text()));
            }
            case Page.Gone _ -> Reply.gone();
            case Page.Busy _ -> Reply.unavailable();
        };
    }

    Reply event(String eventId, Agent agent) {
        return switch (gate.reading(agent)) {
            case Admission.Paused _ -> Reply.paused();
            case Admission.TooMuch(String _, Duration retryAfter) -> Reply.tooMuch(retryAfter);
            case Admission.Admitted _ -> shown(eventId, agent);
        };
    }

    private Reply shown(String eventId, Agent agent) {
        return feed.find(eventId)
                .filter(event -> sight.sees(agent, event.getSiteId()))
                .map(event ->
                        gate.shows(agent, 1) ? new Reply.Answer(200, "event", EventJson.of(event)) : Reply.paused())
                .orElseGet(Reply::notFound);
    }

    /// A parameter's value, or what is usual; empty if it is wrong.
    private static Optional<Integer> number(Fields parameters, String name, int usual, int least, int most) {
        List<String> given = parameters.getValuesOrEmpty(name);
        if (given.isEmpty()) {
            return Optional.of(usual);
        }
        String text = given.getFirst();
        if (given.size() > 1 || !text.matches("\\d{1,4}")) {
            return Optional.empty();
        }
        int value = Integer.parseInt(text);
        return value < least || value > most ? Optional.empty() : Optional.of(value);
    }
}
