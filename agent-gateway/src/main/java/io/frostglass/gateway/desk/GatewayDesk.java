package io.frostglass.gateway.desk;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostglass.agent.AgentDecision;
import io.frostglass.gateway.agents.Agent;
import io.frostglass.gateway.decisions.Attempt;
import io.frostglass.gateway.decisions.Decisions;
import io.frostglass.gateway.decisions.Outcome;
import io.frostglass.gateway.desk.Answer.Declined;
import io.frostglass.gateway.desk.Answer.Given;
import io.frostglass.gateway.desk.Answer.Why;
import io.frostglass.gateway.feed.Cursor;
import io.frostglass.gateway.feed.EventJson;
import io.frostglass.gateway.feed.Feed;
import io.frostglass.gateway.feed.Page;
import io.frostglass.gateway.limits.Admission;
import io.frostglass.gateway.limits.Gate;
import io.frostglass.gateway.rollout.Sight;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The gateway itself, as one agent may use it.
///
/// @param sight of which sites it is shown events
/// @param agent who asks
/// @param origin from where, as the audit log is told
public record GatewayDesk(
        Feed feed,
        Decisions decisions,
        Gate gate,
        Sight sight,
        Agent agent,
        @Nullable String origin) implements Desk {

    private static final JsonMapper JSON = new JsonMapper();

    @Override
    public Answer list(Optional<String> cursor, int limit, Duration wait) throws InterruptedException {
        Optional<Cursor> after = cursor.flatMap(Cursor::parse);
        if (cursor.isPresent() && after.isEmpty()) {
            return new Declined(Why.CURSOR_UNKNOWN);
        }
        return switch (gate.reading(agent)) {
            case Admission.Paused _ -> new Declined(Why.PAUSED);
            case Admission.TooMuch _ -> new Declined(Why.TOO_MUCH);
            case Admission.Admitted(int most) -> ask(after, Math.min(most, limit), wait);
        };
    }

    private Answer ask(Optional<Cursor> after, int limit, Duration wait) throws InterruptedException {
        Page page = feed.ask(new Feed.Question(after, limit, wait, event -> sight.sees(agent, event.getSiteId())));
        // It may have been paused while it waited.
        int events = page instanceof Page.Events(var found, Cursor _) ? found.size() : 0;
        return gate.shows(agent, events) ? answer(page) : new Declined(Why.PAUSED);
    }

    private static Answer answer(Page page) {
        return switch (page) {
            case Page.Events(var events, Cursor next) -> {
                ObjectNode body = JSON.createObjectNode();
                var list = body.putArray("events");
                events.forEach(event -> list.add(EventJson.of(event)));
                yield new Given(body.put("cursor", next.text()));
            }
            case Page.Gone _ -> new Declined(Why.CURSOR_GONE);
            case Page.Busy _ -> new Declined(Why.BUSY);
        };
    }

    @Override
    public Answer find(String eventId) {
        return switch (gate.reading(agent)) {
            case Admission.Paused _ -> new Declined(Why.PAUSED);
            case Admission.TooMuch _ -> new Declined(Why.TOO_MUCH);
            case Admission.Admitted _ -> shown(eventId);
        };
    }

    private Answer shown(String eventId) {
        return feed.find(eventId)
                .filter(event -> sight.sees(agent, event.getSiteId()))
                .<Answer>map(event -> gate.shows(agent, 1) ? new Given(EventJson.of(event)) : new Declined(Why.PAUSED))
                .orElseGet(() -> new Declined(Why.NO_SUCH_EVENT));
    }

    @Override
    public Answer decide(Wish wish) throws InterruptedException {
        var attempt = new Attempt(wish.attemptId(), agent, wish.eventId(), wish.token(), wish.decision(), origin);
        return switch (decisions.decide(attempt)) {
            case Outcome.Taken(AgentDecision decision) -> new Given(taken(decision));
            case Outcome.Refused _ -> new Declined(Why.TOKEN_REFUSED);
            case Outcome.Unfit _ -> new Declined(Why.WORDS_REFUSED);
            case Outcome.Paused _ -> new Declined(Why.PAUSED);
            case Outcome.TooMuch _ -> new Declined(Why.TOO_MUCH);
            case Outcome.Unavailable _ -> new Declined(Why.UNAVAILABLE);
        };
    }

    private static ObjectNode taken(AgentDecision decision) {
        ObjectNode body = JSON.createObjectNode()
                .put("event_id", decision.getEventId())
                .put("outcome", decision.getOutcome().name());
        if (decision.getSeverity() != null) {
            body.put("severity", decision.getSeverity().name());
        }
        return body.put("decided_at", decision.getDecidedAt().toString());
    }
}
