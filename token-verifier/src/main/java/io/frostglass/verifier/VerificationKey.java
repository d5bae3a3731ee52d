package io.frostglass.verifier;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The public key of a signing key, with its algorithm and its period of validity.
///
/// A JWK (RFC 7517) is accepted only if it is unambiguous: it has a supported `alg` and the kind of key for it (RSA
/// of 2048 to 4096 bits, P-256, Ed25519), its RFC 7638 thumbprint as `kid`, no other `use` than `sig`, and no private
/// key: a published private key is no secret.
public final class VerificationKey {

    private static final int MIN_BITS = 2048;
    private static final int MAX_BITS = 4096;
    private static final int MAX_EXPONENT_BITS = 32;

    /// Prefix of an Ed25519 key in X.509 (RFC 8410); the JDK cannot read the bare 32 bytes.
    private static final String ED25519_PREFIX = "302a300506032b6570032100";

    private final JWK jwk;
    private final SignatureAlgorithm algorithm;
    private final PublicKey key;
    private final Instant from;
    private final Instant until;

    private VerificationKey(JWK jwk, SignatureAlgorithm algorithm, PublicKey key, Instant from, Instant until) {
        this.jwk = jwk;
        this.algorithm = algorithm;
        this.key = key;
        this.from = from;
        this.until = until;
    }

    /// Reads a JWK. Its own `nbf` and `exp` can shorten the validity.
    ///
    /// @param from start of the validity
    /// @param until end of the validity, exclusive
    /// @return empty if it is not accepted
    public static Optional<VerificationKey> parse(String jwk, Instant from, Instant until) {
        try {
            // The form first: the library's reader accepts more than JSON, and throws for null.
            StrictJson.members(jwk.getBytes(UTF_8), TokenRefusal.MALFORMED);
            JWK read = JWK.parse(jwk);
            var algorithm =
                    Optional.ofNullable(read.getAlgorithm()).flatMap(word -> SignatureAlgorithm.of(word.getName()));
            if (algorithm.isEmpty() || !isForUse(read) || !fits(read, algorithm.get())) {
                return Optional.empty();
            }
            return Optional.of(new VerificationKey(
                    read,
                    algorithm.get(),
                    publicKey(read),
                    latest(from, read.getNotBeforeTime()),
                    earliest(until, read.getExpirationTime())));
        } catch (TokenRefusedException
                | ParseException
                | JOSEException
                | GeneralSecurityException
                | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// Its `kid`: the RFC 7638 thumbprint.
    public String id() {
        return jwk.getKeyID();
    }

    /// Its only algorithm.
    public SignatureAlgorithm algorithm() {
        return algorithm;
    }

    /// The start of its validity.
    public Instant from() {
        return from;
    }

    /// The end of its validity, exclusive.
    public Instant until() {
        return until;
    }

    /// It as a JWK, in JSON.
    public String jwk() {
        return jwk.toJSONString();
    }

    boolean verifies(byte[] signed, byte[] signature) {
        return algorithm.verifies(key, signed, signature);
    }

    @Override
    public String toString() {
        return "VerificationKey[" + id() + ", " + algorithm.code() + "]";
    }

    private static boolean isForUse(JWK jwk) throws JOSEException {
        return !jwk.isPrivate()
                && (jwk.getKeyUse() == null || jwk.getKeyUse().equals(KeyUse.SIGNATURE))
                && (jwk.getKeyOperations() == null || jwk.getKeyOperations().contains(KeyOperation.VERIFY))
                && jwk.computeThumbprint().toString().equals(jwk.getKeyID());
    }

    private static boolean fits(JWK jwk, SignatureAlgorithm algorithm) {
        return switch (algorithm) {
            case RS256, PS256 -> jwk instanceof RSAKey rsa && isSound(rsa);
            case ES256 -> jwk instanceof ECKey ec && ec.getCurve().equals(Curve.P_256);
            case EDDSA, ED25519 -> jwk instanceof OctetKeyPair pair && isSound(pair);
        };
    }

    /// Neither weak nor too large to verify fast.
    private static boolean isSound(RSAKey key) {
        int bits = key.getModulus().decodeToBigInteger().bitLength();
        var exponent = key.getPublicExponent().decodeToBigInteger();
        return bits >= MIN_BITS
                && bits <= MAX_BITS
                && exponent.testBit(0)
                && exponent.bitLength() > 1
                && exponent.bitLength() <= MAX_EXPONENT_BITS;
    }

    private static boolean isSound(OctetKeyPair pair) {
        return pair.getCurve().equals(Curve.Ed25519) && pair.getDecodedX().length == 32;
    }

    private static PublicKey publicKey(JWK jwk) throws JOSEException, GeneralSecurityException {
        return switch (jwk) {
            case RSAKey rsa -> rsa.toRSAPublicKey();
            case ECKey ec -> ec.toECPublicKey();
            case OctetKeyPair pair -> {
                String x509 = ED25519_PREFIX + HexFormat.of().formatHex(pair.getDecodedX());
                yield KeyFactory.getInstance("Ed25519")
                        .generatePublic(new X509EncodedKeySpec(HexFormat.of().parseHex(x509)));
            }
            default -> throw new JOSEException("not a key for signatures");
        };
    }

    private static Instant latest(Instant one, @Nullable Date other) {
        return other == null || other.toInstant().isBefore(one) ? one : other.toInstant();
    }

    private static Instant earliest(Instant one, @Nullable Date other) {
        return other == null || other.toInstant().isAfter(one) ? one : other.toInstant();
    }
}
