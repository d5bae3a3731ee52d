package io.frostglass.cameras;

import io.frostglass.cameras.VerificationResult.SignatureRefusal;
import io.frostglass.settings.InvalidValue;
import io.frostglass.settings.Secret;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One header with a hexadecimal HMAC over the body alone, without a time and an id. The hash of the body is the id:
/// the same body is the same event while receipts are kept, and a replay after that cannot be detected.
///
/// @param header in lower case
/// @param prefix the text before the hex digits
record BodySignature(String schemeName, String header, String prefix) implements SignatureScheme {

    private static final int MIN_SECRET_BYTES = 16;
    private static final int MAX_SECRET_BYTES = 256;
    private static final byte[] NOTHING = {};

    @Override
    public Set<String> headers() {
        return Set.of(header);
    }

    @Override
    public Secret key(String text) throws InvalidValue {
        var secret = Secret.of(text);
        if (secret.length() < MIN_SECRET_BYTES || secret.length() > MAX_SECRET_BYTES) {
            throw new InvalidValue("must be text of " + MIN_SECRET_BYTES + " to " + MAX_SECRET_BYTES + " bytes");
        }
        return secret;
    }

    @Override
    public SignatureClaim read(Map<String, String> headers) {
        String value = headers.get(header);
        if (value == null) {
            return new SignatureClaim.Unsigned(SignatureRefusal.SIGNATURE_MISSING);
        }
        if (!value.startsWith(prefix) || value.length() != prefix.length() + 2 * HmacSha256.BYTES) {
            return new SignatureClaim.Unsigned(SignatureRefusal.SIGNATURE_MALFORMED);
        }
        try {
            byte[] signature = HexFormat.of().parseHex(value, prefix.length(), value.length());
            return new SignatureClaim.Signed(Optional.empty(), Optional.empty(), NOTHING, List.of(signature));
        } catch (IllegalArgumentException e) {
            return new SignatureClaim.Unsigned(SignatureRefusal.SIGNATURE_MALFORMED);
        }
    }
}
