package io.frostglass.gateway.guard;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.Optional;

/// Text that is not what it seems: characters that nobody sees, that turn other text round, or that look like others.
/// Unicode has more look-alikes than anybody can list, so what is usual is listed instead: the scripts that people
/// write
/// with, one of them in each word; of Latin, the letters of Europe's languages, of Turkish, Azeri and Vietnamese.
final class DisguiseCheck implements GuardCheck {

    private static final String EASTERN = "\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}\\p{IsHangul}\\p{IsBopomofo}";

    /// Those of UAX #31, table 5, but Latin and those of the East.
    private static final String OTHERS = "\\p{IsArabic}\\p{IsArmenian}\\p{IsBengali}\\p{IsCyrillic}\\p{IsDevanagari}"
            + "\\p{IsEthiopic}\\p{IsGeorgian}\\p{IsGreek}\\p{IsGujarati}\\p{IsGurmukhi}\\p{IsHebrew}\\p{IsKannada}"
            + "\\p{IsKhmer}\\p{IsLao}\\p{IsMalayalam}\\p{IsMyanmar}\\p{IsOriya}\\p{IsSinhala}\\p{IsTamil}\\p{IsTelugu}"
            + "\\p{IsThaana}\\p{IsThai}\\p{IsTibetan}";

    private static final String BETWEEN = "[\\p{M}'’_-]{0,2}";

    private static final PatternSet FORMS = PatternSet.of(
            "unseen",
            "[\\p{Cc}\\p{Co}\\p{Cs}\\p{Cn}\\p{Zl}\\p{Zp}\\x{115F}\\x{1160}\\x{3164}\\x{FFA0}\\x{2800}]"
                    // The joiner within an emoji such as a family is none.
                    + "|(?<![\\p{So}\\x{FE0F}\\p{Sk}])\\x{200D}|[\\p{Cf}&&[^\\x{200D}]]",
            "variation",
            "[\\x{180B}-\\x{180F}\\x{34F}\\x{FE00}-\\x{FE0E}\\x{E0100}-\\x{E01EF}]|\\x{FE0F}{2}|[\\p{L}\\s]\\x{FE0F}",
            "space",
            "[\\p{Zs}&&[^ \\x{A0}\\x{202F}\\x{2009}\\x{3000}]]",
            "stacked_marks",
            "\\p{M}{3}|[\\p{IsLatin}\\p{N}\\p{P}\\p{Z}][\\p{M}&&[^\\x{FE0F}\\x{20E3}]]",
            "rare_script",
            "(?-i)[^\\p{IsCommon}\\p{IsInherited}\\p{IsLatin}" + EASTERN + OTHERS + "]",
            "rare_letter",
            "(?-i)[\\p{IsLatin}&&[^A-Za-zªº\\x{C0}-\\x{17F}ƠơƯưƏəȘ-ț\\x{1E00}-\\x{1EFF}]]|(?<!\\p{L})ß|[\\p{L}&&\\p{IsCommon}&&[^µーｰʻʼ〆]]",
            "mixed_scripts",
            "(?-i)\\p{IsLatin}" + BETWEEN + "[\\p{L}&&[" + OTHERS + "]]|[\\p{L}&&[" + OTHERS + "]]" + BETWEEN
                    + "[\\p{IsLatin}]",
            "styled_digits",
            "[\\p{No}\\p{Nl}&&[^¹²³¼½¾⅓⅔⅛⅜⅝⅞〇]]|[\\p{Nd}&&\\p{IsCommon}&&[^0-9]]|[0-9]\\x{FE0F}?\\x{20E3}",
            "styled_signs",
            "[\\p{So}&&[^\\p{IsEmoji}°№℃℉\\x{2190}-\\x{21FF}\\x{2500}-\\x{27BF}]]|[\\x{1F1E6}-\\x{1F1FF}]"
                    + "|[\\x{2024}\\x{2044}\\x{2215}\\x{2571}\\x{29F5}\\x{29F8}\\x{FE52}\\x{FE55}\\x{FF0E}\\x{FF20}]",
            // So many pictures are letters of somebody's.
            "many_signs",
            "(?:[\\p{So}&&\\p{IsEmoji}][\\x{FE0F}\\x{200D}\\p{Sk}]* ?){7,}",
            "spelled_out",
            "(?<![\\w'])(?:\\p{L}([ ._*|~-]{1,2}))(?:\\p{L}\\1){4,}\\p{L}(?![\\w'])");

    @Override
    public String name() {
        return "disguise";
    }

    @Override
    public Optional<String> find(GuardedText guardedText) {
        // The id of its own event, with letters or digits right beside it, is still there.
        String eventId = guardedText.eventReference().eventId();
        return !eventId.isEmpty() && guardedText.raw().contains(eventId)
                ? Optional.of("glued_id")
                : FORMS.find(Normalizer.normalize(guardedText.raw(), Form.NFC));
    }
}
