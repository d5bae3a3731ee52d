package io.frostglass.tokens;

import com.nimbusds.jose.JWSAlgorithm;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How tokens are signed: a JWS algorithm (RFC 7518, RFC 8037) in the JCA's words.
enum SigningAlgorithm {
    RS256("RS256", "RSA", "SHA256withRSA"),
    PS256("PS256", "RSA", "RSASSA-PSS"),
    ES256("ES256", "EC", "SHA256withECDSAinP1363Format"),
    EDDSA("EdDSA", "Ed25519", "Ed25519");

    /// What is accepted, and made, at least.
    static final int LEAST_RSA_BITS = 2048;

    private static final String P_256 = "secp256r1";
    private static final int P_256_BITS = 256;

    private final String word;
    private final String keys;
    private final String signature;

    SigningAlgorithm(String word, String keys, String signature) {
        this.word = word;
        this.keys = keys;
        this.signature = signature;
    }

    /// The name in JWS headers and in the settings, such as `EdDSA`.
    String code() {
        return word;
    }

    static SigningAlgorithm of(String word) {
        return Arrays.stream(values())
                .filter(it -> it.code().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such algorithm"));
    }

    static List<String> codes() {
        return Arrays.stream(values()).map(SigningAlgorithm::code).toList();
    }

    JWSAlgorithm jws() {
        return JWSAlgorithm.parse(word);
    }

    /// What is wrong with a key for this algorithm, or nothing.
    Optional<String> objection(PublicKey key) {
        return switch (this) {
            case RS256, PS256 ->
                key instanceof RSAPublicKey rsa
                        ? objection(rsa.getModulus().bitLength())
                        : Optional.of(needs("an RSA key", key));
            case ES256 ->
                key instanceof ECPublicKey ec
                                && ec.getParams().getCurve().getField().getFieldSize() == P_256_BITS
                        ? Optional.empty()
                        : Optional.of(needs("a key on the curve P-256", key));
            case EDDSA ->
                key instanceof EdECPublicKey ed && ed.getParams().getName().equals(NamedParameterSpec.ED25519.getName())
                        ? Optional.empty()
                        : Optional.of(needs("an Ed25519 key", key));
        };
    }

    private static Optional<String> objection(int bits) {
        return bits >= LEAST_RSA_BITS
                ? Optional.empty()
                : Optional.of("an RSA key of " + bits + " bits is too short, " + LEAST_RSA_BITS + " is the least");
    }

    private String needs(String what, PublicKey key) {
        return word + " needs " + what + ", and this one is of the kind " + key.getAlgorithm();
    }

    /// Makes a pair of keys in memory.
    ///
    /// @param rsaBits how long an RSA key is to be; other kinds have one length
    KeyPair make(int rsaBits) {
        try {
            var generator = KeyPairGenerator.getInstance(keys);
            generator.initialize(
                    switch (this) {
                        case RS256, PS256 -> new RSAKeyGenParameterSpec(rsaBits, RSAKeyGenParameterSpec.F4);
                        case ES256 -> new ECGenParameterSpec(P_256);
                        case EDDSA -> NamedParameterSpec.ED25519;
                    });
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM makes no keys for " + word, e);
        }
    }

    /// A signer that is ready for [Signature#update(byte\[\])].
    ///
    /// @param provider whose; null for the JVM's first that can
    Signature signer(PrivateKey key, @Nullable Provider provider) throws GeneralSecurityException {
        var signer = signature(provider);
        signer.initSign(key);
        return signer;
    }

    /// A key as a provider has it: turning it into that at each signature costs more than half of it.
    PrivateKey translated(PrivateKey key, Provider provider) {
        if (provider.getService("KeyFactory", keys) == null) {
            return key;
        }
        try {
            return (PrivateKey) KeyFactory.getInstance(keys, provider).translateKey(key);
        } catch (GeneralSecurityException e) {
            return key;
        }
    }

    /// A verifier that is ready for [Signature#update(byte\[\])].
    Signature verifier(PublicKey key) throws GeneralSecurityException {
        var verifier = signature(null);
        verifier.initVerify(key);
        return verifier;
    }

    boolean isOffered(Provider provider) {
        return provider.getService("Signature", signature) != null;
    }

    private Signature signature(@Nullable Provider provider) throws GeneralSecurityException {
        var made = provider == null ? Signature.getInstance(signature) : Signature.getInstance(signature, provider);
        AlgorithmParameterSpec parameters = parameters();
        if (parameters != null) {
            made.setParameter(parameters);
        }
        return made;
    }

    private @Nullable AlgorithmParameterSpec parameters() {
        // RFC 7518, section 3.5: the salt is as long as the hash.
        return this == PS256 ? new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1) : null;
    }
}
