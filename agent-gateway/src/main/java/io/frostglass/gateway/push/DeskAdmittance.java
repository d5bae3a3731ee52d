package io.frostglass.gateway.push;

import io.frostglass.gateway.desk.Answer.Declined;
import io.frostglass.gateway.desk.Answer.Why;
import io.frostglass.gateway.desk.Showing;
import io.frostglass.gateway.feed.FeedEvent;
import io.frostglass.gateway.limits.Admission;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// By the same rules as for agents that ask.
final class DeskAdmittance implements Admittance {

    /// For the audit log.
    private static final String TOOL = "push";

    private static final Duration SOON = Duration.ofMillis(500);

    private final Showing showing;
    private final BooleanSupplier known;

    /// @param known whether all that may forbid it has been read
    DeskAdmittance(Showing showing, BooleanSupplier known) {
        this.showing = showing;
        this.known = known;
    }

    @Override
    public boolean sees(FeedEvent event) {
        return showing.sees(event);
    }

    @Override
    public Optional<Duration> show(FeedEvent event) {
        if (!known.getAsBoolean()) {
            return Optional.of(SOON);
        }
        return switch (showing.reading()) {
            case Admission.Paused _ -> Optional.of(SOON);
            case Admission.TooMuch(String _, Duration retryAfter) -> Optional.of(retryAfter);
            case Admission.Admitted _ -> showing.show(TOOL, List.of(event)).map(DeskAdmittance::wait);
        };
    }

    private static Duration wait(Declined declined) {
        // Each time that is asked counts against the minute's events: not so often where the log is away.
        return declined.retryAfter().orElse(declined.why() == Why.PAUSED ? SOON : SOON.multipliedBy(4));
    }

    @Override
    public Optional<Duration> showAgain() {
        return showing.isOpen() ? Optional.empty() : Optional.of(SOON);
    }

    @Override
    public void taken() {
        showing.taken();
    }
}
