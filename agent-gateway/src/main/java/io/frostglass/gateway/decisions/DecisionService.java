package io.frostglass.gateway.decisions;

import io.frostglass.agent.AgentDecision;
import io.frostglass.gateway.decisions.DecisionPolicy.Traces;
import io.frostglass.gateway.decisions.DecisionPolicy.Wording;
import io.frostglass.gateway.decisions.TokenUseIndex.TokenUse;
import io.frostglass.gateway.feed.EventIndex;
import io.frostglass.gateway.feed.EventIndex.IndexedEvent;
import io.frostglass.gateway.limits.Admission;
import io.frostglass.gateway.rollout.SiteVisibility;
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

/// Takes an agent's decision, if the event's token allows it; each token once, at whichever instance.
///
/// ```
/// paused? → token verified → limits → guard → attempt written → topic read up to the first → is it this attempt?
///            refused          too much unfit    unavailable       unavailable             taken, or refused
/// ```
/// The topic decides, not an instance: of all attempts about an event the one with the lowest offset is the use.
public final class DecisionService {

    /// Between a commit and its being read back there are some milliseconds.
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private static final String PAUSED = "paused";
    private static final String SITE_NOT_ALLOWED = "site_not_allowed";
    private static final String ROLLOUT_OFF = "rollout_off";
    private static final DecisionOutcome.NotValid STRAY_REFERENCE =
            new DecisionOutcome.NotValid("references", "must be events that this agent can see", "reference");

    private final TokenVerifier verifier;
    private final EventIndex events;
    private final TokenUseIndex uses;
    private final DecisionLog log;
    private final DecisionPolicy rules;
    private final SiteVisibility siteVisibility;
    private final BooleanSupplier ready;
    private final InstantSource clock;

    /// @param verifier knows the uses
    /// @param rules what a decision must keep to beside the token
    /// @param siteVisibility of which sites' events, and what that is for
    /// @param ready whether keys, revocations, events, roll-outs and uses are all known; before, nothing is decided
    public DecisionService(
            TokenVerifier verifier,
            EventIndex events,
            TokenUseIndex uses,
            DecisionLog log,
            DecisionPolicy rules,
            SiteVisibility siteVisibility,
            BooleanSupplier ready,
            InstantSource clock) {
        this.verifier = verifier;
        this.events = events;
        this.uses = uses;
        this.log = log;
        this.rules = rules;
        this.siteVisibility = siteVisibility;
        this.ready = ready;
        this.clock = clock;
    }

    /// Decides, and returns when that is durable. Refusals are in the audit log then, or could not be written.
    public DecisionOutcome decide(DecisionAttempt decisionAttempt) throws InterruptedException {
        if (!ready.getAsBoolean() || !uses.hasRoom()) {
            return new DecisionOutcome.Undetermined();
        }
        Optional<IndexedEvent> event = events.find(decisionAttempt.eventId());
        if (rules.agentPolicy().isPaused(decisionAttempt.caller().agent())) {
            return recorded(decisionAttempt, event, new DecisionOutcome.AgentPaused());
        }
        DecisionOutcome decisionOutcome = verified(decisionAttempt, event);
        rules.agentPolicy().attempted(decisionAttempt.caller().agent(), isItsFault(decisionOutcome));
        return decisionOutcome;
    }

    /// That its site was turned off is not.
    private static boolean isItsFault(DecisionOutcome decisionOutcome) {
        return switch (decisionOutcome) {
            case DecisionOutcome.TokenRejected(String reason) -> !reason.equals(ROLLOUT_OFF);
            case DecisionOutcome.NotValid _ -> true;
            case DecisionOutcome.Recorded(AgentDecision decision) ->
                DecisionPolicy.GUARD.equals(decision.getTextReplacedBy());
            case DecisionOutcome.AgentPaused _, DecisionOutcome.LimitExceeded _, DecisionOutcome.Undetermined _ ->
                false;
        };
    }

