package io.frostglass.delivery.callbacks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.frostglass.settings.Secret;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// An HMAC-SHA256 that a header has as hex digits behind a version, such as `v1=…`.
final class HexSignature {

    private static final String ALGORITHM = "HmacSHA256";

    private HexSignature() {}

    /// Whether a header's value is the signature by one of the secrets over the parts in turn. It takes the same time
    /// wherever the difference is.
    ///
    /// @param version with its equals sign
    static boolean matches(String value, String version, List<Secret> secrets, byte[]... parts) {
        return secrets.stream()
                .anyMatch(secret -> MessageDigest.isEqual(of(version, secret, parts), value.getBytes(US_ASCII)));
    }

    private static byte[] of(String version, Secret secret, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.bytes(), ALGORITHM));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return (version + HexFormat.of().formatHex(mac.doFinal())).getBytes(US_ASCII);
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("this JVM has no " + ALGORITHM, e);
        }
    }
}
