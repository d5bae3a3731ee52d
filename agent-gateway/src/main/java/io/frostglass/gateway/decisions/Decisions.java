package io.frostglass.gateway.decisions;

import io.frostglass.agent.AgentDecision;
import io.frostglass.gateway.decisions.Rulebook.Traces;
import io.frostglass.gateway.decisions.Rulebook.Wording;
import io.frostglass.gateway.decisions.UseIndex.Use;
import io.frostglass.gateway.feed.EventIndex;
import io.frostglass.gateway.feed.EventIndex.Known;
import io.frostglass.gateway.limits.Admission;
import io.frostglass.gateway.rollout.Sight;
import io.frostglass.verifier.Refusal;
import io.frostglass.verifier.TokenVerifier;
import io.frostglass.verifier.Verdict;
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
public final class Decisions {

    /// Between a commit and its being read back there are some milliseconds.
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final String PAUSED = "paused";
    private static final String SITE_NOT_ALLOWED = "site_not_allowed";
    private static final String ROLLOUT_OFF = "rollout_off";
    private static final Outcome.Unfit STRAY_REFERENCE =
            new Outcome.Unfit("references", "must be events that this agent can see", "reference");

    private final TokenVerifier verifier;
    private final EventIndex events;
    private final UseIndex uses;
    private final DecisionLog log;
    private final Rulebook rules;
    private final Sight sight;
    private final BooleanSupplier ready;
    private final InstantSource clock;

    /// @param verifier knows the uses
    /// @param rules what a decision must keep to beside the token
    /// @param sight of which sites' events, and what that is for
    /// @param ready whether keys, revocations, events, roll-outs and uses are all known; before, nothing is decided
    public Decisions(
            TokenVerifier verifier,
            EventIndex events,
            UseIndex uses,
            DecisionLog log,
            Rulebook rules,
            Sight sight,
            BooleanSupplier ready,
            InstantSource clock) {
        this.verifier = verifier;
        this.events = events;
        this.uses = uses;
        this.log = log;
        this.rules = rules;
        this.sight = sight;
        this.ready = ready;
        this.clock = clock;
    }

    /// Decides, and returns when that is durable. Refusals are in the audit log then, or could not be written.
    public Outcome decide(Attempt attempt) throws InterruptedException {
        if (!ready.getAsBoolean() || !uses.hasRoom()) {
            return new Outcome.Unavailable();
        }
        Optional<Known> event = events.find(attempt.eventId());
        if (rules.gate().isPaused(attempt.caller().agent())) {
            return recorded(attempt, event, new Outcome.Paused());
        }
        Outcome outcome = verified(attempt, event);
        rules.gate().attempted(attempt.caller().agent(), isItsFault(outcome));
        return outcome;
    }

