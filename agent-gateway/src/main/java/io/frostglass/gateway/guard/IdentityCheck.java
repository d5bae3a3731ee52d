package io.frostglass.gateway.guard;

import java.math.BigInteger;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Who it is: names where they can be told, number plates, national ids, bank accounts and cards. They are taken out.
final class IdentityCheck implements Check {

    private static final String INSTEAD = "(personal removed)";
    private static final BigInteger NINETY_SEVEN = BigInteger.valueOf(97);

    /// First names that are no word, month or town beside; with a second name they are somebody's.
    private static final String GIVEN =
            "Aaron|Abdul|Abdullah|Adam|Ahmed|Aisha|Alan|Albert|Alejandro|Aleksandr|Alessandro|Alexander|Alexandra|Alice|Ali|Amina|"
                    + "Amir|Amy|Ana|Andrea|Andreas|Andrei|Andrew|Angela|Anna|Anne|Annette|Anthony|Antonio|Arthur|Barbara|Beatrice|"
                    + "Benjamin|Bernard|Brian|Bruno|Carlos|Carmen|Caroline|Catherine|Charles|Christian|Christine|Christopher|Claire|"
                    + "Claudia|Daniel|Daniela|David|Deborah|Diego|Dmitri|Dominik|Donald|Edward|Elena|Elisabeth|Elizabeth|Emily|Emma|"
                    + "Eric|Erik|Fabian|Fatima|Felix|Fernando|Francesca|Francesco|Frederik|Gabriel|George|Gerhard|Giovanni|Giulia|"
                    + "Hannah|Hans|Hassan|Heinz|Helen|Helena|Henry|Hussein|Ibrahim|Igor|Ingrid|Isabel|Ivan|Jakob|James|Jane|Janet|"
                    + "Javier|Jean|Jennifer|Jens|Jessica|Joachim|Johann|Johannes|John|Jonas|Jonathan|Jorge|Joseph|Juan|Judith|Julia|"
                    + "Julian|Karen|Karim|Karin|Karl|Katharina|Katherine|Kenneth|Kevin|Khalid|Klaus|Lars|Laura|Leila|Liam|Linda|"
                    + "Luca|Lucas|Luis|Lukas|Manuel|Marco|Margaret|Maria|Marie|Mario|Markus|Martin|Martina|Mateusz|Matthew|Matthias|"
                    + "Michael|Michelle|Miguel|Mohamed|Mohammed|Monika|Muhammad|Mustafa|Nadia|Nathan|Nicholas|Nicole|Nikolai|Nina|"
                    + "Olga|Oliver|Omar|Oscar|Pablo|Patricia|Paul|Paula|Pedro|Peter|Petra|Philip|Pierre|Piotr|Priya|Rachel|Rafael|"
                    + "Rajesh|Ralf|Raymond|Rebecca|Ricardo|Richard|Robert|Roberto|Ronald|Sabine|Samuel|Sandra|Sarah|Sebastian|Sergei|"
                    + "Simon|Sofia|Sophie|Stefan|Stephanie|Stephen|Steven|Susan|Susanne|Sven|Tatiana|Thomas|Timothy|Tobias|Tomasz|"
                    + "Ulrich|Ursula|Vladimir|Walter|Wei|William|Wolfgang|Yusuf|Yvonne|Zoe";

    /// What a place is called after the name of a person.
    private static final String PLACE =
            "Street|Road|Avenue|Lane|Square|Gate|Hall|House|Building|Wing|Park|Bridge|Station|Dock|Bay|Yard|Entrance|Court|Tower|"
                    + "Centre|Center|School|Hospital|Church|Way|Drive|Site|Warehouse|Depot|Terminal|Day";

