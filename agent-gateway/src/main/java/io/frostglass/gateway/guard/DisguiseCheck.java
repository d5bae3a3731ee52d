package io.frostglass.gateway.guard;

import io.frostglass.gateway.guard.CheckResult.Blocked;
import java.util.Optional;
import java.util.regex.Pattern;

/// Text that is not what it seems: characters that nobody sees, that turn other text round, or that look like others.
/// The checks after this one look through such things; a person who reads the summary does not.
final class DisguiseCheck implements Check {

    private static final Rules RULES = Rules.of(
            "control", "[\\p{Cc}\\p{Co}\\p{Cs}\\x{2028}\\x{2029}]",
            "invisible",
                    "[\\x{180B}-\\x{180F}\\x{115F}\\x{1160}\\x{3164}\\x{FFA0}\\x{2800}\\x{034F}\\x{17B4}\\x{17B5}]",
            // An emoji may be followed by one; anything else is a code.
            "variation",
                    "[\\x{FE00}-\\x{FE0E}\\x{E0100}-\\x{E01EF}]|\\x{FE0F}{2}|[\\p{L}\\p{N}\\s]\\x{FE0F}(?!\\x{20E3})",
            "space", "[\\p{Zs}&&[^ \\x{A0}\\x{202F}\\x{2009}\\x{3000}]]",
            "stacked_marks", "\\p{M}{3}",
            // Letters in circles, boxes, mathematics and full width spell words that no filter knows.
            "styled_letters",
                    "[\\x{2460}-\\x{24FF}\\x{1D400}-\\x{1D7FF}\\x{1F100}-\\x{1F1FF}\\x{FF10}-\\x{FF19}\\x{FF21}-\\x{FF3A}"
                            + "\\x{FF41}-\\x{FF5A}\\x{FF20}\\x{FF0E}\\x{2100}-\\x{2115}&&[^\\x{2103}\\x{2109}]]",
            "styled_signs",
                    "[\\x{2024}\\x{2044}\\x{2215}\\x{FE52}\\x{FE55}\\x{FE6B}\\x{FF61}\\x{2571}\\x{29F8}\\x{29F5}]",
            "small_letters", "[\\x{1D00}-\\x{1D2B}\\x{0299}\\x{029F}\\x{02B0}-\\x{02B8}\\x{1D2C}-\\x{1D6A}]{2}",
            "spelled_out", "(?<![\\w'])(?:\\p{L}([ ._*|~-]{1,2}))(?:\\p{L}\\1){4,}\\p{L}(?![\\w'])");

    /// Unicode category Cf, but not the joiner within an emoji such as a family.
    private static final Pattern FORMAT =
            Pattern.compile("(?<![\\p{So}\\x{FE0F}\\p{Sk}])\\x{200D}|[\\p{Cf}&&[^\\x{200D}]]");

    @Override
    public String name() {
        return "disguise";
    }

    @Override
    public CheckResult check(Text text) {
        Optional<String> kind = isGlued(text)
                ? Optional.of("glued_id")
                : FORMAT.matcher(text.raw()).find() ? Optional.of("invisible") : RULES.find(text.raw());
        return kind.or(() -> Alphabets.findUnusual(text.raw()))
                .<CheckResult>map(word -> new Blocked(new Finding(name(), word)))
                .orElse(CheckResult.PASSED);
    }

    /// The id of its own event, with letters or digits right beside it.
    private static boolean isGlued(Text text) {
        return !text.about().eventId().isEmpty()
                && text.raw().contains(text.about().eventId());
    }
}
