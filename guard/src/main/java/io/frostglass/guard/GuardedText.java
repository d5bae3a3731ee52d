package io.frostglass.guard;

import io.frostglass.guard.Guard.EventReference;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// A text, and how a reader takes it.
///
/// @param raw as it was written, with words in place of its own event's id where the id stands alone
/// @param plain for checks only: NFKC, without marks and invisible characters, digits of all scripts as ASCII, usual
///     disguises of dots and at signs undone
/// @param eventReference its event
record GuardedText(String raw, String plain, EventReference eventReference) {

    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cf}\\p{Mn}\\p{Me}]");
    private static final Pattern SPACES = Pattern.compile("[\\s\\p{Z}]+");

    /// Letters that NFKD does not take apart, and the ASCII letters that readers take them for.
    private static final String LETTERS = "øłđðþıœæ";
    private static final String READ_AS = "olddpioa";

    /// `[.]`, `(dot)`, ` dot `, ` . `; and a sign within a word that is not ASCII: `evil‧com`.
    private static final Pattern DOT =
            Pattern.compile("(?i)\\s*[\\[({<]\\s*(?:\\.|dot|punkt|point|punto)\\s*[\\])}>]\\s*"
                    + "|(?<=\\w) (?:dot|\\.) (?=\\w)|(?<=\\w)_dot_(?=\\w)"
                    + "|(?<=[\\p{L}\\p{N}_])[\\p{Po}∘∙⋅●◦ꓸ&&[^\\x00-\\x7F]](?=[\\p{L}\\p{N}_])");

    /// `[at]`, `(@)`, ` @ ` where a domain follows
    private static final Pattern AT = Pattern.compile(
            "(?i)\\s*[\\[({<]\\s*(?:@|at|ät)\\s*[\\])}>]\\s*|\\s*@\\s*(?=\\w+\\.\\w)|(?<=\\w)_at_(?=\\w)");

    private static final Pattern HXXP = Pattern.compile("(?i)\\bh[x*]{2}p");
    private static final Pattern COLON = Pattern.compile("\\s*\\[:\\]\\s*|\\[://\\]");

    static GuardedText of(String text, EventReference eventReference) {
        // An id within a number would hide the number from the checks, and not from a reader.
        String raw = eventReference.eventId().isEmpty()
                ? text
                : text.replaceAll(
                        "(?<![\\p{L}\\p{N}])" + Pattern.quote(eventReference.eventId()) + "(?![\\p{L}\\p{N}])",
                        "this event");
        return new GuardedText(raw, plain(raw), eventReference);
    }

    private static String plain(String raw) {
        String seen = UNSEEN.matcher(Normalizer.normalize(raw, Form.NFKD)).replaceAll("");
        var latin = new StringBuilder(seen.length());
        Normalizer.normalize(seen, Form.NFKC).codePoints().forEach(character -> {
            int letter = LETTERS.indexOf(Character.toLowerCase(character));
            int digit = Character.digit(character, 10);
            latin.appendCodePoint(letter >= 0 ? READ_AS.charAt(letter) : digit >= 0 ? '0' + digit : character);
        });
        String spaced = SPACES.matcher(latin).replaceAll(" ").strip();
        String dotted = DOT.matcher(spaced).replaceAll(".");
        String named = AT.matcher(dotted).replaceAll("@");
        return COLON.matcher(HXXP.matcher(named).replaceAll("http")).replaceAll(":");
    }

    /// Whether a part of it, as a reader takes it, matches a pattern and a test.
    boolean has(Pattern pattern, Predicate<String> test) {
        return pattern.matcher(plain).results().map(MatchResult::group).anyMatch(test);
    }

    @Override
    public String toString() {
        return "GuardedText[redacted]";
    }
}
