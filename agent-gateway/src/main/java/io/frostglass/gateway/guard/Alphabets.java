package io.frostglass.gateway.guard;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What people write with today. There are thousands of characters that look like others; nobody can list them, so what
/// is usual is listed instead.
///
/// The JDK knows each character's script, and that is enough here: a table of look-alikes (UTS #39) would still let
/// those of usual scripts pass, and weighs 14 MB.
final class Alphabets {

    /// Letters of Latin that are none of ASCII with a mark, each with what it is read as: those of the official
    /// languages of Europe, and of Turkish and Azeri. Others (Hausa, phonetics) are look-alikes here.
    private static final Map<String, String> LATIN = Map.ofEntries(
            Map.entry("ßẞ", "ss"),
            Map.entry("æÆ", "ae"),
            Map.entry("œŒ", "oe"),
            Map.entry("ĳĲ", "ij"),
            Map.entry("øØ", "o"),
            Map.entry("łŁ", "l"),
            Map.entry("đĐðÐ", "d"),
            Map.entry("þÞ", "p"),
            Map.entry("ħĦ", "h"),
            Map.entry("ŧŦ", "t"),
            Map.entry("ŋŊ", "n"),
            Map.entry("ıİ", "i"),
            Map.entry("əƏ", "e"),
            Map.entry("ª", "a"),
            Map.entry("º", "o"));

    /// Scripts that have no spaces, and that Latin stands in without any.
    private static final String EASTERN = "\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}\\p{IsHangul}\\p{IsBopomofo}";

    /// Those of UAX #31, table 5, but Latin and those of the East.
    private static final Set<UnicodeScript> OTHERS = Set.of(
            UnicodeScript.ARABIC,
            UnicodeScript.ARMENIAN,
            UnicodeScript.BENGALI,
            UnicodeScript.CYRILLIC,
            UnicodeScript.DEVANAGARI,
            UnicodeScript.ETHIOPIC,
            UnicodeScript.GEORGIAN,
            UnicodeScript.GREEK,
            UnicodeScript.GUJARATI,
            UnicodeScript.GURMUKHI,
            UnicodeScript.HEBREW,
            UnicodeScript.KANNADA,
            UnicodeScript.KHMER,
            UnicodeScript.LAO,
            UnicodeScript.MALAYALAM,
            UnicodeScript.MYANMAR,
            UnicodeScript.ORIYA,
            UnicodeScript.SINHALA,
            UnicodeScript.TAMIL,
            UnicodeScript.TELUGU,
            UnicodeScript.THAANA,
            UnicodeScript.THAI,
            UnicodeScript.TIBETAN);

    private static final Rules AS_COMPOSED = Rules.of(
            "rare_script", "(?-i)[^\\p{IsCommon}\\p{IsInherited}\\p{IsLatin}" + EASTERN + all(OTHERS) + "]",
            // A letter with its usual mark is one character here.
            "stacked_marks", "[\\p{IsLatin}\\p{N}\\p{P}\\p{Z}][\\p{M}&&[^\\x{FE0F}\\x{20E3}]]",
            // No word begins with it; it looks like a B.
            "sharp_s", "(?<!\\p{L})ß",
            "mixed_scripts", "(?-i)" + mixed(),
            "styled_letters", "(?-i)[\\p{L}&&\\p{IsCommon}&&[^µーｰʻʼ〆]]",
            "styled_digits", "[\\p{No}\\p{Nl}&&[^¹²³¼½¾⅓⅔⅛⅜⅝⅞〇]]|[\\p{Nd}&&\\p{IsCommon}&&[^0-9]]",
            "styled_signs", "[\\p{So}&&[^\\p{IsEmoji}°№℃℉\\x{2190}-\\x{21FF}\\x{2500}-\\x{27BF}]]",
            // So many pictures are letters of somebody's.
            "many_signs", "(?:[\\p{So}&&\\p{IsEmoji}][\\x{FE0F}\\x{200D}\\p{Sk}]* ?){7,}");

    private static final Rules AS_DECOMPOSED =
            Rules.of("rare_letter", "(?-i)[\\p{IsLatin}&&[^A-Za-z" + String.join("", LATIN.keySet()) + "]]");

    private static final Map<Integer, String> READ_AS = readAs();

    private Alphabets() {}

    /// A word for what is in a text that nobody would write so.
    static Optional<String> findUnusual(String text) {
        return AS_COMPOSED
                .find(Normalizer.normalize(text, Form.NFC))
                .or(() -> AS_DECOMPOSED.find(Normalizer.normalize(text, Form.NFD)));
    }

    /// What a letter or digit is read as, in ASCII, if it is one of those above.
    static Optional<String> read(int character) {
        int digit = Character.digit(character, 10);
        return digit >= 0 ? Optional.of(String.valueOf(digit)) : Optional.ofNullable(READ_AS.get(character));
    }

    private static String all(Set<UnicodeScript> scripts) {
        return scripts.stream().map(script -> "\\p{Is" + script + "}").collect(Collectors.joining());
    }

    /// A letter of one script, then one of another.
    private static String mixed() {
        String next = "[\\p{M}'’_-]{0,2}[\\p{L}&&[^\\p{IsCommon}\\p{IsInherited}";
        return Stream.concat(
                        Stream.of("\\p{IsLatin}" + next + "\\p{IsLatin}" + EASTERN + "]]"),
                        OTHERS.stream().map(script -> "\\p{Is" + script + "}" + next + "\\p{Is" + script + "}]]"))
                .collect(Collectors.joining("|"));
    }

    private static Map<Integer, String> readAs() {
        var all = new HashMap<Integer, String>();
        LATIN.forEach((letters, ascii) -> letters.codePoints().forEach(letter -> all.put(letter, ascii)));
        return Map.copyOf(all);
    }
}