    private static final Rules RULES = Rules.of(
            "given_name",
                    "(?-i)\\b(?:" + GIVEN + ")(?:-\\p{Lu}\\p{Ll}+)?(?: \\p{Lu}\\.)? (?!(?:" + PLACE
                            + ")\\b)\\p{Lu}[\\p{Ll}'’]+(?:\\p{Lu}\\p{Ll}+)?(?:-\\p{Lu}\\p{Ll}+)?",
            "honorific",
                    "(?-i)\\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Dame|Herr|Herrn|Frau|Monsieur|Madame|Mme|Señora?|Signora?)"
                            + "\\.? (?:\\p{Lu}\\. ?){0,2}\\p{Lu}\\p{L}+(?:[ -]\\p{Lu}\\p{L}+)?",
            "name",
                    "(?-i)\\b(?i:named|called|(?:his|her|their) name is|name is|known as|identified as|recogni[sz]ed as|"
                            + "face match(?:ed)?(?: (?:to|with|for))?|looks like|id'?d as|full name|surname|first name|driver|owner|resident|"
                            + "tenant|employee|suspect)(?::| is| was|,)? (?!(?:The|An?|This|That|Some|It) )\\p{Lu}\\p{Ll}+(?:-\\p{Lu}\\p{Ll}+)? \\p{Lu}[\\p{Ll}'-]+",
            "single_name",
                    "(?-i)\\b(?i:(?:his|her|their) name is|identified as|recogni[sz]ed as|face match(?: to| with| for)?:?|a (?:man|woman|boy|girl|person) (?:named|called)) \\p{Lu}\\p{Ll}+",
            "uk_plate",
                    "(?-i)\\b[A-Z]{2}\\d{2}[ -]?[A-Z]{3}\\b|\\b(?:[a-z]{2}\\d{2}[a-z]{3})\\b|\\b[A-Z]\\d{1,3}[ -]?[A-Z]{3}\\b",
            "de_plate",
                    "(?-i)\\b[A-ZÄÖÜ]{1,3}[-:] ?[A-Z]{1,2}[ -]?\\d{1,4}[EH]?\\b|\\b[A-ZÄÖÜ]{1,3} [A-Z]{2} \\d{2,4}[EH]?\\b",
            "es_plate", "(?-i)\\b\\d{4}[ -]?(?!GMT|BST|CST|PST|MST|HRS|KPH|MPH)[BCDFGHJKLMNPRSTVWXYZ]{3}\\b",
            "fr_plate",
                    "(?-i)\\b[A-Z]{2}[- ]\\d{3}[- ][A-Z]{2}\\b|\\b[A-Z]{2}\\d{3}[A-Z]{2}\\b|\\b\\d{1,2}-[A-Z]{2,3}-\\d{1,2}\\b|\\b[A-Z]{1,2}-\\d{2,3}-[A-Z]{1,2}\\b",
            "us_plate",
                    "(?-i)\\b\\d[A-Z]{3}\\d{3}\\b|\\b(?!CAM|BAY|GMT|UTC|BST|EST|LED|DVR|NVR|PTZ|LOT|LOC)[A-Z]{3}[- ]\\d{4}\\b",
            "named_plate",
                    "\\b(?:plates?|reg(?:istration)?|number plate|licen[cs]e(?: plate)?|vrm|kennzeichen|immatriculation|matr[ií]cula|targa)"
                            + "\\b(?: (?:no|number|mark|plate)\\b)?(?:\\W{1,3}(?:is|was|reads?|reading|number|of|starting|ending|partial)\\b){0,2}\\W{1,3}"
                            + "(?-i)(?=[A-Z0-9 -]*\\d)[A-Z0-9][A-Z0-9 -]{1,8}[A-Z0-9]\\b",
            "spelled_plate",
                    "(?i)\\b(?:alpha|bravo|charlie|delta|echo|foxtrot|golf|hotel|india|juliett?|kilo|lima|mike|november|oscar|papa|quebec|romeo|sierra|tango|uniform|victor|whiskey|x-?ray|yankee|zulu)(?:[ ,-]+(?:alpha|bravo|charlie|delta|echo|foxtrot|golf|hotel|india|juliett?|kilo|lima|mike|november|oscar|papa|quebec|romeo|sierra|tango|uniform|victor|whiskey|x-?ray|yankee|zulu|one|two|three|four|five|six|seven|eight|niner?|zero|\\d{1,2})){2,}",
            "us_ssn", "(?<![\\d-])\\d{3}[- ]\\d{2}[- ]\\d{4}(?![\\d-])",
            "uk_nino", "(?-i)\\b[A-Z]{2} ?\\d{2} ?\\d{2} ?\\d{2} ?[A-D]\\b|\\b[a-z]{2}\\d{6}[a-d]\\b",
            "es_dni", "(?-i)\\b[XYZ]?\\d{7,8}-?[A-Z]\\b",
            "it_cf", "\\b[a-z]{6}\\d{2}[a-ehlmprst]\\d{2}[a-z]\\d{3}[a-z]\\b",
            "fr_nir", "\\b[12] ?\\d{2} ?(?:0[1-9]|1[0-2]) ?\\d{2} ?\\d{3} ?\\d{3}(?: ?\\d{2})?\\b",
            "vin", "(?-i)\\b(?=[A-Z]*\\d)[A-HJ-NPR-Z0-9]{17}\\b",
            "named_id",
                    "\\b(?:passport|national insurance|ni|nhs|ssn|social security|id card|identity card|driv(?:ing|er'?s?) licen[cs]e|"
                            + "personalausweis|steuer-?id|bsn|badge|staff|employee|account|sort code|tax)\\b(?: (?:no|nr|number|id|card)\\b)?\\W{0,3}"
                            + "(?:(?:is|was|shows?|reads?)\\b\\W{0,2})?(?=[\\w -]*\\d{2})(?:[a-z]{0,3}[- ]?)\\d[\\w -]{2,}",
            "named_card",
                    "\\b(?:card|visa|mastercard|amex)\\b(?: (?:no|nr|number|is|was|ending)\\b){0,2}\\W{0,3}\\d{4}(?:[ -]?\\d{4}){2,3}\\b",
            "birth", "\\b(?:born(?: on| in)?|d\\.?o\\.?b\\.?|date of birth|geboren(?: am)?)\\b\\W{0,3}(?:is )?\\d",
            "age", "\\b\\d{1,2}[- ]year[- ]old (?-i)\\p{Lu}\\p{Ll}+");

