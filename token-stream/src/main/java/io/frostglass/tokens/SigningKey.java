package io.frostglass.tokens;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.time.Instant;

/// A key that signs tokens. Made in memory, it never leaves it: there is nothing to steal from a disk, and nothing to
/// share when scaling out.
final class SigningKey {

    private static final int BITS = 2048;

    private final RSAKey pair;
    private final RSASSASigner signer;
    private final JWSHeader header;
    private final Instant notBefore;
    private final Instant notAfter;

    private SigningKey(RSAKey pair, Instant notBefore, Instant notAfter) throws JOSEException {
        this.pair = pair;
        this.signer = new RSASSASigner(pair);
        this.header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .type(JOSEObjectType.JWT)
                .keyID(pair.getKeyID())
                .build();
        this.notBefore = notBefore;
        this.notAfter = notAfter;
    }

    /// Makes a new one.
    static SigningKey make(Instant now, Duration validity) {
        try {
            RSAKey pair = new RSAKeyGenerator(BITS)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.RS256)
                    .keyIDFromThumbprint(true)
                    .generate();
            return new SigningKey(pair, now, now.plus(validity));
        } catch (JOSEException e) {
            throw new IllegalStateException("this JVM makes no RSA keys", e);
        }
    }

    /// Its id: the RFC 7638 thumbprint of the public half.
    String id() {
        return pair.getKeyID();
    }

    /// The public half as a JWK (RFC 7517), in JSON.
    String publicJwk() {
        return pair.toPublicJWK().toJSONString();
    }

    Instant notBefore() {
        return notBefore;
    }

    Instant notAfter() {
        return notAfter;
    }

    /// A JWS in compact form.
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
}
