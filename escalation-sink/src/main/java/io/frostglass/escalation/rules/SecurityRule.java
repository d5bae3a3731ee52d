package io.frostglass.escalation.rules;

import io.frostglass.alerts.Severity;
import java.util.List;

/// What becomes of a security finding (`security` in the file): all of them are told alike.
///
/// @param receivers names of the receivers, at least one
public record SecurityRule(Severity severity, List<String> receivers) {

    public SecurityRule {
        receivers = List.copyOf(receivers);
    }
}
