package io.frostglass.gateway.decisions;

import io.frostglass.agent.AgentDecision;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// The decisions of one partition in their order: which of them are uses.
final class UseHistory {

    /// What a decision is.
    enum UseStatus {
        /// The first about its event.
        USE,
        /// The use once more: the same attempt, made again while its answer was under way.
        REPETITION,
        /// One that came after the use.
        LATE
    }

    private final Duration window;
    private final long from;
    private final Map<String, First> firsts = new LinkedHashMap<>();

    private record First(String attemptId, Instant at) {}

    /// @param window how long after a use its token could be used again
    /// @param from the first offset whose outcome nobody has told the audit log yet
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

    /// Whether the audit log has not been told of this one.
    boolean isNew(long offset) {
        return offset >= from;
    }
}