    /// That its site was turned off is not.
    private static boolean isItsFault(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Refused(String reason) -> !reason.equals(ROLLOUT_OFF);
            case Outcome.Unfit _ -> true;
            case Outcome.Taken(AgentDecision decision) -> Rulebook.GUARD.equals(decision.getTextReplacedBy());
            case Outcome.Paused _, Outcome.TooMuch _, Outcome.Unavailable _ -> false;
        };
    }

    private Outcome verified(Attempt attempt, Optional<Known> event) throws InterruptedException {
        return switch (verifier.verify(attempt.token(), attempt.eventId())) {
            case Verdict.Refused(Refusal why)
            when why == Refusal.USED ->
                uses.find(attempt.eventId())
                        .map(use -> repeated(attempt, event, use))
                        .orElseGet(Outcome.Unavailable::new);
            case Verdict.Refused(Refusal why) -> recorded(attempt, event, new Outcome.Refused(why.word()));
            // The instance that showed the event may be ahead of this one.
            case Verdict.Accepted _ when event.isEmpty() -> new Outcome.Unavailable();
            case Verdict.Accepted _
            when !attempt.caller().agent().sees(event.orElseThrow().siteId()) ->
                recorded(attempt, event, new Outcome.Refused(SITE_NOT_ALLOWED));
            case Verdict.Accepted _
            when !sight.isVisible(event.orElseThrow().siteId()) ->
                recorded(attempt, event, new Outcome.Refused(ROLLOUT_OFF));
            case Verdict.Accepted(VerifiedToken token) -> admitted(attempt, token, event.orElseThrow());
        };
    }

    private Outcome admitted(Attempt attempt, VerifiedToken token, Known event) throws InterruptedException {
        return switch (rules.gate()
                .deciding(
                        attempt.caller().agent(),
                        attempt.eventId(),
                        event.siteId(),
                        attempt.decision().outcome())) {
            case Admission.Paused _ -> recorded(attempt, Optional.of(event), new Outcome.Paused());
            case Admission.TooMuch(String reason, Duration retryAfter) ->
                recorded(attempt, Optional.of(event), new Outcome.TooMuch(reason, retryAfter));
            case Admission.Admitted _ -> counted(attempt, token, event);
        };
    }

    /// It counts against the agent's limits unless it is known that nothing came of it.
    private Outcome counted(Attempt attempt, VerifiedToken token, Known event) throws InterruptedException {
        Outcome outcome = within(attempt, token, event);
        if (!(outcome instanceof Outcome.Unavailable)) {
            rules.gate().releases(attempt.caller().agent(), attempt.eventId());
        }
        return outcome;
    }

    private Outcome within(Attempt attempt, VerifiedToken token, Known event) throws InterruptedException {
        if (!referencesAreSeen(attempt)) {
            return recorded(attempt, Optional.of(event), STRAY_REFERENCE);
        }
        return switch (rules.wording(attempt, event)) {
            case Wording.Unfit(Outcome.Unfit unfit, Traces traces) ->
                recorded(attempt, Optional.of(event), Optional.empty(), traces, unfit);
            case Wording.Fit fit -> write(attempt, fit, token, event);
        };
    }

    /// People are led to them: so they are events that the agent may see.
    private boolean referencesAreSeen(Attempt attempt) {
        var agent = attempt.caller().agent();
        return attempt.decision().claims().references().stream()
                .map(events::find)
                .allMatch(known ->
                        known.isPresent() && sight.sees(agent, known.get().siteId()));
    }

    /// It is compared by the words as they were stored.
    private Outcome repeated(Attempt attempt, Optional<Known> event, Use use) {
        Optional<Wording> wording = event.map(known -> rules.wording(attempt, known));
        Optional<String> words = wording.flatMap(it -> it instanceof Wording.Fit fit ? fit.text() : Optional.empty())
                .or(() -> attempt.decision().summary());
        Traces traces = wording.map(Wording::traces).orElseGet(() -> rules.traces(attempt, event));
        return recorded(
                attempt, event, use.decision().map(AgentDecision::getTokenId), traces, judge(attempt, words, use));
    }

    private Outcome write(Attempt attempt, Wording.Fit wording, VerifiedToken token, Known event)
            throws InterruptedException {
        CompletableFuture<Use> first = uses.first(attempt.eventId());
        try {
            Written written = log.write(
                            record(attempt, wording, token, event),
                            attempt.caller().origin())
                    .join();
            // Looked at in any case: it may be on the topic although that could not be confirmed in time.
            long patience = written instanceof Written.Durable ? PATIENCE.toMillis() : 0;
            return judge(attempt, wording.text(), first.get(patience, TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return new Outcome.Unavailable();
        } catch (ExecutionException e) {
            throw new IllegalStateException("nobody fails this future", e);
        } finally {
            first.cancel(false);
        }
    }

    private AgentDecision record(Attempt attempt, Wording.Fit wording, VerifiedToken token, Known event) {
        Decision decision = attempt.decision();
        Claims claims = decision.claims();
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
                .setTemplate(wording.traces().template().orElse(null))
                .setGuard(
                        wording.traces().checks().isEmpty()
                                ? null
                                : wording.traces().checks())
                .setReferences(claims.references())
                .setConfidence(claims.confidence().orElse(null))
                .setPrompt(claims.prompt().orElse(null))
                .setVia(attempt.caller().via().word())
                .setLatencyMs(Duration.between(event.arrivedAt(), now).toMillis())
                .setEffect(sight.effect(event.siteId(), attempt.eventId()))
                .setDecidedAt(now)
                .build();
    }

    /// The same attempt is one by the same agent that wants the same.
    private static Outcome judge(Attempt attempt, Optional<String> words, Use use) {
        return use.decision()
                .filter(first -> isOf(attempt, words, first))
                .<Outcome>map(Outcome.Taken::new)
                .orElseGet(() -> new Outcome.Refused(Entries.USED));
    }

    private static boolean isOf(Attempt attempt, Optional<String> words, AgentDecision first) {
        Decision decision = attempt.decision();
        return first.getAttemptId().equals(attempt.id())
                && first.getAgent().equals(attempt.caller().agent().id())
                && first.getOutcome() == decision.outcome()
                && first.getSeverity() == decision.severityOrNull()
                && Objects.equals(first.getSummary(), words.orElse(null));
    }

    /// Tells the audit log of a refusal; what is on the topic of decisions it is told from there.
    private Outcome recorded(Attempt attempt, Optional<Known> event, Outcome outcome) {
        return recorded(attempt, event, Optional.empty(), rules.traces(attempt, event), outcome);
    }

    /// @param tokenId of the token, if it was used before
    private Outcome recorded(
            Attempt attempt, Optional<Known> event, Optional<String> tokenId, Traces traces, Outcome outcome) {
        Optional<String> why = switch (outcome) {
            case Outcome.Refused(String reason) -> Optional.of(reason);
            case Outcome.Unfit unfit -> Optional.of(unfit.reason());
            case Outcome.TooMuch(String reason, Duration _) -> Optional.of(reason);
            case Outcome.Paused _ -> Optional.of(PAUSED);
            case Outcome.Taken _, Outcome.Unavailable _ -> Optional.empty();
        };
        why.ifPresent(reason -> log.record(Entries.refused(clock.instant(), reason, attempt, event, tokenId, traces)));
        return outcome;
    }
}
