package io.frostglass.gateway.push;

import io.frostglass.gateway.api.EventVisibility;
import io.frostglass.gateway.feed.FeedEvent;
import io.frostglass.tools.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// The same rules as for agents that ask.
final class AgentPushAdmission implements PushAdmission {

    /// For the audit log.
    private static final String TOOL = "push";

    private static final Duration SOON = Duration.ofMillis(500);

    private final EventVisibility visibility;
    private final BooleanSupplier known;

    /// @param known whether everything that may forbid it has been read
    AgentPushAdmission(EventVisibility visibility, BooleanSupplier known) {
        this.visibility = visibility;
        this.known = known;
    }

    @Override
    public boolean sees(FeedEvent event) {
        return visibility.sees(event);
    }

    @Override
    public Optional<Duration> show(FeedEvent event) {
        return known.getAsBoolean()
                ? visibility
                        .reading()
                        .or(() -> visibility.show(TOOL, List.of(event)))
                        .map(AgentPushAdmission::wait)
                : Optional.of(SOON);
    }

    private static Duration wait(Refusal refusal) {
        return switch (refusal.type()) {
            case PAUSED -> SOON;
            case TOO_MUCH -> refusal.retryAfter().orElse(SOON);
            // Each attempt counts against the minute's events: not so often while the audit log is away.
            default -> SOON.multipliedBy(4);
        };
    }

    @Override
    public Optional<Duration> showAgain() {
        return visibility.isOpen() ? Optional.empty() : Optional.of(SOON);
    }

    @Override
    public void taken() {
        visibility.attends();
    }
}