    private static final Pattern IBAN = Pattern.compile(
            "(?<![A-Za-z0-9])(?:[A-Z]{2}\\d{2}(?:[ -]?[A-Z0-9]{4}){2,7}(?:[ -]?[A-Z0-9]{1,3})?|[a-z]{2}\\d{2}[a-z0-9]{11,30})(?![A-Za-z0-9])");

    private static final Pattern CARD = Pattern.compile("(?<![\\d.])\\d(?:[ ._-]?\\d){12,18}(?!\\d)");

    @Override
    public String name() {
        return "identity";
    }

    @Override
    public CheckResult check(Text text) {
        String rest = without(IBAN, text.raw(), IdentityCheck::isIban);
        rest = without(CARD, rest, IdentityCheck::isCard);
        Text left = rest.equals(text.raw()) ? text : Text.of(rest, text.about());
        boolean hidden =
                has(IBAN, left.plain(), IdentityCheck::isIban) || has(CARD, left.plain(), IdentityCheck::isCard);
        if (hidden) {
            return new CheckResult.Blocked(new Finding(name(), "account"));
        }
        CheckResult result = RULES.redact(name(), left, INSTEAD);
        return result instanceof CheckResult.Passed && !rest.equals(text.raw())
                ? new CheckResult.Redacted(rest, new Finding(name(), "account"))
                : result;
    }

    private static String without(Pattern form, String text, Predicate<String> valid) {
        return form.matcher(text).replaceAll(found -> valid.test(found.group()) ? INSTEAD : quote(found));
    }

    private static String quote(MatchResult found) {
        return Matcher.quoteReplacement(found.group());
    }

    private static boolean has(Pattern form, String text, Predicate<String> valid) {
        return form.matcher(text).results().map(MatchResult::group).anyMatch(valid);
    }

    /// ISO 13616: the number that the letters and digits make leaves 1 when divided by 97.
    private static boolean isIban(String text) {
        String compact = text.replaceAll("[ -]", "").toUpperCase(Locale.ROOT);
        var digits = new StringBuilder();
        (compact.substring(4) + compact.substring(0, 4))
                .chars()
                .forEach(character -> digits.append(Character.digit(character, 36)));
        return compact.length() >= 15
                && new BigInteger(digits.toString()).mod(NINETY_SEVEN).intValue() == 1;
    }

    /// ISO/IEC 7812: Luhn's sum.
    private static boolean isCard(String text) {
        String digits = text.replaceAll("\\D", "");
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int doubled = i % 2 == 0 ? digit : 2 * digit;
            sum += doubled > 9 ? doubled - 9 : doubled;
        }
        return sum % 10 == 0;
    }
}
