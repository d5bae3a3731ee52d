package io.frostglass.gateway.guard;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// Checks an agent's own words before they go to people and to other agents.
///
/// ```
/// text → disguise → event → secret → network → encoded → markup → position → path → instruction → personal
/// ```
/// The first check that finds something is the last that runs, and the last in the report. A check that throws has
/// found something.
public final class Guard {

    /// The finding of a check that threw.
    private static final String FAILED = "failed";

    private final List<GuardCheck> checks;

    Guard(List<GuardCheck> checks) {
        this.checks = List.copyOf(checks);
    }

    /// With all checks of this package.
    ///
    /// @param knownIds where each camera is
    public static Guard ofAllChecks(KnownIds knownIds) {
        return new Guard(List.of(
                new DisguiseCheck(),
                new EventCheck(knownIds),
                SecretCheck.CHECK,
                new NetworkCheck(),
                EncodedDataCheck.CHECK,
                MarkupCheck.CHECK,
                PositionCheck.CHECK,
                FileNameCheck.CHECK,
                MachineInstructionCheck.CHECK,
                new PersonalDataCheck()));
    }

    /// The names of its checks, in order.
    public List<String> checks() {
        return checks.stream().map(GuardCheck::name).toList();
    }

    /// Looks at a text about an event.
    ///
    /// @param eventReference the event that the token names; its ids may be in the text
    public GuardReport check(String text, EventReference eventReference) {
        var looked = GuardedText.of(text, eventReference);
        var results = new LinkedHashMap<String, Optional<GuardFinding>>();
        for (GuardCheck guardCheck : checks) {
            Optional<GuardFinding> found =
                    find(guardCheck, looked).map(kind -> new GuardFinding(guardCheck.name(), kind));
            results.put(guardCheck.name(), found);
            if (found.isPresent()) {
                break;
            }
        }
        return new GuardReport(results);
    }

    private static Optional<String> find(GuardCheck guardCheck, GuardedText guardedText) {
        try {
            return guardCheck.find(guardedText);
        } catch (RuntimeException | StackOverflowError e) {
            // Its message may hold what the text does.
            return Optional.of(FAILED);
        }
    }
}
