package io.frostglass.gateway.guard;

import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.commons.validator.routines.DomainValidator;
import org.apache.commons.validator.routines.InetAddressValidator;

/// Links, hosts and addresses of devices: somebody could go there, or send something.
final class NetworkCheck implements GuardCheck {

    private static final PatternSet FORMS = PatternSet.of(
            "scheme",
            "\\b[a-z][a-z0-9+.-]{1,20} ?:\\s?/{1,2}|\\b(?:mailto|tel|sms|file|ftp|ssh|git|geo|magnet|urn|blob):\\S|\\bhttps?\\b|://"
                    + "|\\bcolon slash slash\\b",
            "www",
            "\\bwww[\\s.\\d]|\\bxn--|\\btinyurl\\b",
            "host",
            "\\blocal ?host\\b|\\b[a-z][\\w-]+\\.(?:local|lan|internal|intranet|corp|home|localdomain|onion|example|test|invalid)\\b"
                    + "|\\b[a-z][a-z0-9-]*-\\d+:\\d{4,5}\\b",
            "host_with_path",
            "\\b[a-z][a-z0-9-]*\\.[a-z]{2,}/\\w",
            "spelled_domain",
            "\\b[a-z0-9-]+ ?(?:\\.|dot) ?(?:c o m|n e t|o r g|c\\.o\\.m|n\\.e\\.t|o\\.r\\.g)\\b"
                    + "|\\b[a-z0-9-]{2,} (?:punkt|point|punto) (?:com|net|org|de|fr|es|io|info)\\b",
            "mac",
            "(?<![0-9a-z])[0-9a-f]{2}([:-])(?:[0-9a-f]{2}\\1){4}[0-9a-f]{2}(?![0-9a-z])"
                    + "|(?<![0-9a-z])(?:[0-9a-f]{4}\\.){2}[0-9a-f]{4}(?![0-9a-z])|\\bmac(?: address)? (?=\\S*\\d)[0-9a-f]{2}\\b",
            "serial",
            "(?<!\\w)(?:serial|s/?n|imei|imsi|uuid|device id|ssid|bssid|wi-?fi network|seriennummer|num[eé]ro de s[eé]rie)\\b"
                    + "\\W{0,3}(?:(?:no|number|nr)\\b\\W{0,2})?(?:is )?(?=\\S*\\d)[\\w-]{3,}",
            "port",
            "\\bport\\b\\W{0,2}(?:is )?\\d{4,5}\\b");

    private static final Pattern ADDRESS = Pattern.compile("(?<![\\w.:])[0-9a-fA-F:.]{3,}(?![\\w:])");

    private static final Pattern NAME = Pattern.compile(
            "(?<![\\p{L}\\p{N}])[\\p{L}\\p{M}\\p{N}_-]{2,}(?:\\.[\\p{L}\\p{M}\\p{N}]{2,})+(?![\\p{L}\\p{N}])");

    /// Two sentences without a space between them: `gate.It`
    private static final Pattern SENTENCES = Pattern.compile("\\p{Ll}+\\.\\p{Lu}\\p{Ll}+");

    @Override
    public String name() {
        return "network";
    }

    @Override
    public Optional<String> find(GuardedText guardedText) {
        return FORMS.find(guardedText)
                .or(() ->
                        has(ADDRESS, guardedText, NetworkCheck::isAddress) ? Optional.of("address") : Optional.empty())
                .or(() -> has(NAME, guardedText, NetworkCheck::isDomain) ? Optional.of("domain") : Optional.empty());
    }

    private static boolean has(Pattern candidates, GuardedText guardedText, java.util.function.Predicate<String> is) {
        return candidates
                .matcher(guardedText.plain())
                .results()
                .map(MatchResult::group)
                .anyMatch(is);
    }

    /// A port may follow it, or the end of a sentence.
    private static boolean isAddress(String candidate) {
        String address = candidate.replaceAll("[.:]+$", "");
        var validator = InetAddressValidator.getInstance();
        return validator.isValidInet6Address(address) || validator.isValidInet4Address(address.replaceAll(":.*", ""));
    }

    private static boolean isDomain(String name) {
        return !SENTENCES.matcher(name).matches()
                && DomainValidator.getInstance().isValidTld(name.substring(name.lastIndexOf('.') + 1));
    }
}
