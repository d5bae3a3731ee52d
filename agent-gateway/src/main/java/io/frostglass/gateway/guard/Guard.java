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

    private final List<Check> checks;

    Guard(List<Check> checks) {
        this.checks = List.copyOf(checks);
    }

    /// With all checks of this package.
    ///
    /// @param places where each camera is
    public static Guard ofAllChecks(Places places) {
        return new Guard(List.of(
                new DisguiseCheck(),
                new EventCheck(places),
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
        return checks.stream().map(Check::name).toList();
    }

    /// Looks at a text about an event.
    ///
    /// @param about the event that the token names; its ids may be in the text
    public GuardReport check(String text, About about) {
        var looked = Text.of(text, about);
        var results = new LinkedHashMap<String, Optional<Finding>>();
        for (Check check : checks) {
            Optional<Finding> found = find(check, looked).map(kind -> new Finding(check.name(), kind));
            results.put(check.name(), found);
            if (found.isPresent()) {
                break;
            }
        }
        return new GuardReport(results);
    }

    private static Optional<String> find(Check check, Text text) {
        try {
            return check.find(text);
        } catch (RuntimeException | StackOverflowError e) {
            // Its message may hold what the text does.
            return Optional.of(FAILED);
        }
    }
}
