package io.frostglass.gateway.guard;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The regular expressions of a check, each with a word for what it finds. They ignore case, but for those with
/// `(?-i)`.
///
/// They run over 500 characters at most, and none nests one repetition in another over the same characters.
final class PatternSet {

    private final List<PatternForm> forms;

    private record PatternForm(String kind, Pattern pattern) {}

    private PatternSet(List<PatternForm> forms) {
        this.forms = List.copyOf(forms);
    }

    /// @param kindsAndForms a word, its form, a word, its form…
    static PatternSet of(String... kindsAndForms) {
        var forms = new ArrayList<PatternForm>();
        for (int i = 0; i < kindsAndForms.length; i += 2) {
            forms.add(new PatternForm(kindsAndForms[i], pattern(kindsAndForms[i + 1])));
        }
        return new PatternSet(forms);
    }

    /// A check that looks for these, in a text as it is written and as a reader takes it.
    static GuardCheck check(String name, String... kindsAndForms) {
        PatternSet patterns = of(kindsAndForms);
        return new GuardCheck() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Optional<String> find(GuardedText guardedText) {
                return patterns.find(guardedText);
            }
        };
    }

    static Pattern pattern(String form) {
        return Pattern.compile(form, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS);
    }

    /// Any of the lines of a file beside this class, as one form. Lines that begin with `# ` say what the file is.
    static String anyOf(String file) {
        try (var in = Objects.requireNonNull(PatternSet.class.getResourceAsStream(file), file)) {
            return Stream.of(new String(in.readAllBytes(), UTF_8).split("\n"))
                    .filter(line -> !line.isBlank() && !line.startsWith("# "))
                    .reduce((first, second) -> first + "|" + second)
                    .map(lines -> "(?:" + lines + ")")
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The word of the first form that is in a text, as it is written or as a reader takes it.
    Optional<String> find(GuardedText guardedText) {
        return find(guardedText.raw()).or(() -> find(guardedText.plain()));
    }

    /// The word of the first form that is in a text.
    Optional<String> find(String text) {
        return forms.stream()
                .filter(patternForm -> patternForm.pattern().matcher(text).find())
                .map(PatternForm::kind)
                .findFirst();
    }
}
