package io.frostglass.gateway.guard;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A text with what a reader would take it for.
///
/// @param raw as it was written, the id of its own event replaced by words where it stands alone
/// @param plain for looking only: NFKC, without marks and characters that are not seen, look-alikes of other scripts in
///     Latin, usual ways of writing dots and at signs undone
/// @param about what it is to be about
record Text(String raw, String plain, About about) {

    private static final String OWN_EVENT = "this event";

    private static final Pattern UNSEEN =
            Pattern.compile("[\\p{Cf}\\p{Mn}\\p{Me}\\x{115F}\\x{1160}\\x{3164}\\x{2800}]");
    private static final Pattern SPACES = Pattern.compile("[\\s\\p{Z}]+");

    /// `[.]`, `(dot)`, ` dot `, ` . `
    private static final Pattern DOT = Pattern.compile(
            "(?i)\\s*[\\[({<]\\s*(?:\\.|dot|punkt|point|punto)\\s*[\\])}>]\\s*|(?<=\\w)\\s+dot\\s+(?=\\w)|(?<=\\w) \\. (?=\\w)|(?<=\\w)_dot_(?=\\w)");

    /// A sign within a word that is none of ASCII: `evil‧com`.
    private static final Pattern DOT_LIKE =
            Pattern.compile("(?<=[\\p{L}\\p{N}_])[\\p{Po}∘∙⋅●◦&&[^\\x00-\\x7F]](?=[\\p{L}\\p{N}_])");

    /// `[at]`, `(@)`, ` @ `
    private static final Pattern AT =
            Pattern.compile("(?i)\\s*[\\[({<]\\s*(?:@|at|ät)\\s*[\\])}>]\\s*|\\s+@\\s*|\\s*@\\s+|(?<=\\w)_at_(?=\\w)");

    private static final Pattern HXXP = Pattern.compile("(?i)\\bh[x*]{2}p");
    private static final Pattern COLON = Pattern.compile("\\s*\\[:\\]\\s*|\\[://\\]");

    private static final Pattern LEET_WORD = Pattern.compile("\\b(?=\\w*\\d)(?=\\w*\\p{L})[\\w@$!]{3,}");

    /// Letters of other scripts, and signs, that look like ASCII.
    private static final Map<Integer, String> LOOK_ALIKES = lookAlikes(
            "аɑαΑА", "a", "ВΒв", "b", "сСϲϹ", "c", "ԁ", "d", "еЕΕєҽ", "e", "ɡ", "g", "һНΗ", "h", "іІιΙӏıǀ", "i", "јЈ",
            "j", "КΚкκ", "k", "ⅼ", "l", "МΜм", "m", "Νпո", "n", "оОοΟօσ", "o", "рРρΡ", "p", "ԛ", "q", "гѓ", "r", "ѕЅ",
            "s", "ТΤтτ", "t", "υսц", "u", "νѵ", "v", "ѡԝω", "w", "хХχΧ", "x", "уУΥγ", "y", "ΖᴢZ", "z", "–—−‐‑‒―", "-",
            "⁄∕⧸╱", "/", "。․", ".", "꞉ː∶", ":", "‘’ʼ′", "'", "“”„″", "\"", "⧵∖", "\\");

    static Text of(String text, About about) {
        // Between the parts of a number it would be words to the checks, and nothing to a reader.
        String raw = about.eventId().isEmpty()
                ? text
                : text.replaceAll(
                        "(?<![\\p{L}\\p{N}])" + Pattern.quote(about.eventId()) + "(?![\\p{L}\\p{N}])", OWN_EVENT);
        return new Text(raw, plain(raw), about);
    }

    private static String plain(String raw) {
        String decomposed = Normalizer.normalize(raw, Form.NFKD);
        String seen = UNSEEN.matcher(decomposed).replaceAll("");
        var latin = new StringBuilder(seen.length());
        Normalizer.normalize(seen, Form.NFKC).codePoints().forEach(character -> {
            String alike = LOOK_ALIKES.get(character);
            latin.append(
                    alike != null ? alike : Alphabets.read(character).orElseGet(() -> Character.toString(character)));
        });
        String spaced = SPACES.matcher(latin).replaceAll(" ").strip();
        String signed = DOT_LIKE.matcher(spaced).replaceAll(".");
        String dotted = DOT.matcher(signed).replaceAll(".");
        String named = AT.matcher(dotted).replaceAll("@");
        return COLON.matcher(HXXP.matcher(named).replaceAll("http")).replaceAll(":");
    }

    /// As a reader would take it, digits and signs within words read as letters: `1gn0re` is `ignore`; a number on its
    /// own stays one.
    String spelled() {
        return LEET_WORD
                .matcher(plain.replace('_', ' '))
                .replaceAll(word -> Matcher.quoteReplacement(word.group()
                        .replace('0', 'o')
                        .replace('1', 'i')
                        .replace('3', 'e')
                        .replace('4', 'a')
                        .replace('5', 's')
                        .replace('7', 't')
                        .replace('@', 'a')
                        .replace('$', 's')
                        .replace('!', 'i')));
    }

    private static Map<Integer, String> lookAlikes(String... pairs) {
        var all = new HashMap<Integer, String>();
        for (int i = 0; i < pairs.length; i += 2) {
            String ascii = pairs[i + 1];
            pairs[i].codePoints().forEach(character -> all.put(character, ascii));
        }
        return Map.copyOf(all);
    }

    @Override
    public String toString() {
        return "Text[redacted]";
    }
}
