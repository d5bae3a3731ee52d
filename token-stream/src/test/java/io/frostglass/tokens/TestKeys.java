package io.frostglass.tokens;

import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.SignedJWT;
import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;

/// Keys and verification for tests.
final class TestKeys {

    static final TokenConfig CONFIG = new TokenConfig(
            "frostglass",
            Duration.ofMinutes(4),
            Duration.ofMinutes(4),
            KeyTiming.of(Duration.ofHours(24), Duration.ZERO),
            KeySettings.made(SigningAlgorithm.ES256, 2048));

    private static final byte[] ED25519_INFO = HexFormat.of().parseHex("302a300506032b6570032100");

    private TestKeys() {}

    static KeyTiming timing(Duration rotation) {
        return new KeyTiming(rotation, Duration.ofMinutes(65), Duration.ZERO, Duration.ofMillis(50));
    }

    static KeyRing ring(Clock clock, SigningAlgorithm algorithm) {
        return ring(clock, new SigningKeySource.Made(algorithm, 2048), new FakeKeyLog());
    }

    static KeyRing ring(Clock clock, SigningKeySource source, KeyLog log) {
        return KeyRing.open(clock, source, timing(Duration.ofDays(1)), log);
    }

    /// Verifies as an independent verifier that has the JWK only.
    static boolean verifies(String token, String jwk) throws Exception {
        var parsed = SignedJWT.parse(token);
        return switch (JWK.parse(jwk)) {
            case RSAKey rsa -> parsed.verify(new RSASSAVerifier(rsa.toRSAPublicKey()));
            case ECKey ec -> parsed.verify((JWSVerifier) new ECDSAVerifier(ec.toECPublicKey()));
            case OctetKeyPair ed -> {
                var info = new BigInteger(1, ED25519_INFO).shiftLeft(256).or(new BigInteger(1, ed.getDecodedX()));
                var signature = Signature.getInstance("Ed25519");
                signature.initVerify(
                        KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(info.toByteArray())));
                signature.update(parsed.getSigningInput());
                yield signature.verify(parsed.getSignature().decode());
            }
            default -> throw new AssertionError("another kind of key");
        };
    }
}
