package io.frostglass.gateway.guard;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.Leniency;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.commons.validator.routines.CreditCardValidator;
import org.apache.commons.validator.routines.IBANValidator;

/// Data of persons: telephone numbers, accounts and cards, e-mail addresses, number plates, numbers of documents, and
/// names where they can be told.
final class PersonalDataCheck implements GuardCheck {

    private static final PhoneNumberUtil PHONES = PhoneNumberUtil.getInstance();

    /// Whose national numbers are looked for; international ones are of all countries.
    private static final List<String> REGIONS = List.of("GB", "US", "DE", "FR", "ES");

    /// Numbers that libphonenumber tries within one text.
    private static final long MAX_TRIES = 100;

    private static final CreditCardValidator CARDS = CreditCardValidator.genericCreditCardValidator(12, 19);

    private static final Pattern IBAN = PatternSet.pattern("(?<![a-z0-9])[a-z]{2}\\d{2}(?:[ -]?[a-z0-9]){11,30}");
    private static final Pattern CARD = Pattern.compile("(?<![\\d.])\\d(?:[ ._-]?\\d){11,18}(?!\\d)");

    private static final String DIGIT = PatternSet.anyOf("digit-words.txt");
    private static final String NATO =
            "(?:alpha|bravo|charlie|delta|echo|foxtrot|golf|hotel|india|juliett?|kilo|lima|mike|"
                    + "november|oscar|papa|quebec|romeo|sierra|tango|uniform|victor|whiskey|x-?ray|yankee|zulu)";
    private static final String NAME = "\\p{Lu}[\\p{L}'’-]*\\p{Ll}[\\p{L}'’-]*";

