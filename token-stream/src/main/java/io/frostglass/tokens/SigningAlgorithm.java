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
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A JWS algorithm (RFC 7518, RFC 8037) with its names in the JCA.
enum SigningAlgorithm {
    RS256("RS256", "RSA", "SHA256withRSA"),
    PS256("PS256", "RSA", "RSASSA-PSS"),
    ES256("ES256", "EC", "SHA256withECDSAinP1363Format"),
    EDDSA("EdDSA", "Ed25519", "Ed25519");

    /// The shortest RSA keys, in bits.
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

    /// Why a key does not fit this algorithm; empty if it does.
    Optional<String> objection(PublicKey key) {
        String needed = switch (this) {
            case RS256, PS256 -> key instanceof RSAPublicKey ? "" : "an RSA key";
            case ES256 -> key instanceof ECPublicKey ec && bits(ec) == P_256_BITS ? "" : "a key on the curve P-256";
            case EDDSA -> key instanceof EdECPublicKey ed && isEd25519(ed) ? "" : "an Ed25519 key";
        };
        if (!needed.isEmpty()) {
            return Optional.of(word + " needs " + needed + ", and this one is of the kind " + key.getAlgorithm());
        }
        int bits = key instanceof RSAPublicKey rsa ? rsa.getModulus().bitLength() : LEAST_RSA_BITS;
        return bits >= LEAST_RSA_BITS
                ? Optional.empty()
                : Optional.of("an RSA key of " + bits + " bits is too short, " + LEAST_RSA_BITS + " is the least");
    }

    private static int bits(ECPublicKey key) {
        return key.getParams().getCurve().getField().getFieldSize();
    }

    private static boolean isEd25519(EdECPublicKey key) {
        return key.getParams().getName().equals(NamedParameterSpec.ED25519.getName());
    }

    /// Makes a pair of keys in memory.
    ///
    /// @param rsaBits length of an RSA key; other kinds have a fixed length
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
    /// @param provider null for the JVM's first that has the algorithm
    Signature signer(PrivateKey key, @Nullable Provider provider) throws GeneralSecurityException {
        var signer = signature(provider);
        signer.initSign(key);
        return signer;
    }

    /// A key translated for a provider: a translation at each signature would take more than half of its
    /// time.
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
        if (this == PS256) {
            // RFC 7518, section 3.5: the salt is as long as the hash.
            made.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
        }
        return made;
    }
}
