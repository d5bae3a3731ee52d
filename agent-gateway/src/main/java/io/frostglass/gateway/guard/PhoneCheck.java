package io.frostglass.gateway.guard;

/// Telephone numbers, and other numbers too long for anything that an event shows. They are taken out. Dates, times
/// and short lists of cameras are none.
final class PhoneCheck implements Check {

    private static final String DIGIT = "(?:zero|oh|nought|one|two|three|four|five|six|seven|eight|nine|double|triple)";

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
            "(?<![\\d.:])(?:\\d(?:[ ._*-]{1,2}|,(?=\\d))){6,}\\d(?![\\d:])",
            "in_words",
            "\\b" + DIGIT + "(?:[ ,-]+" + DIGIT + "){4,}\\b");

    @Override
    public String name() {
        return "phone";
    }

    @Override
    public CheckResult check(Text text) {
        return RULES.redact(name(), text, "(number removed)");
    }
}
