package io.frostglass.guard;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.Leniency;
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
    private static final Pattern CARD = Pattern.compile("(?<![\\d.])\\d(?:[ ._-]?\\d){11,18}(?!\\d)");

    private static final PatternSet PATTERNS = PatternSet.read("personal");

    @Override
    public String name() {
        return "personal";
    }

    @Override
    public Optional<String> find(GuardedText guardedText) {
        if (guardedText.has(IBAN, PersonalDataCheck::isIban) || guardedText.has(CARD, PersonalDataCheck::isCard)) {
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

    private static boolean isCard(String candidate) {
        String digits = candidate.replaceAll("\\D", "");
        return CARDS.isValid(digits) || (digits.length() == 16 && candidate.matches("(?:\\d{4}[ -]){3}\\d{4}"));
    }
}
