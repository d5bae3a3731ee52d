package io.frostglass.cameras;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/// Decodes a picture that was sent as base64 ([RFC 4648](https://www.rfc-editor.org/rfc/rfc4648#section-4)) of
/// either alphabet, with or without line breaks, or as a `data:` URL ([RFC
/// 2397](https://www.rfc-editor.org/rfc/rfc2397)).
final class ImageText {

    private static final int MAX_URL_PREFIX = 64;

    private ImageText() {}

    /// The picture's bytes, if the given bytes are such text. A picture itself never is: JPEG and PNG do not begin
    /// with a letter, and the other formats contain bytes that are not base64.
    static Optional<byte[]> decodeIfText(byte[] bytes) {
        boolean maybe = bytes.length > 0 && bytes[0] > 0;
        return maybe ? decode(new String(bytes, ISO_8859_1)).filter(decoded -> decoded.length > 0) : Optional.empty();
    }

    /// The picture's bytes; empty for other text.
    static Optional<byte[]> decode(String text) {
        String base64 = text;
        if (text.startsWith("data:")) {
            int comma = text.indexOf(',');
            if (comma < 0 || comma > MAX_URL_PREFIX || !text.startsWith(";base64", comma - ";base64".length())) {
                return Optional.empty();
            }
            base64 = text.substring(comma + 1);
        }
        // Other characters become question marks, which are not base64.
        byte[] bytes = base64.getBytes(ISO_8859_1);
        try {
            return Optional.of(Base64.getDecoder().decode(bytes));
        } catch (IllegalArgumentException e) {
            return decodeUnusual(bytes);
        }
    }

    /// Of the other alphabet, or with line breaks.
    private static Optional<byte[]> decodeUnusual(byte[] text) {
        byte[] base64 = new byte[text.length];
        int length = 0;
        boolean urlSafe = false;
        for (byte character : text) {
            if (character != '\r' && character != '\n' && character != ' ' && character != '\t') {
                base64[length++] = character;
                urlSafe |= character == '-' || character == '_';
            }
        }
        try {
            var decoder = urlSafe ? Base64.getUrlDecoder() : Base64.getDecoder();
            return Optional.of(decoder.decode(Arrays.copyOf(base64, length)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