    private DecisionOutcome verified(DecisionAttempt decisionAttempt, Optional<IndexedEvent> event)
            throws InterruptedException {
        return switch (verifier.verify(decisionAttempt.token(), decisionAttempt.eventId())) {
            case TokenVerdict.TokenRefused(TokenRefusal why)
            when why == TokenRefusal.USED ->
                uses.find(decisionAttempt.eventId())
                        .map(tokenUse -> repeated(decisionAttempt, event, tokenUse))
                        .orElseGet(DecisionOutcome.Undetermined::new);
            case TokenVerdict.TokenRefused(TokenRefusal why) ->
                recorded(decisionAttempt, event, new DecisionOutcome.TokenRejected(why.code()));
            // The instance that showed the event may be ahead of this one.
            case TokenVerdict.TokenAccepted _ when event.isEmpty() -> new DecisionOutcome.Undetermined();
            case TokenVerdict.TokenAccepted _
            when !decisionAttempt.caller().agent().sees(event.orElseThrow().siteId()) ->
                recorded(decisionAttempt, event, new DecisionOutcome.TokenRejected(SITE_NOT_ALLOWED));
            case TokenVerdict.TokenAccepted _
            when !siteVisibility.isVisible(event.orElseThrow().siteId()) ->
                recorded(decisionAttempt, event, new DecisionOutcome.TokenRejected(ROLLOUT_OFF));
            case TokenVerdict.TokenAccepted(VerifiedToken token) ->
                admitted(decisionAttempt, token, event.orElseThrow());
        };
    }

    private DecisionOutcome admitted(DecisionAttempt decisionAttempt, VerifiedToken token, IndexedEvent event)
            throws InterruptedException {
        return switch (rules.agentPolicy()
                .deciding(
                        decisionAttempt.caller().agent(),
                        decisionAttempt.eventId(),
                        event.siteId(),
                        decisionAttempt.decision().outcome())) {
            case Admission.PausedByOperator _ ->
                recorded(decisionAttempt, Optional.of(event), new DecisionOutcome.AgentPaused());
            case Admission.OverLimit(String reason, Duration retryAfter) ->
                recorded(decisionAttempt, Optional.of(event), new DecisionOutcome.LimitExceeded(reason, retryAfter));
            case Admission.Permitted _ -> counted(decisionAttempt, token, event);
        };
    }

    /// It counts against the agent's limits unless it is known that nothing came of it.
    private DecisionOutcome counted(DecisionAttempt decisionAttempt, VerifiedToken token, IndexedEvent event)
            throws InterruptedException {
        DecisionOutcome decisionOutcome = within(decisionAttempt, token, event);
        if (!(decisionOutcome instanceof DecisionOutcome.Undetermined)) {
            rules.agentPolicy().releases(decisionAttempt.caller().agent(), decisionAttempt.eventId());
        }
        return decisionOutcome;
    }

    private DecisionOutcome within(DecisionAttempt decisionAttempt, VerifiedToken token, IndexedEvent event)
            throws InterruptedException {
        if (!referencesAreSeen(decisionAttempt)) {
            return recorded(decisionAttempt, Optional.of(event), STRAY_REFERENCE);
        }
        return switch (rules.wording(decisionAttempt, event)) {
            case Wording.UnfitWording(DecisionOutcome.NotValid notValid, Traces traces) ->
                recorded(decisionAttempt, Optional.of(event), Optional.empty(), traces, notValid);
            case Wording.Fit fit -> write(decisionAttempt, fit, token, event);
        };
    }

    /// People are led to them: so they are events that the agent may see.
    private boolean referencesAreSeen(DecisionAttempt decisionAttempt) {
        var agent = decisionAttempt.caller().agent();
        return decisionAttempt.decision().decisionMetadata().references().stream()
                .map(events::find)
                .allMatch(known -> known.isPresent()
                        && siteVisibility.sees(agent, known.get().siteId()));
    }

    /// It is compared by the words as they were stored.
    private DecisionOutcome repeated(DecisionAttempt decisionAttempt, Optional<IndexedEvent> event, TokenUse tokenUse) {
        Optional<Wording> wording = event.map(indexedEvent -> rules.wording(decisionAttempt, indexedEvent));
        Optional<String> words = wording.flatMap(it -> it instanceof Wording.Fit fit ? fit.text() : Optional.empty())
                .or(() -> decisionAttempt.decision().summary());
        Traces traces = wording.map(Wording::traces).orElseGet(() -> rules.traces(decisionAttempt, event));
        return recorded(
                decisionAttempt,
                event,
                tokenUse.decision().map(AgentDecision::getTokenId),
                traces,
                judge(decisionAttempt, words, tokenUse));
    }

