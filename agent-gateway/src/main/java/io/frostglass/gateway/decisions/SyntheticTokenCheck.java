package io.frostglass.gateway.decisions;

import io.frostglass.agent.AgentDecision;
import io.frostglass.agent.AgentEffect;
import io.frostglass.agent.AgentOutcome;
import io.frostglass.agent.AuthorizedMotion;
import io.frostglass.audit.Action;
import io.frostglass.audit.AgentCall;
import io.frostglass.audit.AuditEntry;
import io.frostglass.gateway.decisions.TokenUseIndex.TokenUse;
import io.frostglass.runtime.synthetic.SyntheticStep;
import io.frostglass.runtime.synthetic.SyntheticSteps;
import io.frostglass.topics.Principal;
import io.frostglass.verifier.TokenRefusal;
import io.frostglass.verifier.TokenVerdict;
import io.frostglass.verifier.TokenVerdict.TokenAccepted;
import io.frostglass.verifier.TokenVerdict.TokenRefused;
import io.frostglass.verifier.TokenVerifier;
import io.frostglass.verifier.VerifiedToken;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/// Uses the two tokens of the daily synthetic event of a site, as an agent would: the first must be accepted once, the
/// second is revoked and must be refused. The limits of agents do not apply, so that it tests the tokens alone, also
/// at a site at which agents are off.
///
/// Of several gateways, one uses the first token; all check the second.
public final class SyntheticTokenCheck implements AutoCloseable {

    /// Few, so that the decisions of agents have room.
    private static final int WORKERS = 4;

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private static final String TOOL = "dismiss_event";
    private static final String VIA = "synthetic";

    private final BlockingQueue<AuthorizedMotion> events;
    private final TokenVerifier verifier;
    private final TokenUseIndex uses;
    private final DecisionLog log;
    private final BooleanSupplier ready;
    private final SyntheticSteps steps;
    private final InstantSource clock;
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();

    private SyntheticTokenCheck(
            BlockingQueue<AuthorizedMotion> events,
            TokenVerifier verifier,
            TokenUseIndex uses,
            DecisionLog log,
            BooleanSupplier ready,
            SyntheticSteps steps,
            InstantSource clock) {
        this.events = events;
        this.verifier = verifier;
        this.uses = uses;
        this.log = log;
        this.ready = ready;
        this.steps = steps;
        this.clock = clock;
    }

    /// Starts to check.
    ///
    /// @param events the synthetic events, as they are read
    /// @param ready whether the gateway knows all keys, revocations and uses
    public static SyntheticTokenCheck start(
            BlockingQueue<AuthorizedMotion> events,
            TokenVerifier verifier,
            TokenUseIndex uses,
            DecisionLog log,
            BooleanSupplier ready,
            SyntheticSteps steps,
            InstantSource clock) {
        var check = new SyntheticTokenCheck(events, verifier, uses, log, ready, steps, clock);
        for (int i = 0; i < WORKERS; i++) {
            check.workers.execute(check::work);
        }
        return check;
    }

