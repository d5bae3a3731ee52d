package io.frostglass.settings;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CoderResult;

/// UTF-8 ([RFC 3629](https://www.rfc-editor.org/rfc/rfc3629)) from outside, checked before anything reads it: no
/// overlong
/// form, no half of a surrogate pair, nothing cut. JSON readers let some of these through, each others, and two that
/// read
/// the same bytes must not see two texts.
public final class StrictUtf8 {

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final int CHUNK = 8192;

    private StrictUtf8() {}

    /// Checks all of it, without making a text of it.
    ///
    /// @return where the text begins: behind a byte order mark
    /// @throws CharacterCodingException if it is not UTF-8
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

    /// The text, without a byte order mark.
    ///
    /// @throws CharacterCodingException if it is not UTF-8
    public static String decode(byte[] bytes) throws CharacterCodingException {
        int start = start(bytes);
        return UTF_8.newDecoder()
                .decode(ByteBuffer.wrap(bytes, start, bytes.length - start))
                .toString();
    }

    private static int start(byte[] bytes) {
        for (int i = 0; i < BYTE_ORDER_MARK.length; i++) {
            if (i >= bytes.length || bytes[i] != BYTE_ORDER_MARK[i]) {
                return 0;
            }
        }
        return BYTE_ORDER_MARK.length;
    }
}
