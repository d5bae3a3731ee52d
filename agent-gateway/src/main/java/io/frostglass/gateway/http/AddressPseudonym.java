package io.frostglass.gateway.http;

import io.frostglass.settings.Secret;
import java.net.InetAddress;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// From where a request comes, as the audit log is told: an HMAC-SHA256 of the address, cut to 16 hex digits. Two
/// places can be told apart, and nobody without the key can tell which they are.
final class AddressPseudonym {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int BYTES = 8;

    private final Secret key;

    AddressPseudonym(Secret key) {
        this.key = key;
    }

    String of(InetAddress address) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key.bytes(), ALGORITHM));
            return HexFormat.of().formatHex(mac.doFinal(address.getAddress()), 0, BYTES);
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA256", e);
        }
    }
}
