package io.frostglass.escalation.rules;

import io.frostglass.alerts.Severity;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A line of the rules file.
///
/// @param name unique in the file; part of the alert
/// @param goesOn whether later rules are looked at too once this one has matched (`continue` in the file)
/// @param receivers names of the receivers, at least one
/// @param deadline how long its alerts wait for what an agent decides; null: as long as the section for agents says
record Rule(
        String name,
        RuleCondition when,
        Severity severity,
        List<String> receivers,
        boolean goesOn,
        @Nullable Duration deadline) {

    Rule {
        receivers = List.copyOf(receivers);
    }
}
