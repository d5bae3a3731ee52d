package io.frostglass.escalation.rules;

import io.frostglass.sanitized.KnownPattern;
import io.frostglass.sanitized.Label;
import io.frostglass.sanitized.SanitizedMotion;
import io.frostglass.settings.TimeWindow;
import java.time.DayOfWeek;
import java.time.ZonedDateTime;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The `when` of a rule. All parts that are set must hold.
///
/// @param sites one of these; empty: any
/// @param cameras one of these; empty: any
/// @param labels the event has one of these; empty: any, or none at all
/// @param knownPattern the verdict of the scene's known pattern; empty: any
/// @param minConfidence 0 to 1, of one of the labels, or of the event without labels. A label without a confidence
///     has the event's. An unknown confidence is too low
/// @param between in the site's local time
/// @param days in the site's local time; for a window past midnight, the day on which it began. Empty: any
record RuleCondition(
        Set<String> sites,
        Set<String> cameras,
        Set<String> labels,
        Set<PatternVerdict> knownPattern,
        @Nullable Double minConfidence,
        @Nullable TimeWindow between,
        Set<DayOfWeek> days) {

    static final RuleCondition ALWAYS = new RuleCondition(Set.of(), Set.of(), Set.of(), Set.of(), null, null, Set.of());

    /// The verdict of a known pattern; NONE for an unknown scene.
    enum PatternVerdict {
        SAFE,
        UNSAFE,
        NONE;

        static PatternVerdict of(@Nullable KnownPattern pattern) {
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
                && isOneOf(knownPattern, PatternVerdict.of(event.getKnownPattern()))
                && matchesContent(event)
                && matchesTime(RuleSet.localTime(event));
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
