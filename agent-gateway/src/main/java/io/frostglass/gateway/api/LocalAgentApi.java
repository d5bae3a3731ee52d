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

/// The gateway for one caller, in the same process.
///
/// ```
/// reading:  paused, or too much? → looked up, waited for → paused meanwhile? → in the audit log → shown
/// deciding: see [DecisionService]
/// ```
record LocalAgentApi(AgentApiFactory gateway, Caller caller) implements AgentApi {

    private static final JsonMapper JSON = new JsonMapper();

    /// For a caller with too many long polls at once.
    private static final Duration FEWER_POLLS = Duration.ofSeconds(5);

    private static final String LIST = "list_events";
    private static final String GET = "get_event";
    private static final String TEMPLATES = "list_templates";

    @Override
    public ApiResponse list(Optional<String> cursor, int limit, Duration wait) throws InterruptedException {
        return audited(LIST, listed(cursor, limit, wait));
    }

    private ApiResponse listed(Optional<String> cursor, int limit, Duration wait) throws InterruptedException {
        Optional<FeedCursor> after = cursor.flatMap(FeedCursor::parse);
        if (cursor.isPresent() && after.isEmpty()) {
            return Declined.because(DeclineReason.CURSOR_UNKNOWN);
        }
        return switch (visibility().reading()) {
            case Admission.PausedByOperator _ -> Declined.because(DeclineReason.PAUSED);
            case Admission.OverLimit(String _, Duration retryAfter) -> Declined.until(retryAfter);
            case Admission.Permitted(int most) -> {
                gateway.agentPolicy().attends(agent());
                yield ask(after, Math.min(most, limit), wait);
            }
        };
    }

    private ApiResponse ask(Optional<FeedCursor> after, int limit, Duration wait) throws InterruptedException {
        Duration patience = gateway.agentPolicy().patience(agent(), wait);
        var query = new EventFeed.FeedQuery(agent().id(), after, limit, patience, this::sees);
        return switch (gateway.eventFeed().ask(query)) {
            case FeedPage.Events(var events, FeedCursor next) -> shown(LIST, events, () -> page(events, next));
            case FeedPage.Gone _ -> Declined.because(DeclineReason.CURSOR_GONE);
            case FeedPage.Busy _ -> Declined.because(DeclineReason.BUSY);
            case FeedPage.TooManyWaiting _ -> Declined.until(FEWER_POLLS);
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
        return audited(GET, found(eventId));
    }

    private ApiResponse found(String eventId) {
        return switch (visibility().reading()) {
            case Admission.PausedByOperator _ -> Declined.because(DeclineReason.PAUSED);
            case Admission.OverLimit(String _, Duration retryAfter) -> Declined.until(retryAfter);
            case Admission.Permitted _ -> {
                gateway.agentPolicy().attends(agent());
                yield gateway.eventFeed()
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

    private EventVisibility visibility() {
        return gateway.showingTo(caller);
    }

    private boolean sees(FeedEvent event) {
        return visibility().sees(event);
    }

    /// Records each call, also one that shows no event. The call does not wait for that: no event is in the entry.
    private ApiResponse audited(String tool, ApiResponse apiResponse) {
        switch (apiResponse) {
            case Given(ObjectNode body)
            when body.path("events").isArray() && body.path("events").isEmpty() -> audit(tool, "nothing_new");
            case Given _ -> {
                // [EventVisibility#show] recorded it.
            }
            case Declined declined ->
                audit(tool, declined.declineReason().name().toLowerCase(Locale.ROOT));
        }
        return apiResponse;
    }

    private void audit(String tool, String reason) {
        gateway.log().record(AuditEntryFactory.asked(gateway.clock().instant(), reason, caller, tool));
    }

    private ApiResponse shown(String tool, List<FeedEvent> events, Supplier<ObjectNode> body) {
        Optional<Declined> declined = visibility().show(tool, events);
        if (declined.isPresent()) {
            return declined.get();
        }
        // The caller may have waited for them.
        gateway.agentPolicy().attends(agent());
        return new Given(body.get());
    }

    @Override
    public ApiResponse templates() {
        audit(TEMPLATES, "templates");
        return new Given(TemplateJson.of(gateway.templates().get()));
    }

    @Override
    public ApiResponse decide(DecisionRequest decisionRequest) throws InterruptedException {
        var attempt = new DecisionAttempt(
                decisionRequest.attemptId(),
                caller,
                decisionRequest.eventId(),
                decisionRequest.token(),
                decisionRequest.decision());
        return switch (gateway.decisionService().decide(attempt)) {
            case DecisionOutcome.Recorded(AgentDecision decision) -> new Given(taken(decision));
            case DecisionOutcome.TokenRejected _ -> Declined.because(DeclineReason.TOKEN_REFUSED);
            case DecisionOutcome.NotValid(String field, String what, String _) ->
                Declined.because(new InvalidField(field, what));
            case DecisionOutcome.AgentPaused _ -> Declined.because(DeclineReason.PAUSED);
            case DecisionOutcome.LimitExceeded(String _, Duration retryAfter) -> Declined.until(retryAfter);
            case DecisionOutcome.Undetermined _ -> Declined.because(DeclineReason.UNAVAILABLE);
        };
    }

    /// The decision that counts. So the response is the same if the agent asks again.
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
        gateway.misused(caller, tool, reason);
    }
}
