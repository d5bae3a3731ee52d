package io.frostglass.delivery.receivers;

import java.util.Map;

/// Texts of SMS (3GPP TS 23.038). A message of characters of the GSM alphabet has 160 of them, any other 70;
/// longer ones go out in segments of 153 or 67, and each costs. So marks of typography become plain ones, and
/// the text is cut.
final class SmsText {

    private static final String BASIC = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
            + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

    /// Two each.
    private static final String EXTENSION = "^{}\\[~]|€";

    private static final Map<Integer, String> PLAIN = Map.of(
            (int) '‘',
            "'",
            (int) '’',
            "'",
            (int) '“',
            "\"",
            (int) '”',
            "\"",
            (int) '–',
            "-",
            (int) '—',
            "-",
            (int) '…',
            "...",
            (int) '\u00a0',
            " ",
            (int) '·',
            "-");

    private static final String CUT = "...";

    /// Characters: the severity, the site and the camera.
    private static final int LEAST = 40;

    private SmsText() {}

    /// A text of at most this many segments.
    ///
    /// @param link that is to stand behind it, whole; left out if too little room for the text would be left
    static String cut(String text, String link, int segments) {
        String plain = plain(text);
        boolean gsm = plain.codePoints().allMatch(SmsText::isGsm);
        int most = segments == 1 ? (gsm ? 160 : 70) : segments * (gsm ? 153 : 67);
        String end = link.isEmpty() || length(" " + link, gsm) + LEAST > most ? "" : " " + link;
        return cut(plain, gsm, most - length(end, gsm)) + end;
    }

    private static String cut(String plain, boolean gsm, int most) {
        if (length(plain, gsm) <= most) {
            return plain;
        }
        var result = new StringBuilder();
        int length = CUT.length();
        for (int codePoint : plain.codePoints().toArray()) {
            String next = Character.toString(codePoint);
            length += length(next, gsm);
            if (length > most) {
                break;
            }
            result.append(next);
        }
        return result.append(CUT).toString();
    }

    private static String plain(String text) {
        var result = new StringBuilder();
        text.codePoints()
                .forEach(codePoint -> result.append(PLAIN.getOrDefault(codePoint, Character.toString(codePoint))));
        return result.toString();
    }

    private static int length(String text, boolean gsm) {
        return gsm ? text.chars().map(it -> EXTENSION.indexOf(it) < 0 ? 1 : 2).sum() : text.length();
    }

    private static boolean isGsm(int codePoint) {
        return BASIC.indexOf(codePoint) >= 0 || EXTENSION.indexOf(codePoint) >= 0;
    }
}
