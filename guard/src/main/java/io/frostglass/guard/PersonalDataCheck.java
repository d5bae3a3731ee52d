package io.frostglass.guard;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.Leniency;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.commons.validator.routines.CreditCardValidator;
import org.apache.commons.validator.routines.IBANValidator;

/// Data of persons: telephone numbers, accounts and cards, e-mail addresses, number plates, numbers of documents, and
/// recognisable names.
final class PersonalDataCheck implements GuardCheck {

    private static final PhoneNumberUtil PHONES = PhoneNumberUtil.getInstance();

    /// The countries whose national numbers the check finds; it finds international numbers of all countries.
    private static final List<String> REGIONS = List.of("GB", "US", "DE", "FR", "ES");

    /// The most numbers that libphonenumber tries in one text.
    private static final long MAX_TRIES = 100;

    private static final CreditCardValidator CARDS = CreditCardValidator.genericCreditCardValidator(12, 19);

    private static final Pattern IBAN = PatternSet.pattern("(?<![a-z0-9])[a-z]{2}\\d{2}(?:[ -]?[a-z0-9]){11,30}");
    /// Digits that may hold the number of a card: other numbers may be before and after it.
    private static final Pattern DIGITS = Pattern.compile("(?<![\\d.])\\d(?:[ ._-]?\\d){11,63}(?!\\d)");

    private static final int MAX_CARD_DIGITS = 19;

    /// How cards show their numbers: four by four, in three groups, or without a gap.
    private static final Pattern CARD_GROUPS =
            Pattern.compile("(?:\\d{4}[ ._-]){2,4}\\d{1,4}|\\d{4}[ ._-]\\d{6}[ ._-]\\d{4,5}|\\d{13,19}");

    private static final Pattern FOUR_BY_FOUR = Pattern.compile("(?:\\d{4}[ -]){3}\\d{4}");
    private static final Pattern GAP = Pattern.compile("[ ._-]");

    private static final PatternSet PATTERNS = PatternSet.read("personal");

    @Override
    public String name() {
        return "personal";
    }

    @Override
    public Optional<String> find(GuardedText guardedText) {
        if (guardedText.has(IBAN, PersonalDataCheck::isIban) || guardedText.has(DIGITS, PersonalDataCheck::hasCard)) {
            return Optional.of("account_number");
        }
        return PATTERNS.find(guardedText)
                .or(() -> hasPhone(guardedText.plain()) ? Optional.of("phone") : Optional.empty());
    }

    private static boolean hasPhone(String text) {
        return REGIONS.stream()
                .anyMatch(region -> PHONES.findNumbers(text, region, Leniency.VALID, MAX_TRIES)
                        .iterator()
                        .hasNext());
    }

    /// Its country says how long it is. Words may follow it.
    private static boolean isIban(String candidate) {
        String iban = candidate.replaceAll("[ -]", "").toUpperCase(Locale.ROOT);
        var country = IBANValidator.getInstance().getValidator(iban);
        return country != null
                && iban.length() >= country.getIbanLength()
                && IBANValidator.getInstance().isValid(iban.substring(0, country.getIbanLength()));
    }

    private static boolean hasCard(String run) {
        if (isCard(run)) {
            return true;
        }
        List<Integer> begins = new ArrayList<>(List.of(0));
        List<Integer> ends = new ArrayList<>();
        GAP.matcher(run).results().forEach(gap -> {
            ends.add(gap.start());
            begins.add(gap.end());
        });
        ends.add(run.length());
        for (int begin : begins) {
            for (int end : ends) {
                String part = begin < end ? run.substring(begin, end) : "";
                if (CARD_GROUPS.matcher(part).matches() && isCard(part)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isCard(String candidate) {
        String digits = candidate.replaceAll("\\D", "");
        return digits.length() <= MAX_CARD_DIGITS
                && (CARDS.isValid(digits) || FOUR_BY_FOUR.matcher(candidate).matches());
    }
}
