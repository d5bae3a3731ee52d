package io.frostglass.gateway.push;

import io.frostglass.gateway.api.LocalAgentApi;
import io.frostglass.gateway.feed.FeedEvent;
import io.frostglass.gateway.push.PushDelivery.PushAdmission;
import io.frostglass.tools.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// The same rules as for agents that ask.
///
/// @param known whether all records that may forbid to send an event have been read
record AgentPushAdmission(LocalAgentApi agentApi, BooleanSupplier known) implements PushAdmission {

    /// For the audit log.
    private static final String TOOL = "push";

    private static final Duration SOON = Duration.ofMillis(500);

    @Override
    public boolean sees(FeedEvent event) {
        return agentApi.sees(event);
    }

    @Override
    public Optional<Duration> show(FeedEvent event) {
        return known.getAsBoolean()
                ? agentApi.reading()
                        .or(() -> agentApi.show(TOOL, List.of(event)))
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
        return agentApi.isOpen() ? Optional.empty() : Optional.of(SOON);
    }

    @Override
    public void taken() {
        agentApi.attends();
    }
}
