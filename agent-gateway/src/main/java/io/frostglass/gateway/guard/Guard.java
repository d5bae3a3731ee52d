package io.frostglass.gateway.guard;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// Looks at what an agent wrote before it goes to people and to other agents.
///
/// ```
/// text → disguise → event → secret → network → encoded → markup → position → path → instruction → personal
/// ```
/// The first that finds something ends it: what comes after did not run, and is not in the report. A check that throws
/// has found something.
public final class Guard {

    /// What a check is said to have found that threw.
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
                new SecretCheck(),
                new NetworkCheck(),
                new EncodedDataCheck(),
                new MarkupCheck(),
                new PositionCheck(),
                new FileNameCheck(),
                new MachineInstructionCheck(),
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
