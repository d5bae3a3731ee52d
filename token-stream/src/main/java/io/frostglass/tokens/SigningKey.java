package io.frostglass.tokens;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A key that signs tokens. The private key never leaves it.
final class SigningKey {

    private static final int ED25519_BYTES = 32;

    private final SigningAlgorithm algorithm;
    private final JWK publicHalf;
    private final PrivateKey privateHalf;
    private final @Nullable Provider provider;
    private final JWSHeader header;

    /// A key of a pair that fits the algorithm.
    ///
    /// @param provider signs with the private key; null for the JVM's first that can
    SigningKey(SigningAlgorithm algorithm, PublicKey publicHalf, PrivateKey privateHalf, @Nullable Provider provider) {
        this.algorithm = algorithm;
        this.privateHalf = privateHalf;
        this.provider = provider;
        try {
            this.publicHalf = jwk(algorithm, publicHalf);
        } catch (JOSEException e) {
            throw new IllegalStateException("a public key has no thumbprint", e);
        }
        this.header = new JWSHeader.Builder(algorithm.jws())
                .type(JOSEObjectType.JWT)
                .keyID(id())
                .build();
    }

    /// Makes a new key in memory.
    ///
    /// @param rsaBits length of an RSA key
    static SigningKey make(SigningAlgorithm algorithm, int rsaBits) {
        var pair = algorithm.make(rsaBits);
        var key = FastProvider.key(algorithm, pair.getPrivate());
        return new SigningKey(
                algorithm, pair.getPublic(), key, FastProvider.of(algorithm).orElse(null));
    }

    private static JWK jwk(SigningAlgorithm algorithm, PublicKey key) throws JOSEException {
        return switch (algorithm) {
            case RS256, PS256 ->
                new RSAKey.Builder((RSAPublicKey) key)
                        .keyUse(KeyUse.SIGNATURE)
                        .algorithm(algorithm.jws())
                        .keyIDFromThumbprint()
                        .build();
            case ES256 ->
                new ECKey.Builder(Curve.P_256, (ECPublicKey) key)
                        .keyUse(KeyUse.SIGNATURE)
                        .algorithm(algorithm.jws())
                        .keyIDFromThumbprint()
                        .build();
            case EDDSA ->
                new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(lastBytes(key.getEncoded())))
                        .keyUse(KeyUse.SIGNATURE)
                        .algorithm(algorithm.jws())
                        .keyIDFromThumbprint()
                        .build();
        };
    }

    /// RFC 8410, section 4: a SubjectPublicKeyInfo ends with the key.
    private static byte[] lastBytes(byte[] encoded) {
        return Arrays.copyOfRange(encoded, encoded.length - ED25519_BYTES, encoded.length);
    }

    /// The RFC 7638 thumbprint of the public key.
    String id() {
        return publicHalf.getKeyID();
    }

    String publicJwk() {
        return publicHalf.toJSONString();
    }

    /// A JWS in compact form (RFC 7515, section 7.1). The library's own signers need another library for Ed25519, and
    /// do not support keys in a device.
    String sign(JWTClaimsSet claims) {
        byte[] input = new SignedJWT(header, claims).getSigningInput();
        try {
            var signature = algorithm.signer(privateHalf, provider);
            signature.update(input);
            return new String(input, US_ASCII) + "." + Base64URL.encode(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("signing failed", e);
        }
    }

    @Override
    public String toString() {
        return "SigningKey[" + id() + "]";
    }
}
