package io.frostglass.gateway.push;

import io.frostglass.gateway.api.EventVisibility;
import io.frostglass.gateway.feed.FeedEvent;
import io.frostglass.gateway.limits.Admission;
import io.frostglass.tools.ApiResponse.DeclineReason;
import io.frostglass.tools.ApiResponse.Declined;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// By the same rules as for agents that ask.
final class AgentPushAdmission implements PushAdmission {

    /// For the audit log.
    private static final String TOOL = "push";

    private static final Duration SOON = Duration.ofMillis(500);

    private final EventVisibility eventVisibility;
    private final BooleanSupplier known;

    /// @param known whether all that may forbid it has been read
    AgentPushAdmission(EventVisibility eventVisibility, BooleanSupplier known) {
        this.eventVisibility = eventVisibility;
        this.known = known;
    }

    @Override
    public boolean sees(FeedEvent event) {
        return eventVisibility.sees(event);
    }

    @Override
    public Optional<Duration> show(FeedEvent event) {
        if (!known.getAsBoolean()) {
            return Optional.of(SOON);
        }
        return switch (eventVisibility.reading()) {
            case Admission.PausedByOperator _ -> Optional.of(SOON);
            case Admission.OverLimit(String _, Duration retryAfter) -> Optional.of(retryAfter);
            case Admission.Permitted _ ->
                eventVisibility.show(TOOL, List.of(event)).map(AgentPushAdmission::wait);
        };
    }

    private static Duration wait(Declined declined) {
        // Each time that is asked counts against the minute's events: not so often where the log is away.
        return declined.retryAfter()
                .orElse(declined.declineReason() == DeclineReason.PAUSED ? SOON : SOON.multipliedBy(4));
    }

    @Override
    public Optional<Duration> showAgain() {
        return eventVisibility.isOpen() ? Optional.empty() : Optional.of(SOON);
    }

    @Override
    public void taken() {
        eventVisibility.taken();
    }
}
