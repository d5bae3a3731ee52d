package io.frostglass.rollouts;

import io.frostglass.agent.AgentEffect;
import io.frostglass.agent.RolloutMode;
import io.frostglass.topics.EventShare;

/// How far agents' decisions count at a site.
///
/// ```
/// off < shadow < canary 1 % < … < canary 99 % < on
/// ```
///
/// @param percent the share of events whose decisions are acted on; see [#isSound()]
public record RolloutStage(RolloutMode mode, int percent) {

    /// No agent sees the site.
    public static final RolloutStage OFF = new RolloutStage(RolloutMode.off, 0);

    /// Agents see events and decide, and no decision is acted on. The stage of a site without a rollout.
    public static final RolloutStage SHADOW = new RolloutStage(RolloutMode.shadow, 0);

    /// All of the agents' decisions are acted on.
    public static final RolloutStage ON = new RolloutStage(RolloutMode.on, 100);

    /// Whether the percentage fits the mode: 0 for off and shadow, 1 to 99 for canary, 100 for on.
    public boolean isSound() {
        return switch (mode) {
            case off, shadow -> percent == 0;
            case canary -> percent > 0 && percent < ON.percent;
            case on -> percent == ON.percent;
        };
    }

    boolean isWiderThan(RolloutStage other) {
        return mode != other.mode ? mode.compareTo(other.mode) > 0 : percent > other.percent;
    }

    /// Whether agents see the site's events and decide.
    public boolean isVisible() {
        return mode != RolloutMode.off;
    }

    /// Whether a decision about this event is acted on.
    public AgentEffect effectOn(String eventId) {
        return percent > 0 && EventShare.includes(eventId, percent) ? AgentEffect.acted : AgentEffect.shadowed;
    }

    /// For people, such as `canary 10 %`.
    @Override
    public String toString() {
        return mode == RolloutMode.canary ? "canary " + percent + " %" : mode.name();
    }
}
