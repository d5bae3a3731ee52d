package io.frostglass.rollouts;

import io.frostglass.agent.AgentEffect;
import io.frostglass.agent.RolloutMode;
import io.frostglass.topics.EventShare;

/// How far the decisions of agents count at a site.
///
/// ```
/// off < shadow < canary 1 % < … < canary 99 % < on
/// ```
///
/// @param percent of how many of a hundred events; see [#isSound()]
public record RolloutStage(RolloutMode mode, int percent) {

    /// No agent sees the site.
    public static final RolloutStage OFF = new RolloutStage(RolloutMode.off, 0);

    /// Agents see and decide, and nothing is acted on: a site of which nobody has said anything.
    public static final RolloutStage SHADOW = new RolloutStage(RolloutMode.shadow, 0);

    /// All that agents decide is acted on.
    public static final RolloutStage ON = new RolloutStage(RolloutMode.on, 100);

    /// Whether the percentage is one of the mode's: 0 for off and shadow, 1 to 99 for canary, 100 for on.
    public boolean isSound() {
        return switch (mode) {
            case off, shadow -> percent == 0;
            case canary -> percent > 0 && percent < ON.percent;
            case on -> percent == ON.percent;
        };
    }

    /// Whether more would count than with the other.
    boolean isWiderThan(RolloutStage other) {
        return mode != other.mode ? mode.compareTo(other.mode) > 0 : percent > other.percent;
    }

    /// Whether agents may see the site's events, and decide.
    public boolean isVisible() {
        return mode != RolloutMode.off;
    }

    /// What a decision about an event is for.
    public AgentEffect effectOn(String eventId) {
        return percent > 0 && EventShare.includes(eventId, percent) ? AgentEffect.acted : AgentEffect.shadowed;
    }

    /// As people are told, such as `canary 10 %`.
    @Override
    public String toString() {
        return mode == RolloutMode.canary ? "canary " + percent + " %" : mode.name();
    }
}
