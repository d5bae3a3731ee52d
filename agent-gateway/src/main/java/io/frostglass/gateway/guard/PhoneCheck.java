package io.frostglass.gateway.guard;

import java.util.regex.Pattern;

/// Telephone numbers, and other numbers too long for anything that an event shows. They are taken out. Dates, times
/// and short lists of cameras are none.
final class PhoneCheck implements Check {

    /// In the languages of places that are watched.
    private static final String DIGIT = "(?:zero|oh|nought|one|two|three|four|five|six|seven|eight|nine|double|triple|"
            + "null|eins|zwei|zwo|drei|vier|f(?:ü|ue?)nf|sechs|sieben|acht|neun|"
            + "z[ée]ro|un|deux|trois|quatre|cinq|sept|huit|neuf|"
            + "cero|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|"
            + "due|tre|quattro|cinque|sei|sette|otto|nove|"
            + "nul|een|twee|drie|vijf|zes|zeven|negen|"
            + "fire|fem|seks|syv|otte|"
            + "jeden|dwa|trzy|cztery|piec|pięć|szesc|sześć|siedem|osiem|dziewiec|dziewięć|"
            + "sifir|sıfır|bir|iki|uc|üç|dort|dört|bes|beş|alti|altı|yedi|sekiz|dokuz|"
            + "ноль|один|два|три|четыре|пять|шесть|семь|восемь|девять)";

    private static final Rules RULES = Rules.of(
            "international",
            "(?<![\\w.])\\+ ?\\d{1,3}(?:[ ().·/-]{0,3}\\d){6,13}(?!\\d)|(?<![\\w.])00[1-9]\\d(?:[ ()./-]{0,3}\\d){7,12}(?!\\d)",
            "national",
            "(?<![\\w.:-])\\(?0\\d{2,4}\\)?(?:[ ./-]{1,3}\\d{2,8}){1,4}(?<=\\d{3})(?![\\d:])|(?<![\\w.:-])0\\d(?:[ .-]\\d{2}){4}(?![\\d:])|"
                    + "(?<![\\w.-])\\(\\d{3,5}\\) ?\\d{3,4}[ .-]?\\d{3,4}|(?<![\\w.-])[2-9]\\d{2}[. -]\\d{3}[. -]\\d{4}(?!\\d)",
            "pairs",
            "(?<![\\w.:-])0\\d{3}(?:[ .-]\\d{2}){3,4}(?![\\d:])",
            "long_number",
            "(?<![\\d.])\\d{9,}(?!\\d)",
            "called",
            "\\b(?:call|phone|tel(?:ephone)?|mobile|ring|dial|text|whatsapp|fax|sms|contact|hotline|extension|ext|handy)\\b"
                    + "(?:\\W{1,3}(?:me|him|her|us|them|on|at|number|no|nr|is|now|the)\\b){0,3}\\W{1,3}\\d(?:[ ./-]{0,2}\\d){4,}",
            "single_digits",
            "(?<![\\d.:])(?:\\d(?:[ ._*'’:|/-]{1,2}|,(?=\\d))){6,}\\d(?![\\d:])",
            "in_words",
            "\\b" + DIGIT + "(?:[ ,-]+" + DIGIT + "){4,}\\b",
            "in_one_word",
            "\\b(?:" + DIGIT + "[._-]?){6,}\\b",
            "partly_in_words",
            "\\b(?=[\\d ,-]*" + DIGIT + "\\b)(?:(?:" + DIGIT + "|\\d{1,2})[ ,-]+){6,}(?:" + DIGIT + "|\\d{1,2})\\b",
            "eastern",
            "[〇零一二三四五六七八九]{7,}");

    /// `O77OO`: a word of digits, and of letters that stand for some.
    private static final Pattern DIGITS =
            Pattern.compile("(?<![\\p{L}\\p{N}])(?=[OoIl|]*\\d)[\\dOoIl|]{3,}(?![\\p{L}\\p{N}])");

    @Override
    public String name() {
        return "phone";
    }

    @Override
    public CheckResult check(Text text) {
        CheckResult result = RULES.redact(name(), text, "(number removed)");
        return result instanceof CheckResult.Passed
                ? RULES.find(withDigits(text.plain()))
                        .or(() -> RULES.find(text.spelled()))
                        .<CheckResult>map(kind -> new CheckResult.Blocked(new Finding(name(), kind)))
                        .orElse(result)
                : result;
    }

    private static String withDigits(String plain) {
        return DIGITS.matcher(plain)
                .replaceAll(word -> word.group().replaceAll("[Oo]", "0").replaceAll("[Il|]", "1"));
    }
}
