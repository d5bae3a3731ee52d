package io.frostglass.gateway.text;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Text that agents send.
public final class Utf8 {

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private Utf8() {}

    /// Decodes before any parser does: parsers of JSON guess at other encodings, and take sequences that are longer
    /// than
    /// they need be (RFC 3629, section 10). A byte order mark at the beginning is left out (RFC 8259, section 8.1).
    ///
    /// @throws CharacterCodingException if it is not UTF-8
    public static String decode(byte[] bytes) throws CharacterCodingException {
        String text = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
        return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
    }
}
