package io.frostglass.escalation.rules;

import io.frostglass.alerts.Severity;
import java.util.List;

/// A line of the rules file.
///
/// @param name unique in the file; part of the alert
/// @param goesOn whether later rules are looked at too once this one has matched (`continue` in the file)
/// @param receivers names of the receivers, at least one
record Rule(String name, Condition when, Severity severity, List<String> receivers, boolean goesOn) {

    Rule {
        receivers = List.copyOf(receivers);
    }
}
