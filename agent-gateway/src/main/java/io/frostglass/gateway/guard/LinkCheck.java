package io.frostglass.gateway.guard;

/// Links, however they are written: who clicks one tells its owner that he did. A full stop without a space after it
/// can look like one (`gate.It`); then it is one, for a mail program makes it one, too.
final class LinkCheck implements Check {

    private static final String ENDINGS =
            "com|net|org|info|biz|edu|gov|mil|int|io|ai|app|dev|xyz|top|site|online|shop|store|club|live|link|click|page|pages|web|"
                    + "cloud|tech|space|website|work|works|zone|zip|mov|agency|email|media|news|host|systems|network|digital|"
                    + "icu|sbs|cfd|lol|buzz|cyou|bond|rest|monster|quest|ninja|fun|win|bid|stream|download|loan|date|racing|review|"
                    + "party|trade|vip|gdn|help|support|chat|center|company|group|services|berlin|london|"
                    + "today|world|life|blog|wiki|pro|name|mobi|tel|asia|cat|jobs|travel|onion|bit|eth|example|test|invalid|"
                    + "a[cdefgilmoqrstuwxz]|b[abdefghijmnorstvwyz]|c[acdfghiklmnoruvwxyz]|d[ejkmoz]|e[cegrstu]|f[ijkmor]|"
                    + "g[abdefghilmnpqrstuwy]|h[kmnrtu]|i[delmnoqrst]|j[emop]|k[eghimnprwyz]|l[abcikrstuvy]|"
                    + "m[acdeghklmnopqrstuvwxyz]|n[acefgilopruz]|om|p[aefghklmnrstwy]|qa|r[eosuw]|s[abcdeghijklmnorstuvxyz]|"
                    + "t[cdfghjklmnortvwz]|u[agksyz]|v[aceginu]|w[fs]|y[et]|z[amw]";

    private static final Rules RULES = Rules.of(
            "scheme",
                    "\\b[a-z][a-z0-9+.-]{1,20}:\\s?/{1,2}|\\b(?:mailto|tel|sms|file|ftp|ssh|git|geo|magnet|urn|blob|about|intent):\\S",
            "scheme_in_words", "\\bhttps?\\b|\\bftps?\\b|://|:\\\\\\\\|\\bcolon slash slash\\b",
            "www", "\\bwww[\\s.\\d]",
            "punycode", "\\bxn--",
            "shortener", "\\b(?:bit\\.ly|goo\\.gl|t\\.co|tinyurl|is\\.gd|ow\\.ly|t\\.me|wa\\.me)\\b",
            // But Polish "among others".
            "domain", "[\\p{L}\\d_-]\\.(?!(?<=\\bm\\.)in\\. )(?:" + ENDINGS + ")(?!-?[\\p{L}\\d])",
            "domain_with_path", "\\b[a-z][a-z0-9-]+\\.[a-z]{2,}/\\w",
            "domain_in_words",
                    "\\b[a-z0-9-]{2,} (?:dot|punkt|\\(dot\\)) (?:com|net|org|io|co|uk|de|info|biz|ru|cn)\\b|"
                            + "\\b[a-z0-9-]{2,} (?:point|punto|period|kropka|nokta|punktum) (?:com|net|org)\\b",
            "spelled_domain", "\\b[a-z0-9-]+ ?(?:\\.|dot) ?(?:c o m|n e t|o r g|c\\.o\\.m|n\\.e\\.t|o\\.r\\.g)\\b",
            "spaced_domain", "\\b[a-z0-9-]{2,} ?\\. ?(?:com|net|org|io|info|biz)\\b",
            "three_words", "(?<![\\w.])\\p{Ll}{3,}\\.\\p{Ll}{3,}\\.\\p{Ll}{3,}(?![\\w.])");

    /// `пример.рф`: each script has endings of its own. As it is written: a full stop of the East ends a sentence.
    private static final Rules AS_WRITTEN = Rules.of(
            "foreign_domain", "[\\p{L}\\p{M}\\d_-]\\.[\\p{L}&&[^\\p{IsLatin}]][\\p{L}\\p{M}&&[^\\p{IsLatin}]]");

    @Override
    public String name() {
        return "link";
    }

    @Override
    public CheckResult check(Text text) {
        return AS_WRITTEN
                .find(text.raw())
                .<CheckResult>map(kind -> new CheckResult.Blocked(new Finding(name(), kind)))
                .orElseGet(() -> RULES.block(name(), text));
    }
}