    private void work() {
        try {
            while (true) {
                check(events.take());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void check(AuthorizedMotion event) throws InterruptedException {
        while (!ready.getAsBoolean()) {
            Thread.sleep(PAUSE);
        }
        // After a start, events of some minutes ago are read again.
        if (event.getExpiresAt().isAfter(clock.instant())) {
            check(event, SyntheticStep.TOKEN_USED, this::useOnce);
            check(event, SyntheticStep.TOKEN_REVOKED, this::refuseRevoked);
        }
    }

    @FunctionalInterface
    private interface TokenCheck {
        void run(AuthorizedMotion event) throws InterruptedException;
    }

    /// A fault of one check is not that of the other.
    private void check(AuthorizedMotion event, SyntheticStep step, TokenCheck tokenCheck) throws InterruptedException {
        try {
            tokenCheck.run(event);
        } catch (RuntimeException e) {
            // The exception's message may hold content.
            failed(event, step, e.getClass().getSimpleName());
        }
    }

    private void useOnce(AuthorizedMotion event) throws InterruptedException {
        switch (verifier.verify(event.getEphemeralToken(), event.getEventId())) {
            // By another instance, or by this one before it was started again.
            case TokenRefused(TokenRefusal why) when why == TokenRefusal.USED -> {}
            case TokenRefused(TokenRefusal why) -> failed(event, SyntheticStep.TOKEN_USED, why.code());
            case TokenAccepted(VerifiedToken token) -> use(event, token);
        }
    }

    private void use(AuthorizedMotion event, VerifiedToken token) throws InterruptedException {
        AgentDecision decision = decision(event, token);
        CompletableFuture<TokenUse> first = uses.first(event.getEventId());
        try {
            log.write(decision, null).join();
            TokenUse use = first.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            boolean own = use.decision()
                    .filter(it -> it.getAttemptId().equals(decision.getAttemptId()))
                    .isPresent();
            if (own) {
                refuse(event, event.getEphemeralToken(), TokenRefusal.USED, SyntheticStep.TOKEN_USED);
            }
        } catch (TimeoutException e) {
            failed(event, SyntheticStep.TOKEN_USED, "not_written");
        } catch (ExecutionException e) {
            throw new IllegalStateException("nobody fails this future", e);
        } finally {
            first.cancel(false);
        }
    }

    private void refuseRevoked(AuthorizedMotion event) throws InterruptedException {
        refuse(
                event,
                Objects.requireNonNull(event.getRevokedToken()),
                TokenRefusal.REVOKED,
                SyntheticStep.TOKEN_REVOKED);
    }

    /// Whether a token is refused for the right reason, soon: its revocation is on a topic of its own, which may be
    /// read a little later.
    private void refuse(AuthorizedMotion event, String token, TokenRefusal expected, SyntheticStep step)
            throws InterruptedException {
        long end = System.nanoTime() + TIMEOUT.toNanos();
        TokenVerdict verdict = verifier.verify(token, event.getEventId());
        while (!isRefused(verdict, expected) && System.nanoTime() < end) {
            Thread.sleep(PAUSE);
            verdict = verifier.verify(token, event.getEventId());
        }
        if (isRefused(verdict, expected)) {
            log.record(entry(event, expected));
            steps.succeeded(event.getSiteId(), step);
        } else {
            failed(event, step, verdict instanceof TokenRefused(TokenRefusal why) ? why.code() : "accepted");
        }
    }

    private static boolean isRefused(TokenVerdict verdict, TokenRefusal expected) {
        return verdict instanceof TokenRefused(TokenRefusal why) && why == expected;
    }

    private void failed(AuthorizedMotion event, SyntheticStep step, String reason) {
        steps.failed(event.getSiteId(), step, reason);
    }

    private AgentDecision decision(AuthorizedMotion event, VerifiedToken token) {
        return AgentDecision.newBuilder()
                .setEventId(event.getEventId())
                .setSiteId(event.getSiteId())
                .setCameraId(event.getCameraId())
                .setTokenId(token.id())
                .setAttemptId(UUID.randomUUID().toString())
                .setAgent(SyntheticSteps.AGENT)
                .setOutcome(AgentOutcome.dismissed)
                .setEffect(AgentEffect.shadowed)
                .setVia(VIA)
                .setDecidedAt(clock.instant())
                .build();
    }

    private AuditEntry entry(AuthorizedMotion event, TokenRefusal why) {
        return AuditEntry.newBuilder()
                .setAt(clock.instant())
                .setApplication(Principal.AGENT_GATEWAY.user())
                .setAction(Action.refused)
                .setReason(why.code())
                .setEventId(event.getEventId())
                .setSiteId(event.getSiteId())
                .setCameraId(event.getCameraId())
                .setCall(AgentCall.newBuilder()
                        .setAgent(SyntheticSteps.AGENT)
                        .setVia(VIA)
                        .setTool(TOOL)
                        .build())
                .build();
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}
