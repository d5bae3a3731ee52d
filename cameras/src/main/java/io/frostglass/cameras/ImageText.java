package io.frostglass.cameras;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Base64;
import java.util.Optional;

/// A picture as text: base64 ([RFC 4648](https://www.rfc-editor.org/rfc/rfc4648#section-4)), which may be wrapped into
/// lines and may be a whole `data:` URL ([RFC 2397](https://www.rfc-editor.org/rfc/rfc2397)) of an image.
final class ImageText {

    private static final int MAX_URL_PREFIX = 64;

    private ImageText() {}

    /// The picture's bytes; empty if the text is not of this form.
    static Optional<byte[]> decode(String text) {
        String base64 = text;
        if (text.startsWith("data:image/")) {
            int comma = text.indexOf(',');
            if (comma < 0 || comma > MAX_URL_PREFIX || !text.startsWith(";base64", comma - ";base64".length())) {
                return Optional.empty();
            }
            base64 = text.substring(comma + 1);
        }
        if (base64.indexOf('\n') >= 0) {
            base64 = base64.replace("\r", "").replace("\n", "");
        }
        try {
            // What is not of this charset becomes a question mark, which is not base64.
            return Optional.of(Base64.getDecoder().decode(base64.getBytes(ISO_8859_1)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