    private static final PatternSet FORMS = PatternSet.of(
            "email",
            "\\w@\\w|\\b\\w+ (?:at|ät|bei|arroba|arobase|klammeraffe) (?:\\w+[ .](?:dot|punkt|point|punto)?[ .]?(?:com|net|org|io|de|fr|es|uk|example)\\b"
                    + "|[\\w-]+\\.[\\w-]+\\.\\w{2,}|(?:gmail|hotmail|yahoo|icloud|gmx)\\b)",
            "account",
            "\\b(?:skype|telegram|whatsapp|instagram|insta|twitter|facebook|snapchat|tiktok|discord|e-?mail)"
                    + "(?: (?:id|handle|account|name|address))?(?: ?[:=] ?| is )@?[\\w.]{3,}",
            // Numbers that are in no plan, such as those for films, look like this, too.
            "phone",
            "(?<![\\w.:-])\\(?0\\d{2,4}\\)?(?:[ ./-]{1,3}\\d{2,8}){1,4}(?<=\\d{3})(?![\\d:])|\\+ ?\\d{1,3}(?:[ ().·/-]{0,3}\\d){7,13}"
                    + "|(?<![\\w.])00[1-9]\\d(?:[ ()./-]{0,3}\\d){7,12}|(?<![\\w.-])\\(?[2-9]\\d{2}\\)?[. -]\\d{3}[. -]\\d{4}(?!\\d)"
                    + "|\\b(?:call|phone|tel(?:ephone)?|mobile|ring|dial|text|whatsapp|fax|sms)\\b(?:\\W{1,3}(?:me|him|her|us|them|on|at|number)\\b){0,3}"
                    + "\\W{1,3}\\d(?:[ ./-]{0,2}\\d){4,}|(?<![\\d.:])(?:\\d(?:[ ._*'’:|/-]{1,2}|,(?=\\d))){6,}\\d(?![\\d:])|(?<![\\d.])\\d{9,}(?!\\d)",
            "phone_in_words",
            "\\b" + DIGIT + "(?:[ ,._-]+" + DIGIT + "){4,}\\b|\\b(?:" + DIGIT + "){6,}\\b|[〇零一二三四五六七八九]{7,}"
                    + "|\\b(?=[\\d ,-]*" + DIGIT + "\\b)(?:(?:" + DIGIT + "|\\d{1,2})[ ,-]+){6,}(?:" + DIGIT
                    + "|\\d{1,2})\\b",
            "name",
            "(?-i)\\b" + PatternSet.anyOf("titles.txt") + "\\.? (?:(?:Dr|Prof)\\.? )?(?:\\p{Lu}\\. ?){0,2}" + NAME
                    + "|\\b"
                    + PatternSet.anyOf("given-names.txt") + "(?:-" + NAME + ")?(?: \\p{Lu}\\.)? (?!"
                    + PatternSet.anyOf("place-words.txt") + "\\b)" + NAME
                    + "|\\b(?i:named|called|name is|known as|identified as|recogni[sz]ed as|face match(?:es|ed)?|badge says)"
                    + "(?::| to| with| for)? (?!(?:The|An?|This|That|Night) )(?:\\p{Lu}[\\p{L}'-]+ \\p{Lu}[\\p{L}'-]+)"
                    + "|\\b(?i:name is|identified as|recogni[sz]ed as|a (?:man|woman|boy|girl) (?:named|called)) "
                    + NAME
                    + "|\\b(?i:driver|owner|resident|tenant|employee|suspect): " + NAME + " " + NAME,
            "plate",
            "(?-i)\\b[A-Z]{2}\\d{2}[ -]?[A-Z]{3}\\b|\\b[a-z]{2}\\d{2}[a-z]{3}\\b|\\b[A-ZÄÖÜ]{1,3}[-:] ?[A-Z]{1,2}[ -]?\\d{1,4}[EH]?\\b"
                    + "|\\b[A-ZÄÖÜ]{1,3} [A-Z]{2} \\d{2,4}[EH]?\\b|\\b\\d{4}[ -]?(?!GMT|BST|CST|PST|MST|HRS|KPH|MPH)[BCDFGHJKLMNPRSTVWXYZ]{3}\\b"
                    + "|\\b[A-Z]{2}[- ]?\\d{3}[- ]?[A-Z]{2}\\b|\\b\\d[A-Z]{3} ?\\d{3}\\b|\\b\\d-[A-Z]{3}-\\d{3}\\b",
            "named_plate",
            "\\b(?:plates?|reg(?:istration)?|number plate|licen[cs]e(?: plate)?|vrm|kennzeichen|immatricul\\w+|plaque|matr[ií]cula|targa)"
                    + "\\b(?: (?:no|number|plate)\\b)?(?:\\W{1,3}(?:is|was|reads?)\\b)?\\W{1,3}(?-i)(?=[A-Z0-9 -]*\\d)[A-Z0-9][A-Z0-9 -]{1,8}[A-Z0-9]\\b",
            "spelled_plate",
            "\\b" + NATO + "(?:[ ,-]+(?:" + NATO + "|" + DIGIT + "|\\d{1,2})){2,}",
            "document",
            "(?<![\\d-])\\d{3}[- ]\\d{2}[- ]\\d{4}(?![\\d-])|(?-i:\\b[A-Z]{2} ?\\d{2} ?\\d{2} ?\\d{2} ?[A-D]\\b|\\b[XYZ]?\\d{7,8}-?[A-Z]\\b"
                    + "|\\b(?=[A-Z]*\\d)[A-HJ-NPR-Z0-9]{17}\\b)|\\b[a-z]{6}\\d{2}[a-z]\\d{2}[a-z]\\d{3}[a-z]\\b"
                    + "|\\b[12] ?\\d{2} ?(?:0[1-9]|1[0-2]) ?\\d{2} ?\\d{3} ?\\d{3}",
            "named_document",
            "\\b(?:passport|national insurance|nhs|ssn|social security|id card|driv(?:ing|er'?s?) licen[cs]e|ausweis\\w*|steuer-?id|bsn|"
                    + "badge|staff|employee|personnel|account|sort code|tax|dni|s[eé]cu)\\b(?: (?:no|nr|number|id|card)\\b)?\\W{0,3}"
                    + "(?:(?:is|was|shows?)\\b\\W{0,2})?(?=[\\w -]*\\d{2})(?:[a-z]{0,3}[- ]?)\\d[\\w -]{2,}",
            "birth",
            "\\b(?:born(?: on| in)?|d\\.?o\\.?b\\.?|date of birth|geboren(?: am)?|n[ée]e? le|nacid[oa] el)\\b\\W{0,3}(?:is )?\\d"
                    + "|\\b\\d{1,2}[- ]year[- ]old (?-i)\\p{Lu}\\p{Ll}+");

    @Override
    public String name() {
        return "personal";
    }

    @Override
    public Optional<String> find(GuardedText guardedText) {
        if (has(IBAN, guardedText, PersonalDataCheck::isIban) || has(CARD, guardedText, PersonalDataCheck::isCard)) {
            return Optional.of("account_number");
        }
        return FORMS.find(guardedText)
                .or(() -> hasPhone(guardedText.plain()) ? Optional.of("phone") : Optional.empty());
    }

    private static boolean hasPhone(String text) {
        return REGIONS.stream()
                .anyMatch(region -> PHONES.findNumbers(text, region, Leniency.VALID, MAX_TRIES)
                        .iterator()
                        .hasNext());
    }

    private static boolean has(Pattern candidates, GuardedText guardedText, java.util.function.Predicate<String> is) {
        return candidates
                .matcher(guardedText.plain())
                .results()
                .map(MatchResult::group)
                .anyMatch(is);
    }

    /// Words may follow it: it is as long as its country says.
    private static boolean isIban(String candidate) {
        String iban = candidate.replaceAll("[ -]", "").toUpperCase(Locale.ROOT);
        var country = IBANValidator.getInstance().getValidator(iban);
        return country != null
                && iban.length() >= country.getIbanLength()
                && IBANValidator.getInstance().isValid(iban.substring(0, country.getIbanLength()));
    }

    private static boolean isCard(String candidate) {
        String digits = candidate.replaceAll("\\D", "");
        return CARDS.isValid(digits) || (digits.length() == 16 && candidate.matches("(?:\\d{4}[ -]){3}\\d{4}"));
    }
}
