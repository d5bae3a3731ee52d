package io.frostglass.escalation.rules;

import io.frostglass.sanitized.KnownPattern;
import io.frostglass.sanitized.Label;
import io.frostglass.sanitized.SanitizedMotion;
import io.frostglass.settings.TimeWindow;
import java.time.DayOfWeek;
import java.time.ZonedDateTime;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The `when` of a rule. All that is said must hold; what is not said holds always.
///
/// @param sites one of these; empty: any
/// @param cameras one of these; empty: any
/// @param labels the event has one of these; empty: any, or none at all
/// @param knownPattern what the firm thinks of the scene, as far as it knows it; empty: any
/// @param minConfidence 0 to 1. With labels, one of those labels must be that certain; a label for which the camera
///     gave no figure counts as certain as the event. Without labels, the event must be. Nothing known: not certain
/// @param between by the clock at the site
/// @param days by the calendar at the site; with a window that passes midnight, the day on which it began. Empty: any
record RuleCondition(
        Set<String> sites,
        Set<String> cameras,
        Set<String> labels,
        Set<Acquaintance> knownPattern,
        @Nullable Double minConfidence,
        @Nullable TimeWindow between,
        Set<DayOfWeek> days) {

    static final RuleCondition ALWAYS = new RuleCondition(Set.of(), Set.of(), Set.of(), Set.of(), null, null, Set.of());

    RuleCondition {
        sites = Set.copyOf(sites);
        cameras = Set.copyOf(cameras);
        labels = Set.copyOf(labels);
        knownPattern = Set.copyOf(knownPattern);
        days = Set.copyOf(days);
    }

    /// Whether the firm knows a scene, and what it thinks of it.
    enum Acquaintance {
        SAFE,
        UNSAFE,
        NONE;

        static Acquaintance with(@Nullable KnownPattern pattern) {
            if (pattern == null) {
                return NONE;
            }
            return switch (pattern.getVerdict()) {
                case safe -> SAFE;
                case unsafe -> UNSAFE;
            };
        }
    }

    boolean matches(SanitizedMotion event) {
        return isOneOf(sites, event.getSiteId())
                && isOneOf(cameras, event.getCameraId())
                && isOneOf(knownPattern, Acquaintance.with(event.getKnownPattern()))
                && matchesContent(event)
                && matchesTime(LocalTimes.of(event));
    }

    private boolean matchesContent(SanitizedMotion event) {
        if (labels.isEmpty()) {
            return isCertain(event.getMotionConfidence());
        }
        return event.getLabels().stream()
                .filter(label -> labels.contains(label.getLabel()))
                .anyMatch(label -> isCertain(confidence(label, event)));
    }

    private static @Nullable Double confidence(Label label, SanitizedMotion event) {
        return label.getConfidence() != null ? label.getConfidence() : event.getMotionConfidence();
    }

    private boolean isCertain(@Nullable Double confidence) {
        return minConfidence == null || (confidence != null && confidence >= minConfidence);
    }

    private boolean matchesTime(ZonedDateTime local) {
        if (between == null) {
            return isOneOf(days, local.getDayOfWeek());
        }
        return between.contains(local.toLocalTime())
                && isOneOf(days, between.begun(local).getDayOfWeek());
    }

    private static <T> boolean isOneOf(Set<T> allowed, T value) {
        return allowed.isEmpty() || allowed.contains(value);
    }
}
