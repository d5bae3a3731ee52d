package io.frostglass.guard;

import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.commons.validator.routines.DomainValidator;
import org.apache.commons.validator.routines.InetAddressValidator;

/// Links, hosts and addresses of devices: a reader could go there, or send data there.
final class NetworkCheck implements GuardCheck {

    private static final PatternSet PATTERNS = PatternSet.read("network");

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
        return PATTERNS.find(guardedText)
                .or(() -> guardedText.has(ADDRESS, NetworkCheck::isAddress) ? Optional.of("address") : Optional.empty())
                .or(() -> guardedText.has(NAME, NetworkCheck::isDomain) ? Optional.of("domain") : Optional.empty());
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
