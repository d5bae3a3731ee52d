package io.frostglass.gateway.api;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostglass.agent.AgentDecision;
import io.frostglass.gateway.agents.Agent;
import io.frostglass.gateway.agents.Caller;
import io.frostglass.gateway.audit.AuditEntryFactory;
import io.frostglass.gateway.decisions.DecisionAttempt;
import io.frostglass.gateway.decisions.DecisionResult;
import io.frostglass.gateway.feed.EventFeed;
import io.frostglass.gateway.feed.FeedCursor;
import io.frostglass.gateway.feed.FeedEvent;
import io.frostglass.gateway.feed.FeedPage;
import io.frostglass.tools.AgentApi;
import io.frostglass.tools.ApiResponse;
import io.frostglass.tools.ApiResponse.Declined;
import io.frostglass.tools.ApiResponse.Given;
import io.frostglass.tools.MisuseReport;
import io.frostglass.tools.ProblemType;
import io.frostglass.tools.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// The gateway as one caller may use it.
///
/// ```
/// reading:  paused, or too much? → looked up, waited for → paused meanwhile? → in the audit log → shown
/// deciding: see DecisionService
/// ```
record LocalAgentApi(AgentApiFactory gateway, EventVisibility visibility, Caller caller) implements AgentApi {

    private static final JsonMapper JSON = new JsonMapper();

    private static final String LIST = "list_events";
    private static final String GET = "get_event";
    private static final String TEMPLATES = "list_templates";

    LocalAgentApi(AgentApiFactory gateway, Caller caller) {
        this(gateway, gateway.visibilityFor(caller), caller);
    }

    @Override
    public ApiResponse list(Optional<String> cursor, int limit, Duration wait) throws InterruptedException {
        Optional<FeedCursor> after = cursor.flatMap(FeedCursor::parse);
        if (cursor.isPresent() && after.isEmpty()) {
            return recorded(LIST, Declined.because(ProblemType.CURSOR_UNKNOWN));
        }
        Optional<Refusal> refusal = visibility.reading();
        return recorded(LIST, refusal.isPresent() ? new Declined(refusal.get()) : page(after, limit, wait));
    }

    private ApiResponse page(Optional<FeedCursor> after, int limit, Duration wait) throws InterruptedException {
        visibility.attends();
        Agent agent = caller.agent();
        var query = new EventFeed.FeedQuery(
                agent.id(),
                after,
                Math.clamp(gateway.agentPolicy().readsLeft(agent), 1, limit),
                gateway.agentPolicy().patience(agent, wait),
                visibility::sees);
        return switch (gateway.eventFeed().ask(query)) {
            case FeedPage.Events(var events, FeedCursor next) -> shown(LIST, events, () -> page(events, next));
            case FeedPage.Refused(Refusal refusal) -> new Declined(refusal);
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
        Optional<Refusal> refusal = visibility.reading();
        return recorded(GET, refusal.isPresent() ? new Declined(refusal.get()) : event(eventId));
    }

    private ApiResponse event(String eventId) {
        visibility.attends();
        return visible(eventId)
                .map(event -> shown(GET, List.of(event), event::json))
                .orElseGet(() -> Declined.because(ProblemType.NO_SUCH_EVENT));
    }

    private Optional<FeedEvent> visible(String eventId) {
        return gateway.eventFeed().find(eventId).filter(visibility::sees);
    }

    private ApiResponse shown(String tool, List<FeedEvent> events, Supplier<ObjectNode> body) {
        Optional<Refusal> refusal = visibility.show(tool, events);
        if (refusal.isPresent()) {
            return new Declined(refusal.get());
        }
        // The agent may have waited for them.
        visibility.attends();
        return new Given(body.get());
    }

    /// Records calls that show no event. Those that show one are in the audit log already.
    private ApiResponse recorded(String tool, ApiResponse response) {
        switch (response) {
            case Given(ObjectNode body)
            when body.path("events").isArray() && body.path("events").isEmpty() -> asked(tool, "nothing_new");
            case Given _ -> {}
            case Declined declined -> asked(tool, declined.type().code());
        }
        return response;
    }

    private void asked(String tool, String why) {
        gateway.log().record(AuditEntryFactory.asked(gateway.clock().instant(), why, caller, tool));
    }

    @Override
    public ApiResponse templates() {
        asked(TEMPLATES, "templates");
        return new Given(TemplateJson.of(gateway.templates().get()));
    }

    @Override
    public ApiResponse decide(DecisionRequest request) throws InterruptedException {
        var attempt = new DecisionAttempt(
                request.attemptId(), caller, request.eventId(), request.token(), request.decision());
        return switch (gateway.decisionService().decide(attempt)) {
            case DecisionResult.Recorded(AgentDecision decision) -> new Given(taken(decision));
            case DecisionResult.Refused(Refusal refusal) -> new Declined(refusal);
        };
    }

    /// The decision that counts, so that the answer is the same if the agent asks again.
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
    public void report(MisuseReport report) {
        switch (report.kind()) {
            case RAW_MEDIA -> gateway.rawMediaSought(caller, report.tool());
            case ARGUMENTS, BODY ->
                gateway.misused(
                        caller,
                        report.tool(),
                        report.kind().code(),
                        report.eventId().flatMap(this::visible));
        }
    }
}
