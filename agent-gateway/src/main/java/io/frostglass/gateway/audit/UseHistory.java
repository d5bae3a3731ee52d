package io.frostglass.gateway.audit;

import io.frostglass.agent.AgentDecision;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// The decisions of one partition, in order: which of them used up a token.
final class UseHistory {

    /// What a decision is.
    enum UseStatus {
        /// The first about its event: it used up the token.
        USE,
        /// The same attempt again, made while the answer was under way.
        REPETITION,
        /// A later one.
        LATE
    }

    private final Duration window;
    private final long from;
    private final Map<String, First> firsts = new LinkedHashMap<>();

    private record First(String attemptId, Instant at) {}

    /// @param window how long after a use its token could be used again
    /// @param from the first offset whose outcome is not in the audit log
    UseHistory(Duration window, long from) {
        this.window = window;
        this.from = from;
    }

    /// Takes the next one.
    ///
    /// @param at when the broker took it
    UseStatus take(AgentDecision decision, Instant at) {
        forgetBefore(at.minus(window));
        First known = firsts.putIfAbsent(decision.getEventId(), new First(decision.getAttemptId(), at));
        if (known == null) {
            return UseStatus.USE;
        }
        return known.attemptId().equals(decision.getAttemptId()) ? UseStatus.REPETITION : UseStatus.LATE;
    }

    private void forgetBefore(Instant horizon) {
        var oldest = firsts.values().iterator();
        while (oldest.hasNext() && oldest.next().at().isBefore(horizon)) {
            oldest.remove();
        }
    }

    /// Whether this one is not in the audit log.
    boolean isNew(long offset) {
        return offset >= from;
    }
}
