package io.frostglass.escalation.routes;

import io.frostglass.alerts.Escalation;
import io.frostglass.alerts.Severity;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The attributes of an alert that matchers and `group_by` may name.
public enum AlertAttribute {
    SITE,
    CAMERA,
    /// The cameras that see one place; a camera of no scene is a scene of its own. See [SceneMap].
    SCENE,
    RULE,
    SEVERITY,
    /// An alert has several, or none.
    LABEL,
    CONFIDENCE,
    /// How many figures the thumbnail shows.
    FIGURES,
    /// The verdict of the scene's known pattern: `safe`, `unsafe` or none.
    KNOWN_PATTERN;

    private static final List<Severity> SEVERITIES = List.of(Severity.values());

    /// Its name in the file.
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The values of an alert; empty if it has none.
    List<String> of(Escalation alert, SceneMap scenes) {
        return switch (this) {
            case SITE -> List.of(alert.getSiteId());
            case CAMERA -> List.of(alert.getCameraId());
            case SCENE -> List.of(scenes.sceneOf(alert.getSiteId(), alert.getCameraId()));
            case RULE -> List.of(alert.getRule());
            case SEVERITY -> List.of(alert.getSeverity().name());
            case LABEL -> alert.getLabels();
            case CONFIDENCE -> text(alert.getMotionConfidence());
            case FIGURES -> text(alert.getFigures());
            case KNOWN_PATTERN -> text(alert.getKnownPattern());
        };
    }

    /// The value as a number: severities count from 0, `info`.
    ///
    /// @throws IllegalArgumentException if the attribute has no such value
    double number(String value) {
        return this == SEVERITY ? SEVERITIES.indexOf(Severity.valueOf(value)) : Double.parseDouble(value);
    }

    /// Whether its values have an order.
    boolean isOrdered() {
        return this == SEVERITY || this == CONFIDENCE || this == FIGURES;
    }

    private static List<String> text(@Nullable Object value) {
        return value == null ? List.of() : List.of(value.toString());
    }
}