    private DecisionOutcome write(
            DecisionAttempt decisionAttempt, Wording.Fit wording, VerifiedToken token, IndexedEvent event)
            throws InterruptedException {
        CompletableFuture<TokenUse> first = uses.first(decisionAttempt.eventId());
        try {
            WriteResult writeResult = log.write(
                            record(decisionAttempt, wording, token, event),
                            decisionAttempt.caller().origin())
                    .join();
            // Looked at in any case: it may be on the topic although that could not be confirmed in time.
            long patience = writeResult instanceof WriteResult.Durable ? TIMEOUT.toMillis() : 0;
            return judge(decisionAttempt, wording.text(), first.get(patience, TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return new DecisionOutcome.Undetermined();
        } catch (ExecutionException e) {
            throw new IllegalStateException("nobody fails this future", e);
        } finally {
            first.cancel(false);
        }
    }

    private AgentDecision record(
            DecisionAttempt decisionAttempt, Wording.Fit wording, VerifiedToken token, IndexedEvent event) {
        Decision decision = decisionAttempt.decision();
        DecisionMetadata decisionMetadata = decision.decisionMetadata();
        var now = clock.instant();
        return AgentDecision.newBuilder()
                .setEventId(decisionAttempt.eventId())
                .setSiteId(event.siteId())
                .setCameraId(event.cameraId())
                .setTokenId(token.id())
                .setAttemptId(decisionAttempt.id())
                .setAgent(decisionAttempt.caller().agent().id())
                .setOutcome(decision.outcome())
                .setSeverity(decision.severityOrNull())
                .setSummary(wording.text().orElse(null))
                .setTextReplacedBy(wording.replacedBy().orElse(null))
                .setTemplate(wording.traces().template().orElse(null))
                .setGuard(
                        wording.traces().checks().isEmpty()
                                ? null
                                : wording.traces().checks())
                .setReferences(decisionMetadata.references())
                .setConfidence(decisionMetadata.confidence().orElse(null))
                .setPrompt(decisionMetadata.prompt().orElse(null))
                .setVia(decisionAttempt.caller().agentTransport().code())
                .setLatencyMs(Duration.between(event.arrivedAt(), now).toMillis())
                .setEffect(siteVisibility.effect(event.siteId(), decisionAttempt.eventId()))
                .setDecidedAt(now)
                .build();
    }

    /// The same attempt is one by the same agent that wants the same.
    private static DecisionOutcome judge(DecisionAttempt decisionAttempt, Optional<String> words, TokenUse tokenUse) {
        return tokenUse.decision()
                .filter(first -> isOf(decisionAttempt, words, first))
                .<DecisionOutcome>map(DecisionOutcome.Recorded::new)
                .orElseGet(() -> new DecisionOutcome.TokenRejected(AuditEntryFactory.USED));
    }

    private static boolean isOf(DecisionAttempt decisionAttempt, Optional<String> words, AgentDecision first) {
        Decision decision = decisionAttempt.decision();
        return first.getAttemptId().equals(decisionAttempt.id())
                && first.getAgent().equals(decisionAttempt.caller().agent().id())
                && first.getOutcome() == decision.outcome()
                && first.getSeverity() == decision.severityOrNull()
                && Objects.equals(first.getSummary(), words.orElse(null));
    }

    /// Tells the audit log of a refusal; what is on the topic of decisions it is told from there.
    private DecisionOutcome recorded(
            DecisionAttempt decisionAttempt, Optional<IndexedEvent> event, DecisionOutcome decisionOutcome) {
        return recorded(
                decisionAttempt, event, Optional.empty(), rules.traces(decisionAttempt, event), decisionOutcome);
    }

    /// @param tokenId of the token, if it was used before
    private DecisionOutcome recorded(
            DecisionAttempt decisionAttempt,
            Optional<IndexedEvent> event,
            Optional<String> tokenId,
            Traces traces,
            DecisionOutcome decisionOutcome) {
        Optional<String> why = switch (decisionOutcome) {
            case DecisionOutcome.TokenRejected(String reason) -> Optional.of(reason);
            case DecisionOutcome.NotValid notValid -> Optional.of(notValid.reason());
            case DecisionOutcome.LimitExceeded(String reason, Duration _) -> Optional.of(reason);
            case DecisionOutcome.AgentPaused _ -> Optional.of(PAUSED);
            case DecisionOutcome.Recorded _, DecisionOutcome.Undetermined _ -> Optional.empty();
        };
        why.ifPresent(reason -> log.record(
                AuditEntryFactory.refused(clock.instant(), reason, decisionAttempt, event, tokenId, traces)));
        return decisionOutcome;
    }
}
