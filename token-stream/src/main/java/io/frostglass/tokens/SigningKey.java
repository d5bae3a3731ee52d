package io.frostglass.tokens;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.impl.BaseJWSProvider;
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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A key that signs tokens. The private key never leaves it.
final class SigningKey {

    private static final int ED25519_BYTES = 32;

    private final JWK publicHalf;
    private final JWSHeader header;
    private final JWSSigner signer;

    private SigningKey(JWK publicHalf, JWSHeader header, JWSSigner signer) {
        this.publicHalf = publicHalf;
        this.header = header;
        this.signer = signer;
    }

    /// Makes a new key in memory.
    ///
    /// @param rsaBits length of an RSA key
    static SigningKey make(SigningAlgorithm algorithm, int rsaBits) {
        var pair = algorithm.make(rsaBits);
        var key = FastProvider.key(algorithm, pair.getPrivate());
        return of(algorithm, pair.getPublic(), key, FastProvider.of(algorithm).orElse(null));
    }

    /// Returns the key of a pair that fits the algorithm.
    ///
    /// @param provider signs with the private key; null for the JVM's first that can
    static SigningKey of(
            SigningAlgorithm algorithm, PublicKey publicHalf, PrivateKey privateHalf, @Nullable Provider provider) {
        try {
            var jwk = jwk(algorithm, publicHalf);
            var header = new JWSHeader.Builder(algorithm.jws())
                    .type(JOSEObjectType.JWT)
                    .keyID(jwk.getKeyID())
                    .build();
            return new SigningKey(jwk, header, new JcaSigner(algorithm, privateHalf, provider));
        } catch (JOSEException e) {
            throw new IllegalStateException("a public key has no thumbprint", e);
        }
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

    /// Returns its id: the RFC 7638 thumbprint of the public key.
    String id() {
        return publicHalf.getKeyID();
    }

    /// Returns the public key as a JWK (RFC 7517), in JSON.
    String publicJwk() {
        return publicHalf.toJSONString();
    }

    String sign(JWTClaimsSet claims) {
        var token = new SignedJWT(header, claims);
        try {
            token.sign(signer);
        } catch (JOSEException e) {
            throw new IllegalStateException("signing failed", e);
        }
        return token.serialize();
    }

    @Override
    public String toString() {
        return "SigningKey[" + id() + "]";
    }

    /// Nimbus' own signers need another library for Ed25519, and do not support keys in a device.
    private static final class JcaSigner extends BaseJWSProvider implements JWSSigner {

        private final SigningAlgorithm algorithm;
        private final PrivateKey key;
        private final @Nullable Provider provider;

        JcaSigner(SigningAlgorithm algorithm, PrivateKey key, @Nullable Provider provider) {
            super(Set.of(algorithm.jws()));
            this.algorithm = algorithm;
            this.key = key;
            this.provider = provider;
        }

        @Override
        public Base64URL sign(JWSHeader header, byte[] input) throws JOSEException {
            try {
                var signature = algorithm.signer(key, provider);
                signature.update(input);
                return Base64URL.encode(signature.sign());
            } catch (GeneralSecurityException e) {
                throw new JOSEException("signing failed", e);
            }
        }
    }
}
