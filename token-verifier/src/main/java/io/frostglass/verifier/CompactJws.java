package io.frostglass.verifier;

import static io.frostglass.verifier.TokenRefusal.MALFORMED;
import static io.frostglass.verifier.TokenRefusal.TOO_LONG;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// The three parts of a JWS in compact form (RFC 7515, section 7.1), decoded.
///
/// There is one text for one token: no padding, no white space, no bits left over in a last character. Else a token
/// that is refused by its text, in a cache or a log, would pass with another.
final class CompactJws {

    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private final byte[] header;
    private final byte[] payload;
    private final byte[] signed;
    private final byte[] signature;

    private CompactJws(byte[] header, byte[] payload, byte[] signed, byte[] signature) {
        this.header = header;
        this.payload = payload;
        this.signed = signed;
        this.signature = signature;
    }

    static CompactJws parse(@Nullable String token, int maxLength) throws TokenRefusedException {
        if (token == null) {
            throw new TokenRefusedException(MALFORMED);
        }
        TokenRefusedException.unless(token.length() <= maxLength, TOO_LONG);
        int first = token.indexOf('.');
        int second = token.indexOf('.', first + 1);
        TokenRefusedException.unless(first > 0 && second > 0 && token.indexOf('.', second + 1) < 0, MALFORMED);
        return new CompactJws(
                decode(token.substring(0, first)),
                decode(token.substring(first + 1, second)),
                token.substring(0, second).getBytes(US_ASCII),
                decode(token.substring(second + 1)));
    }

    byte[] header() {
        return header;
    }

    byte[] payload() {
        return payload;
    }

    /// What the signature is over: header and payload as they were sent.
    byte[] signed() {
        return signed;
    }

    byte[] signature() {
        return signature;
    }

    private static byte[] decode(String part) throws TokenRefusedException {
        byte[] bytes;
        try {
            bytes = DECODER.decode(part);
        } catch (IllegalArgumentException e) {
            throw new TokenRefusedException(MALFORMED);
        }
        TokenRefusedException.unless(ENCODER.encodeToString(bytes).equals(part), MALFORMED);
        return bytes;
    }
}
