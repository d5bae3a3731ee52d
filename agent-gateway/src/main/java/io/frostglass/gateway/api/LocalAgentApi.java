package io.frostglass.gateway.api;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostglass.agent.AgentDecision;
import io.frostglass.gateway.agents.Agent;
import io.frostglass.gateway.agents.Caller;
import io.frostglass.gateway.decisions.AuditEntryFactory;
import io.frostglass.gateway.decisions.DecisionAttempt;
import io.frostglass.gateway.decisions.DecisionOutcome;
import io.frostglass.gateway.feed.EventFeed;
import io.frostglass.gateway.feed.FeedCursor;
import io.frostglass.gateway.feed.FeedEvent;
import io.frostglass.gateway.feed.FeedPage;
import io.frostglass.gateway.limits.Admission;
import io.frostglass.tools.AgentApi;
import io.frostglass.tools.ApiResponse;
import io.frostglass.tools.ApiResponse.DeclineReason;
import io.frostglass.tools.ApiResponse.Declined;
import io.frostglass.tools.ApiResponse.Given;
import io.frostglass.tools.ApiResponse.InvalidField;
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
record LocalAgentApi(AgentApiFactory agentApiFactory, Caller caller) implements AgentApi {

    private static final JsonMapper JSON = new JsonMapper();

    /// For who waits too often at once.
    private static final Duration WAITS_LESS = Duration.ofSeconds(5);

    private static final String LIST = "list_events";
    private static final String GET = "get_event";
    private static final String TEMPLATES = "list_templates";

    @Override
    public ApiResponse list(Optional<String> cursor, int limit, Duration wait) throws InterruptedException {
        return told(LIST, listed(cursor, limit, wait));
    }

    private ApiResponse listed(Optional<String> cursor, int limit, Duration wait) throws InterruptedException {
        Optional<FeedCursor> after = cursor.flatMap(FeedCursor::parse);
        if (cursor.isPresent() && after.isEmpty()) {
            return Declined.because(DeclineReason.CURSOR_UNKNOWN);
        }
        return switch (eventVisibility().reading()) {
            case Admission.PausedByOperator _ -> Declined.because(DeclineReason.PAUSED);
            case Admission.OverLimit(String _, Duration retryAfter) -> Declined.until(retryAfter);
            case Admission.Permitted(int most) -> {
                agentApiFactory.agentPolicy().attends(agent());
                yield ask(after, Math.min(most, limit), wait);
            }
        };
    }

    private ApiResponse ask(Optional<FeedCursor> after, int limit, Duration wait) throws InterruptedException {
        Duration patience = agentApiFactory.agentPolicy().patience(agent(), wait);
        return switch (agentApiFactory
                .eventFeed()
                .ask(new EventFeed.FeedQuery(agent().id(), after, limit, patience, this::sees))) {
            case FeedPage.Events(var events, FeedCursor next) -> shown(LIST, events, () -> page(events, next));
            case FeedPage.Gone _ -> Declined.because(DeclineReason.CURSOR_GONE);
            case FeedPage.Busy _ -> Declined.because(DeclineReason.BUSY);
            case FeedPage.TooManyWaiting _ -> Declined.until(WAITS_LESS);
        };
    }

    private static ObjectNode page(List<FeedEvent> events, FeedCursor next) {
        ObjectNode body = JSON.createObjectNode();
        var list = body.putArray("events");
        events.forEach(event -> list.add(event.json()));
        return body.put("cursor", next.text());
    }

    @Override
    public ApiResponse find(String eventId) {
        return told(GET, found(eventId));
    }

    private ApiResponse found(String eventId) {
        return switch (eventVisibility().reading()) {
            case Admission.PausedByOperator _ -> Declined.because(DeclineReason.PAUSED);
            case Admission.OverLimit(String _, Duration retryAfter) -> Declined.until(retryAfter);
            case Admission.Permitted _ -> {
                agentApiFactory.agentPolicy().attends(agent());
                yield agentApiFactory
                        .eventFeed()
                        .find(eventId)
                        .filter(this::sees)
                        .map(event -> shown(GET, List.of(event), event::json))
                        .orElseGet(() -> Declined.because(DeclineReason.NO_SUCH_EVENT));
            }
        };
    }

    private Agent agent() {
        return caller.agent();
    }

    private EventVisibility eventVisibility() {
        return agentApiFactory.showingTo(caller);
    }

    private boolean sees(FeedEvent event) {
        return eventVisibility().sees(event);
    }

    /// Every call is told, also one that shows no event. That it is told does not hold it up any further: nothing of an
    /// event is in it.
    private ApiResponse told(String tool, ApiResponse apiResponse) {
        switch (apiResponse) {
            case Given(ObjectNode body)
            when body.path("events").isArray() && body.path("events").isEmpty() -> tell(tool, "nothing_new");
            case Given _ -> {
                // It was told before.
            }
            case Declined declined -> tell(tool, declined.declineReason().name().toLowerCase(Locale.ROOT));
        }
        return apiResponse;
    }

    private void tell(String tool, String why) {
        agentApiFactory
                .log()
                .record(AuditEntryFactory.asked(agentApiFactory.clock().instant(), why, caller, tool));
    }

    private ApiResponse shown(String tool, List<FeedEvent> events, Supplier<ObjectNode> body) {
        Optional<Declined> declined = eventVisibility().show(tool, events);
        if (declined.isPresent()) {
            return declined.get();
        }
        // It may have waited for them.
        agentApiFactory.agentPolicy().attends(agent());
        return new Given(body.get());
    }

    @Override
    public ApiResponse templates() {
        tell(TEMPLATES, "templates");
        return new Given(TemplateJson.of(agentApiFactory.templates().get()));
    }

    @Override
    public ApiResponse decide(DecisionRequest decisionRequest) throws InterruptedException {
        var decisionAttempt = new DecisionAttempt(
                decisionRequest.attemptId(),
                caller,
                decisionRequest.eventId(),
                decisionRequest.token(),
                decisionRequest.decision());
        return switch (agentApiFactory.decisionService().decide(decisionAttempt)) {
            case DecisionOutcome.Recorded(AgentDecision decision) -> new Given(taken(decision));
            case DecisionOutcome.TokenRejected _ -> Declined.because(DeclineReason.TOKEN_REFUSED);
            case DecisionOutcome.NotValid(String field, String what, String _) ->
                Declined.because(new InvalidField(field, what));
            case DecisionOutcome.AgentPaused _ -> Declined.because(DeclineReason.PAUSED);
            case DecisionOutcome.LimitExceeded(String _, Duration retryAfter) -> Declined.until(retryAfter);
            case DecisionOutcome.Undetermined _ -> Declined.because(DeclineReason.UNAVAILABLE);
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
        agentApiFactory.misused(caller, tool, reason);
    }
}
