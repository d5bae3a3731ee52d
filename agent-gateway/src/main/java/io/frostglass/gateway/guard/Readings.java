package io.frostglass.gateway.guard;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/// What a piece of a request's target can be taken for: as it is, decoded, and decoded again until nothing changes any
/// more, each as a reader would take it.
///
/// @param texts each of them, with `/` for a backslash
/// @param hides whether there is something in it that only hides other things: a NUL, UTF-8 that is longer than it need
///     be (RFC 3629, section 10), or something that was encoded more often than anybody would decode it
record Readings(Set<String> texts, boolean hides) {

    private static final int MOST_DECODED = 8;

    static Readings of(String piece) {
        var texts = new LinkedHashSet<String>();
        boolean hides = false;
        String text = piece;
        for (int i = 0; i <= MOST_DECODED; i++) {
            String slashed = text.replace('\\', '/');
            texts.add(slashed);
            texts.add(Text.of(slashed, About.NOTHING).plain().replace('\\', '/'));
            hides |= text.indexOf('\0') >= 0;
            var decoder = new Decoder(text);
            String decoded = decoder.text();
            hides |= decoder.overlong;
            if (decoded.equals(text)) {
                return new Readings(texts, hides);
            }
            text = decoded;
        }
        return new Readings(texts, true);
    }

    boolean contain(String part) {
        return texts.stream().anyMatch(text -> text.toLowerCase(Locale.ROOT).contains(part));
    }

    /// Percent-decodes whatever can be, as the most lenient of servers would.
    private static final class Decoder {
        private final String from;
        private boolean overlong;

        Decoder(String from) {
            this.from = from;
        }

        String text() {
            if (from.indexOf('%') < 0) {
                return from;
            }
            var bytes = new ByteArrayOutputStream(from.length());
            int at = 0;
            while (at < from.length()) {
                int length = from.startsWith("%u", at) || from.startsWith("%U", at) ? 6 : 3;
                int value = from.charAt(at) == '%' ? hex(at + length - (length == 6 ? 4 : 2), at + length) : -1;
                if (value < 0) {
                    int end = from.offsetByCodePoints(at, 1);
                    bytes.writeBytes(from.substring(at, end).getBytes(UTF_8));
                    at = end;
                } else {
                    bytes.writeBytes(
                            length == 6 ? String.valueOf((char) value).getBytes(UTF_8) : new byte[] {(byte) value});
                    at += length;
                }
            }
            return characters(bytes.toByteArray());
        }

        private int hex(int start, int end) {
            try {
                return end <= from.length() ? Integer.parseUnsignedInt(from, start, end, 16) : -1;
            } catch (NumberFormatException e) {
                return -1;
            }
        }

        private String characters(byte[] bytes) {
            var text = new StringBuilder();
            for (int at = 0; at < bytes.length; ) {
                int lead = bytes[at] & 0xff;
                int more = lead < 0xc0 ? 0 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : lead < 0xf8 ? 3 : 0;
                int character = more == 0 ? lead : lead & (0x3f >> more);
                for (int i = 1; i <= more; i++) {
                    boolean follows = at + i < bytes.length && (bytes[at + i] & 0xc0) == 0x80;
                    character = follows && character >= 0 ? character << 6 | (bytes[at + i] & 0x3f) : -1;
                }
                boolean none = character < 0 || character > Character.MAX_CODE_POINT || (more == 0 && lead > 0x7f);
                if (!none && more > 0 && character < (more == 1 ? 0x80 : more == 2 ? 0x800 : 0x10000)) {
                    overlong = true;
                }
                text.appendCodePoint(none ? 0xfffd : character);
                at += none ? 1 : more + 1;
            }
            return text.toString();
        }
    }
}
