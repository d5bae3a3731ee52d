package io.frostglass.verifier;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Optional;

/// The signature algorithms that a token may have (RFC 7518, RFC 8037, RFC 9864). None is symmetric: a verifier
/// cannot make tokens.
public enum SignatureAlgorithm {
    RS256("RS256", "SHA256withRSA"),
    PS256("PS256", "RSASSA-PSS"),
    ES256("ES256", "SHA256withECDSAinP1363Format"),
    /// The older name. The curve is always Ed25519, never Ed448.
    EDDSA("EdDSA", "Ed25519"),
    ED25519("Ed25519", "Ed25519");

    private static final PSSParameterSpec PSS =
            new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, PSSParameterSpec.TRAILER_FIELD_BC);

    private final String word;
    private final String jcaName;

    SignatureAlgorithm(String word, String jcaName) {
        this.word = word;
        this.jcaName = jcaName;
    }

    /// Its name in the `alg` of a header or a key.
    public String code() {
        return word;
    }

    /// The algorithm of this name; case counts.
    public static Optional<SignatureAlgorithm> of(String word) {
        return Arrays.stream(values()).filter(known -> known.word.equals(word)).findFirst();
    }

    /// Whether the signature is valid. A malformed signature is not.
    boolean verifies(PublicKey key, byte[] signed, byte[] signature) {
        try {
            var verification = Signature.getInstance(jcaName);
            if (this == PS256) {
                verification.setParameter(PSS);
            }
            verification.initVerify(key);
            verification.update(signed);
            return verification.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
