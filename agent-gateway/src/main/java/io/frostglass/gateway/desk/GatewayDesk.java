package io.frostglass.gateway.desk;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostglass.agent.AgentDecision;
import io.frostglass.gateway.agents.Agent;
import io.frostglass.gateway.agents.Caller;
import io.frostglass.gateway.decisions.Attempt;
import io.frostglass.gateway.decisions.Entries;
import io.frostglass.gateway.decisions.Outcome;
import io.frostglass.gateway.desk.Answer.Declined;
import io.frostglass.gateway.desk.Answer.Given;
import io.frostglass.gateway.desk.Answer.Why;
import io.frostglass.gateway.desk.Answer.Wrong;
import io.frostglass.gateway.feed.Cursor;
import io.frostglass.gateway.feed.Feed;
import io.frostglass.gateway.feed.FeedEvent;
import io.frostglass.gateway.feed.Page;
import io.frostglass.gateway.limits.Admission;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/// The gateway itself, as one caller may use it.
///
/// ```
/// reading:  paused, or too much? → looked up, waited for → paused meanwhile? → in the audit log → shown
/// deciding: see Decisions
/// ```
record GatewayDesk(Office office, Caller caller) implements Desk {

    private static final JsonMapper JSON = new JsonMapper();

    /// For who waits too often at once.
    private static final Duration WAITS_LESS = Duration.ofSeconds(5);

    private static final String LIST = "list_events";
    private static final String GET = "get_event";
    private static final String TEMPLATES = "list_templates";

    @Override
    public Answer list(Optional<String> cursor, int limit, Duration wait) throws InterruptedException {
        return told(LIST, listed(cursor, limit, wait));
    }

    private Answer listed(Optional<String> cursor, int limit, Duration wait) throws InterruptedException {
        Optional<Cursor> after = cursor.flatMap(Cursor::parse);
        if (cursor.isPresent() && after.isEmpty()) {
            return Declined.because(Why.CURSOR_UNKNOWN);
        }
        return switch (showing().reading()) {
            case Admission.Paused _ -> Declined.because(Why.PAUSED);
            case Admission.TooMuch(String _, Duration retryAfter) -> Declined.until(retryAfter);
            case Admission.Admitted(int most) -> {
                office.gate().attends(agent());
                yield ask(after, Math.min(most, limit), wait);
            }
        };
    }

    private Answer ask(Optional<Cursor> after, int limit, Duration wait) throws InterruptedException {
        Duration patience = office.gate().patience(agent(), wait);
        return switch (office.feed().ask(new Feed.Question(agent().id(), after, limit, patience, this::sees))) {
            case Page.Events(var events, Cursor next) -> shown(LIST, events, () -> page(events, next));
            case Page.Gone _ -> Declined.because(Why.CURSOR_GONE);
            case Page.Busy _ -> Declined.because(Why.BUSY);
            case Page.TooOften _ -> Declined.until(WAITS_LESS);
        };
    }

    private static ObjectNode page(List<FeedEvent> events, Cursor next) {
        ObjectNode body = JSON.createObjectNode();
        var list = body.putArray("events");
        events.forEach(event -> list.add(event.json()));
        return body.put("cursor", next.text());
    }

    @Override
    public Answer find(String eventId) {
        return told(GET, found(eventId));
    }

    private Answer found(String eventId) {
        return switch (showing().reading()) {
            case Admission.Paused _ -> Declined.because(Why.PAUSED);
            case Admission.TooMuch(String _, Duration retryAfter) -> Declined.until(retryAfter);
            case Admission.Admitted _ -> {
                office.gate().attends(agent());
                yield office.feed()
                        .find(eventId)
                        .filter(this::sees)
                        .map(event -> shown(GET, List.of(event), event::json))
                        .orElseGet(() -> Declined.because(Why.NO_SUCH_EVENT));
            }
        };
    }

    private Agent agent() {
        return caller.agent();
    }

    private Showing showing() {
        return office.showingTo(caller);
    }

    private boolean sees(FeedEvent event) {
        return showing().sees(event);
    }

    /// Every call is told, also one that shows no event. That it is told does not hold it up any further: nothing of an
    /// event is in it.
    private Answer told(String tool, Answer answer) {
        switch (answer) {
            case Given(ObjectNode body)
            when body.path("events").isArray() && body.path("events").isEmpty() -> tell(tool, "nothing_new");
            case Given _ -> {
                // It was told before.
            }
            case Declined declined -> tell(tool, declined.why().name().toLowerCase(Locale.ROOT));
        }
        return answer;
    }

    private void tell(String tool, String why) {
        office.log().record(Entries.asked(office.clock().instant(), why, caller, tool));
    }

    private Answer shown(String tool, List<FeedEvent> events, Supplier<ObjectNode> body) {
        Optional<Declined> declined = showing().show(tool, events);
        if (declined.isPresent()) {
            return declined.get();
        }
        // It may have waited for them.
        office.gate().attends(agent());
        return new Given(body.get());
    }

    @Override
    public Answer templates() {
        tell(TEMPLATES, "templates");
        return new Given(TemplateJson.of(office.templates().get()));
    }

    @Override
    public Answer decide(Wish wish) throws InterruptedException {
        var attempt = new Attempt(wish.attemptId(), caller, wish.eventId(), wish.token(), wish.decision());
        return switch (office.decisions().decide(attempt)) {
            case Outcome.Taken(AgentDecision decision) -> new Given(taken(decision));
            case Outcome.Refused _ -> Declined.because(Why.TOKEN_REFUSED);
            case Outcome.Unfit(String field, String what, String _) -> Declined.because(new Wrong(field, what));
            case Outcome.Paused _ -> Declined.because(Why.PAUSED);
            case Outcome.TooMuch(String _, Duration retryAfter) -> Declined.until(retryAfter);
            case Outcome.Unavailable _ -> Declined.because(Why.UNAVAILABLE);
        };
    }

    /// Of the decision that counts, so that it is the same if it is asked for again.
    private static ObjectNode taken(AgentDecision decision) {
        ObjectNode body = JSON.createObjectNode()
                .put("event_id", decision.getEventId())
                .put("outcome", decision.getOutcome().name());
        if (decision.getSeverity() != null) {
            body.put("severity", decision.getSeverity().name());
        }
        if (decision.getTextReplacedBy() != null) {
            body.put("text_replaced_by", decision.getTextReplacedBy());
        }
        return body.put("decided_at", decision.getDecidedAt().toString());
    }

    @Override
    public void misused(String tool, String reason) {
        office.misused(caller, tool, reason);
    }
}
