package io.frostglass.gateway.desk;

import io.frostglass.gateway.agents.Caller;
import io.frostglass.gateway.decisions.DecisionLog;
import io.frostglass.gateway.decisions.Decisions;
import io.frostglass.gateway.decisions.Entries;
import io.frostglass.gateway.feed.Feed;
import io.frostglass.gateway.guard.RawMedia;
import io.frostglass.gateway.limits.Gate;
import io.frostglass.gateway.rollout.Sight;
import io.frostglass.gateway.templates.Templates;
import java.time.InstantSource;
import java.util.function.Supplier;

/// The gateway itself, whoever asks and by whichever way in.
///
/// @param log where is told what is shown, before it is
/// @param gate who may read how much
/// @param sight and of which sites
/// @param templates as the templates file has them now
public record Office(
        Feed feed,
        Decisions decisions,
        DecisionLog log,
        Gate gate,
        Sight sight,
        Supplier<Templates> templates,
        InstantSource clock) {

    /// A caller has looked for raw media. It is recorded, and counts for the circuit breaker.
    ///
    /// @param tool what it was at
    public void rawMediaSought(Caller caller, String tool) {
        log.record(Entries.refused(clock.instant(), RawMedia.REASON, caller, tool));
        gate.soughtRawMedia(caller.agent());
    }

    /// A caller has said what cannot be read, or called what is not there. It is recorded, and counts for the circuit
    /// breaker.
    ///
    /// @param tool what it was at
    /// @param reason a word for the audit log
    public void misused(Caller caller, String tool, String reason) {
        log.record(Entries.refused(clock.instant(), reason, caller, tool));
        gate.attempted(caller.agent(), true);
    }

    /// As one caller may use it.
    public Desk deskOf(Caller caller) {
        return new GatewayDesk(this, caller);
    }

    /// What one caller may be shown.
    public Showing showingTo(Caller caller) {
        return new Showing(this, caller);
    }
}
