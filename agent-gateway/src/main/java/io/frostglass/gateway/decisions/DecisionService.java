package io.frostglass.gateway.decisions;

import io.frostglass.agent.AgentDecision;
import io.frostglass.gateway.agents.Caller;
import io.frostglass.gateway.audit.AuditEntryFactory;
import io.frostglass.gateway.decisions.DecisionPolicy.Traces;
import io.frostglass.gateway.decisions.DecisionPolicy.Wording;
import io.frostglass.gateway.decisions.DecisionService.DecisionResult.Recorded;
import io.frostglass.gateway.decisions.DecisionService.DecisionResult.Refused;
import io.frostglass.gateway.decisions.TokenUseIndex.TokenUse;
import io.frostglass.gateway.feed.EventIndex;
import io.frostglass.gateway.feed.EventIndex.IndexedEvent;
import io.frostglass.gateway.limits.AgentPolicy;
import io.frostglass.gateway.rollout.SiteVisibility;
import io.frostglass.tools.ProblemType;
import io.frostglass.tools.Refusal;
import io.frostglass.tools.decisions.Decision;
import io.frostglass.tools.decisions.DecisionMetadata;
import io.frostglass.verifier.TokenRefusal;
import io.frostglass.verifier.TokenVerdict;
import io.frostglass.verifier.TokenVerifier;
import io.frostglass.verifier.VerifiedToken;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Takes an agent's decision, if the event's token allows it. Each token is used once, at whichever instance.
///
/// ```
/// paused? → token verified → limits → guard → attempt written → topic read up to the first → is it this attempt?
///            refused          too much unfit    unavailable       unavailable             taken, or refused
/// ```
/// The topic decides, not an instance: of all attempts about an event, the attempt with the lowest offset uses up the
/// token.
///
/// @param verifier knows the uses
/// @param rules for a decision's words
/// @param siteVisibility says which sites' events count, and for what
/// @param ready whether the gateway knows all keys, revocations, events, rollouts and uses; before, it takes no
/// decision
public record DecisionService(
        TokenVerifier verifier,
        EventIndex events,
        TokenUseIndex uses,
        DecisionLog log,
        DecisionPolicy rules,
        AgentPolicy agentPolicy,
        SiteVisibility siteVisibility,
        BooleanSupplier ready,
        InstantSource clock) {

    /// It takes some milliseconds to read back a commit.
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private static final String ROLLOUT_OFF = "rollout_off";
    private static final Refusal STRAY_REFERENCE =
            Refusal.invalid("references", "must be events that this agent can see", "reference");
    private static final Refused UNDETERMINED = new Refused(Refusal.of(ProblemType.UNAVAILABLE));

    /// Decides, and returns when the decision is durable. By then a refusal is in the audit log, or could not be
    /// written.
    public DecisionResult decide(DecisionAttempt attempt) throws InterruptedException {
        if (!ready.getAsBoolean() || !uses.hasRoom()) {
            return UNDETERMINED;
        }
        var agent = attempt.caller().agent();
        Optional<IndexedEvent> event = events.find(attempt.eventId());
        if (agentPolicy.isPaused(agent)) {
            return refused(attempt, event, Refusal.of(ProblemType.PAUSED));
        }
        DecisionResult result = verified(attempt, event);
        agentPolicy.attempted(agent, isItsFault(result));
        return result;
    }

    private static boolean isItsFault(DecisionResult result) {
        return switch (result) {
            case Recorded(AgentDecision decision) -> DecisionPolicy.GUARD.equals(decision.getTextReplacedBy());
            case Refused(Refusal refusal) ->
                switch (refusal.type()) {
                    case TOKEN_REFUSED -> !refusal.reason().equals(ROLLOUT_OFF);
                    case INVALID -> true;
                    default -> false;
                };
        };
    }

    private DecisionResult verified(DecisionAttempt attempt, Optional<IndexedEvent> event) throws InterruptedException {
        return switch (verifier.verify(attempt.token(), attempt.eventId())) {
            case TokenVerdict.TokenRefused(TokenRefusal why)
            when why == TokenRefusal.USED ->
                uses.find(attempt.eventId())
                        .map(use -> repeated(attempt, event, use))
                        .orElse(UNDETERMINED);
            case TokenVerdict.TokenRefused(TokenRefusal why) -> refused(attempt, event, token(why.code()));
            // The instance that showed the event may be ahead of this one.
            case TokenVerdict.TokenAccepted _ when event.isEmpty() -> UNDETERMINED;
            case TokenVerdict.TokenAccepted(VerifiedToken token) -> accepted(attempt, token, event.orElseThrow());
        };
    }

    private static Refusal token(String reason) {
        return Refusal.because(ProblemType.TOKEN_REFUSED, reason);
    }

    private DecisionResult accepted(DecisionAttempt attempt, VerifiedToken token, IndexedEvent event)
            throws InterruptedException {
        var agent = attempt.caller().agent();
        Optional<Refusal> refusal;
        if (!agent.sees(event.siteId())) {
            refusal = Optional.of(token("site_not_allowed"));
        } else if (!siteVisibility.isVisible(event.siteId())) {
            refusal = Optional.of(token(ROLLOUT_OFF));
        } else {
            refusal = agentPolicy.deciding(
                    agent, attempt.eventId(), event.siteId(), attempt.decision().outcome());
        }
        return refusal.isPresent()
                ? refused(attempt, Optional.of(event), refusal.get())
                : counted(attempt, token, event);
    }

    /// The decision counts for the agent's limits unless it is known that nothing was written.
    private DecisionResult counted(DecisionAttempt attempt, VerifiedToken token, IndexedEvent event)
            throws InterruptedException {
        DecisionResult result = written(attempt, token, event);
        if (!result.equals(UNDETERMINED)) {
            agentPolicy.releases(attempt.caller().agent(), attempt.eventId());
        }
        return result;
    }

    private DecisionResult written(DecisionAttempt attempt, VerifiedToken token, IndexedEvent event)
            throws InterruptedException {
        if (!referencesAreSeen(attempt)) {
            return refused(attempt, Optional.of(event), STRAY_REFERENCE);
        }
        return switch (rules.wording(attempt, event)) {
            case Wording.UnfitWording(Refusal refusal, Traces traces) ->
                refused(attempt, Optional.of(event), Optional.empty(), traces, refusal);
            case Wording.Fit fit -> write(attempt, fit, token, event);
        };
    }

    /// People are led to the events that a decision names, so the agent must be allowed to see them.
    private boolean referencesAreSeen(DecisionAttempt attempt) {
        var agent = attempt.caller().agent();
        return attempt.decision().decisionMetadata().references().stream()
                .map(events::find)
                .allMatch(known -> known.filter(event -> siteVisibility.sees(agent, event.siteId()))
                        .isPresent());
    }

    /// A repeated attempt is compared by the words as they were stored.
    private DecisionResult repeated(DecisionAttempt attempt, Optional<IndexedEvent> event, TokenUse use) {
        Optional<Wording> wording = event.map(it -> rules.wording(attempt, it));
        Optional<String> words = wording.flatMap(it -> it instanceof Wording.Fit fit ? fit.text() : Optional.empty())
                .or(() -> attempt.decision().summary());
        DecisionResult result = judge(attempt, words, use);
        if (result instanceof Refused(Refusal refusal)) {
            Traces traces = wording.map(Wording::traces).orElseGet(() -> rules.traces(attempt, event));
            return refused(attempt, event, use.decision().map(AgentDecision::getTokenId), traces, refusal);
        }
        return result;
    }

    private DecisionResult write(DecisionAttempt attempt, Wording.Fit wording, VerifiedToken token, IndexedEvent event)
            throws InterruptedException {
        CompletableFuture<TokenUse> first = uses.first(attempt.eventId());
        try {
            boolean durable = log.write(
                            record(attempt, wording, token, event),
                            attempt.caller().origin())
                    .join();
            // Read in any case: the attempt may be on the topic although that could not be confirmed in time.
            long patience = durable ? TIMEOUT.toMillis() : 0;
            return judge(attempt, wording.text(), first.get(patience, TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return UNDETERMINED;
        } catch (ExecutionException e) {
            throw new IllegalStateException("nobody fails this future", e);
        } finally {
            first.cancel(false);
        }
    }

    private AgentDecision record(
            DecisionAttempt attempt, Wording.Fit wording, VerifiedToken token, IndexedEvent event) {
        Decision decision = attempt.decision();
        DecisionMetadata metadata = decision.decisionMetadata();
        Traces traces = wording.traces();
        var now = clock.instant();
        return AgentDecision.newBuilder()
                .setEventId(attempt.eventId())
                .setSiteId(event.siteId())
                .setCameraId(event.cameraId())
                .setTokenId(token.id())
                .setAttemptId(attempt.id())
                .setAgent(attempt.caller().agent().id())
                .setOutcome(decision.outcome())
                .setSeverity(decision.severityOrNull())
                .setSummary(wording.text().orElse(null))
                .setTextReplacedBy(wording.replacedBy().orElse(null))
                .setTemplate(traces.template().orElse(null))
                .setGuard(traces.checksOrNull())
                .setReferences(metadata.references())
                .setConfidence(metadata.confidence().orElse(null))
                .setPrompt(metadata.prompt().orElse(null))
                .setVia(attempt.caller().agentTransport().code())
                .setLatencyMs(Duration.between(event.arrivedAt(), now).toMillis())
                .setEffect(siteVisibility.effect(event.siteId(), attempt.eventId()))
                .setDecidedAt(now)
                .build();
    }

    /// The first decision is this attempt's if the same agent made it, with the same key and the same content.
    private static DecisionResult judge(DecisionAttempt attempt, Optional<String> words, TokenUse use) {
        return use.decision()
                .filter(first -> isOf(attempt, words, first))
                .<DecisionResult>map(Recorded::new)
                .orElseGet(() -> new Refused(token(AuditEntryFactory.USED)));
    }

    private static boolean isOf(DecisionAttempt attempt, Optional<String> words, AgentDecision first) {
        Decision decision = attempt.decision();
        return first.getAttemptId().equals(attempt.id())
                && first.getAgent().equals(attempt.caller().agent().id())
                && first.getOutcome() == decision.outcome()
                && first.getSeverity() == decision.severityOrNull()
                && Objects.equals(first.getSummary(), words.orElse(null));
    }

    private Refused refused(DecisionAttempt attempt, Optional<IndexedEvent> event, Refusal refusal) {
        return refused(attempt, event, Optional.empty(), rules.traces(attempt, event), refusal);
    }

    /// Records a refusal. An attempt on the topic of decisions is recorded from there.
    ///
    /// @param tokenId of the token, if it was used before
    private Refused refused(
            DecisionAttempt attempt,
            Optional<IndexedEvent> event,
            Optional<String> tokenId,
            Traces traces,
            Refusal refusal) {
        log.record(DecisionAudit.refused(clock.instant(), refusal.reason(), attempt, event, tokenId, traces));
        return new Refused(refusal);
    }

    /// The result of an attempt to decide.
    public sealed interface DecisionResult {

        /// The decision counts: this attempt used up the token. The same again if the same attempt is made again.
        record Recorded(AgentDecision decision) implements DecisionResult {}

        /// The attempt does not count. With [io.frostglass.tools.ProblemType#UNAVAILABLE] nobody knows whether it
        /// counts: then the agent may make the same attempt again.
        record Refused(Refusal refusal) implements DecisionResult {}
    }

    /// An agent's attempt to decide about an event.
    ///
    /// @param id a UUID, the same if the agent makes the attempt again
    /// @param eventId the event, as the agent names it
    /// @param token the event's token, as the agent sends it; null if it sends none
    public record DecisionAttempt(
            String id,
            Caller caller,
            String eventId,
            @Nullable String token,
            Decision decision) {

        @Override
        public String toString() {
            return "DecisionAttempt[" + id + "]";
        }
    }
}
