package io.frostglass.verifier;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// The three decoded parts of a JWS in compact form (RFC 7515, section 7.1).
///
/// Each token has exactly one text: no padding, no white space, no unused bits in the last characters. Otherwise a
/// token that a cache or a log refuses by its text could pass with another text.
///
/// @param signed the signed bytes: header and payload as sent
// Arrays: made here and only read; they are never compared.
@SuppressWarnings("ArrayRecordComponent")
record CompactJws(byte[] header, byte[] payload, byte[] signed, byte[] signature) {

    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    static CompactJws parse(@Nullable String token, int maxLength) throws TokenRefusedException {
        if (token == null) {
            throw new TokenRefusedException(TokenRefusal.MALFORMED);
        }
        TokenRefusedException.unless(token.length() <= maxLength, TokenRefusal.TOO_LONG);
        int first = token.indexOf('.');
        int second = token.indexOf('.', first + 1);
        TokenRefusedException.unless(
                first > 0 && second > 0 && token.indexOf('.', second + 1) < 0, TokenRefusal.MALFORMED);
        return new CompactJws(
                decode(token.substring(0, first)),
                decode(token.substring(first + 1, second)),
                token.substring(0, second).getBytes(US_ASCII),
                decode(token.substring(second + 1)));
    }

    private static byte[] decode(String part) throws TokenRefusedException {
        byte[] bytes;
        try {
            bytes = DECODER.decode(part);
        } catch (IllegalArgumentException e) {
            throw new TokenRefusedException(TokenRefusal.MALFORMED);
        }
        TokenRefusedException.unless(ENCODER.encodeToString(bytes).equals(part), TokenRefusal.MALFORMED);
        return bytes;
    }

    @Override
    public String toString() {
        return "CompactJws[redacted]";
    }
}
