package io.frostglass.settings;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CoderResult;
import java.util.Arrays;

/// Checks UTF-8 ([RFC 3629](https://www.rfc-editor.org/rfc/rfc3629)) from outside before a parser reads it. It
/// rejects overlong forms (section 10), unpaired surrogates and incomplete sequences. JSON parsers guess at other
/// encodings and accept some of these forms, so two of them could read different texts in the same bytes. A byte
/// order mark at the beginning is left out ([RFC 8259](https://www.rfc-editor.org/rfc/rfc8259#section-8.1)).
public final class StrictUtf8 {

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final int CHUNK = 8192;

    private StrictUtf8() {}

    /// Checks the bytes without building a string, and returns the index at which the text begins.
    ///
    /// @throws CharacterCodingException if they are not UTF-8
    public static int check(byte[] bytes) throws CharacterCodingException {
        var decoder = UTF_8.newDecoder();
        var in = ByteBuffer.wrap(bytes);
        var room = CharBuffer.allocate(CHUNK);
        CoderResult result;
        do {
            result = decoder.decode(in, room.clear(), true);
        } while (result.isOverflow());
        if (result.isError()) {
            result.throwException();
        }
        return start(bytes);
    }

    /// Decodes the bytes.
    ///
    /// @throws CharacterCodingException if they are not UTF-8
    public static String decode(byte[] bytes) throws CharacterCodingException {
        int start = start(bytes);
        var text = ByteBuffer.wrap(bytes, start, bytes.length - start);
        return UTF_8.newDecoder().decode(text).toString();
    }

    private static int start(byte[] bytes) {
        int length = BYTE_ORDER_MARK.length;
        boolean marked = bytes.length >= length && Arrays.equals(bytes, 0, length, BYTE_ORDER_MARK, 0, length);
        return marked ? length : 0;
    }
}
