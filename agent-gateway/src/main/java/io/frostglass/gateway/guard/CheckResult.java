package io.frostglass.gateway.guard;

/// What one check says of a text.
public sealed interface CheckResult {

    /// It ran to its end, and found nothing.
    record Passed() implements CheckResult {}

    /// It found something that could be taken out.
    ///
    /// @param text what is left, for the checks after it
    record Redacted(String text, Finding finding) implements CheckResult {
        @Override
        public String toString() {
            return "Redacted[" + finding + "]";
        }
    }

    /// It found something that cannot be taken out, or could not look.
    record Blocked(Finding finding) implements CheckResult {}

    Passed PASSED = new Passed();
}
