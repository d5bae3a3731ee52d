package io.frostglass.gateway.guard;

import io.frostglass.gateway.guard.CheckResult.Blocked;
import io.frostglass.gateway.guard.CheckResult.Redacted;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Looks at what an agent wrote before it goes to people and to other agents.
///
/// ```
/// text → disguise → event → secret → network → encoded → markup → position → path → instruction
///      → identity → email → phone → link → text
/// ```
/// Each check sees what those before it left. The first that blocks ends it: what comes after did not run, and is not
/// in the report. A check that throws has blocked. Where something was taken out, all checks look once more, so that
/// nothing is made by the taking out.
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
                new EncodedCheck(),
                new MarkupCheck(),
                new PositionCheck(),
                new PathCheck(),
                new InstructionCheck(),
                new IdentityCheck(),
                new EmailCheck(),
                new PhoneCheck(),
                new LinkCheck()));
    }

    /// The names of its checks, in order.
    public List<String> checks() {
        return checks.stream().map(Check::name).toList();
    }

    /// Looks at a text about an event.
    ///
    /// @param about the event that the token names; its ids may be in the text
    public GuardReport check(String text, About about) {
        var results = new LinkedHashMap<String, CheckResult>();
        String left = run(Text.of(text, about), results);
        var once = new GuardReport(left, results);
        if (once.blocked().isPresent() || once.redacted().isEmpty()) {
            return once.redacted().isEmpty() ? new GuardReport(text, results) : once;
        }
        var again = new LinkedHashMap<String, CheckResult>();
        String still = run(Text.of(left, about), again);
        again.forEach((check, result) -> {
            if (!(result instanceof CheckResult.Passed)) {
                results.put(check, result);
            }
        });
        return new GuardReport(still, results);
    }

    private String run(Text text, Map<String, CheckResult> results) {
        Text left = text;
        for (Check check : checks) {
            CheckResult result = outcome(check, left);
            results.put(check.name(), result);
            if (result instanceof Blocked) {
                break;
            }
            if (result instanceof Redacted(String rest, Finding _)) {
                left = Text.of(rest, text.about());
            }
        }
        return left.raw();
    }

    private static CheckResult outcome(Check check, Text text) {
        try {
            return check.check(text);
        } catch (RuntimeException | StackOverflowError e) {
            // Its message may hold what the text does.
            return new Blocked(new Finding(check.name(), FAILED));
        }
    }
}
