package io.frostglass.gateway.api;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostglass.agent.AgentDecision;
import io.frostglass.gateway.agents.Agent;
import io.frostglass.gateway.agents.Caller;
import io.frostglass.gateway.audit.AuditEntryFactory;
import io.frostglass.gateway.decisions.DecisionService.DecisionAttempt;
import io.frostglass.gateway.decisions.DecisionService.DecisionResult;
import io.frostglass.gateway.feed.EventFeed;
import io.frostglass.gateway.feed.EventFeed.FeedPage;
import io.frostglass.gateway.feed.FeedCursor;
import io.frostglass.gateway.feed.FeedEvent;
import io.frostglass.tools.AgentApi;
import io.frostglass.tools.ApiResponse;
import io.frostglass.tools.ApiResponse.Declined;
import io.frostglass.tools.ApiResponse.Given;
import io.frostglass.tools.MisuseReport;
import io.frostglass.tools.ProblemType;
import io.frostglass.tools.Refusal;
import io.frostglass.tools.Tool;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// The gateway as one caller may use it; also for push, which shows events by the same rules.
///
/// ```
/// reading:  reading (paused, too much?) → looked up, waited for → sees → show (paused meanwhile? → in the audit log)
/// deciding: see DecisionService
/// ```
public record LocalAgentApi(AgentApiFactory gateway, Caller caller) implements AgentApi {

    private static final JsonMapper JSON = new JsonMapper();

    @Override
    public ApiResponse list(Optional<String> cursor, int limit, Duration wait) throws InterruptedException {
        Optional<FeedCursor> after = cursor.flatMap(FeedCursor::parse);
        if (cursor.isPresent() && after.isEmpty()) {
            return recorded(Tool.LIST_EVENTS, Declined.because(ProblemType.CURSOR_UNKNOWN));
        }
        Optional<Refusal> refusal = reading();
        return recorded(Tool.LIST_EVENTS, refusal.isPresent() ? new Declined(refusal.get()) : page(after, limit, wait));
    }

    private ApiResponse page(Optional<FeedCursor> after, int limit, Duration wait) throws InterruptedException {
        attends();
        Agent agent = caller.agent();
        var query = new EventFeed.FeedQuery(
                agent.id(),
                after,
                Math.clamp(gateway.agentPolicy().readsLeft(agent), 1, limit),
                gateway.agentPolicy().patience(agent, wait),
                this::sees);
        return switch (gateway.eventFeed().ask(query)) {
            case FeedPage.Events(var events, FeedCursor next) ->
                shown(Tool.LIST_EVENTS, events, () -> page(events, next));
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
        Optional<Refusal> refusal = reading();
        return recorded(Tool.GET_EVENT, refusal.isPresent() ? new Declined(refusal.get()) : event(eventId));
    }

    private ApiResponse event(String eventId) {
        attends();
        return visible(eventId)
                .map(event -> shown(Tool.GET_EVENT, List.of(event), event::json))
                .orElseGet(() -> Declined.because(ProblemType.NO_SUCH_EVENT));
    }

    private Optional<FeedEvent> visible(String eventId) {
        return gateway.eventFeed().find(eventId).filter(this::sees);
    }

    private ApiResponse shown(Tool tool, List<FeedEvent> events, Supplier<ObjectNode> body) {
        Optional<Refusal> refusal = show(tool.code(), events);
        if (refusal.isPresent()) {
            return new Declined(refusal.get());
        }
        // The agent may have waited for them.
        attends();
        return new Given(body.get());
    }

    /// Records calls that show no event. Calls that show one are in the audit log already.
    private ApiResponse recorded(Tool tool, ApiResponse response) {
        switch (response) {
            case Given(ObjectNode body)
            when body.path("events").isArray() && body.path("events").isEmpty() -> asked(tool, "nothing_new");
            case Given _ -> {}
            case Declined declined -> asked(tool, declined.type().code());
        }
        return response;
    }

    private void asked(Tool tool, String why) {
        gateway.log().record(AuditEntryFactory.asked(gateway.clock().instant(), why, caller, tool.code()));
    }

    @Override
    public ApiResponse templates() {
        asked(Tool.LIST_TEMPLATES, "templates");
        ObjectNode body = JSON.createObjectNode();
        var list = body.putArray("templates");
        gateway.templates().get().all().forEach(template -> list.add(template.json()));
        return new Given(body);
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

    /// Why the agent may not read now; empty if it may.
    public Optional<Refusal> reading() {
        return gateway.agentPolicy().reading(caller.agent());
    }

    /// Whether the agent may see this event at all.
    public boolean sees(FeedEvent event) {
        return gateway.siteVisibility().sees(caller.agent(), event.siteId());
    }

    /// Whether the gateway may show events to the agent now: it is within its hours and not paused.
    public boolean isOpen() {
        return gateway.agentPolicy().isOpenTo(caller.agent());
    }

    /// Notes that the agent is present: it asked for events, or acknowledged one.
    public void attends() {
        gateway.agentPolicy().attends(caller.agent());
    }

    /// Checked last, just before events are shown: the agent may have been paused while it waited, or another request
    /// of it may have used up the minute's events. Records the events in the audit log.
    ///
    /// @param tool what the agent called
    /// @return why the gateway may not show the events; empty if it may
    public Optional<Refusal> show(String tool, List<FeedEvent> events) {
        return gateway.agentPolicy()
                .shows(caller.agent(), events.size())
                .or(() ->
                        isRecorded(tool, events) ? Optional.empty() : Optional.of(Refusal.of(ProblemType.UNAVAILABLE)));
    }

    private boolean isRecorded(String tool, List<FeedEvent> events) {
        var now = gateway.clock().instant();
        return events.isEmpty()
                || gateway.log()
                        .recordShown(events.stream()
                                .map(event -> AuditEntryFactory.shown(now, event, caller, tool))
                                .toList());
    }
}
