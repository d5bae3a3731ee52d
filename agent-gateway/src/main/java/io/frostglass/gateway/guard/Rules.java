package io.frostglass.gateway.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a check looks for: forms of text, each with a word for it. Case does not matter, but where a form says `(?-i)`.
///
/// All forms run over 500 characters at most, and none nests one repetition in another over the same characters.
final class Rules {

    private final List<Rule> rules;

    private record Rule(String kind, Pattern form) {}

    private Rules(List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    /// @param kindsAndForms a word, its form, a word, its form…
    static Rules of(String... kindsAndForms) {
        var rules = new ArrayList<Rule>();
        for (int i = 0; i < kindsAndForms.length; i += 2) {
            rules.add(new Rule(
                    kindsAndForms[i],
                    Pattern.compile(
                            kindsAndForms[i + 1],
                            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS)));
        }
        return new Rules(rules);
    }

    /// The word of the first form that is in a text.
    Optional<String> find(String text) {
        return rules.stream()
                .filter(rule -> rule.form().matcher(text).find())
                .map(Rule::kind)
                .findFirst();
    }

    /// Blocks a text that has one of the forms, as written or as a reader would take it.
    CheckResult block(String check, Text text) {
        return find(text.raw())
                .or(() -> text.plain().equals(text.raw()) ? Optional.empty() : find(text.plain()))
                .<CheckResult>map(kind -> new CheckResult.Blocked(new Finding(check, kind)))
                .orElse(CheckResult.PASSED);
    }

    /// Takes all forms out of a text. What is still there for a reader who sees through a disguise blocks it.
    CheckResult redact(String check, Text text, String instead) {
        String rest = text.raw();
        Optional<String> kind = find(rest);
        for (Rule rule : rules) {
            rest = rule.form().matcher(rest).replaceAll(instead);
        }
        Optional<String> hidden = find(Text.of(rest, text.about()).plain());
        if (hidden.isPresent()) {
            return new CheckResult.Blocked(new Finding(check, hidden.get()));
        }
        return kind.isEmpty() ? CheckResult.PASSED : new CheckResult.Redacted(rest, new Finding(check, kind.get()));
    }
}
