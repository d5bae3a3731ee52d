package io.frostglass.gateway.guard;

/// E-mail addresses and accounts. They are taken out: the alert is worth more than the mistake.
final class EmailCheck implements Check {

    private static final String AT =
            "(?:\\bat\\b|\\bät\\b|\\bbei\\b|\\bklammeraffe\\b|\\baff?enschwanz\\b|\\barobase\\b|\\barroba\\b)";
    private static final String DOT = "(?: (?:dot|period|punkt|punto) |\\.)";

    private static final Rules RULES = Rules.of(
            "address",
            "[\\w.+'-]{1,64}@[\\w-]+(?:\\.[\\w-]+)*\\.\\p{L}{2,24}",
            "address_in_words",
            "\\b(?:[\\w.+-]+ (?:dot|punkt|punto) ){0,3}[\\w.+-]+ ?" + AT + " ?[\\w-]+" + DOT + "(?:[\\w-]+" + DOT + ")?"
                    + "(?:com|net|org|io|co|uk|de|ch|fr|nl|pl|dk|eu|gov|edu|info)\\b|\\barobase\\b.{1,60}\\bpoint\\b|"
                    + "\\b[\\w.+-]+ at (?:gmail|hotmail|googlemail|yahoo|icloud|proton(?:mail)?|gmx)\\b",
            "address_without_ending",
            "\\b[a-z][\\w.+-]{2,63}@[a-z][\\w-]{2,}(?![\\w\\[{-]|\\.\\w| ?\\((?:\\.|dot))",
            "account",
            "\\b(?:skype|telegram|whatsapp|signal|instagram|insta|twitter|facebook|snapchat|tiktok|discord|e-?mail)"
                    + "(?: (?:id|handle|account|name|address))?(?: ?[:=] ?| is )@?[\\w.]{3,}");

    @Override
    public String name() {
        return "email";
    }

    @Override
    public CheckResult check(Text text) {
        return RULES.redact(name(), text, "(e-mail removed)");
    }
}
