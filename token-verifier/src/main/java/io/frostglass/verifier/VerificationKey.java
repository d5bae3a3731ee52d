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

/// The public half of a key that signs tokens, with the one algorithm it signs by and the time during which it may.
///
/// A JWK (RFC 7517) becomes one only if it leaves nothing open: it has an `alg` of ours and the kind of key for it
/// (RSA of 2048 to 4096 bits, P-256, Ed25519), a `kid` that is its RFC 7638 thumbprint, no other `use` than `sig`, and
/// no private half, because one that was published is no secret.
public final class VerificationKey {

    private static final int MIN_BITS = 2048;
    private static final int MAX_BITS = 4096;
    private static final int MAX_EXPONENT_BITS = 32;

    /// What comes before an Ed25519 key in X.509 (RFC 8410); the JDK reads no other form of 32 bytes.
    private static final String ED25519_PREFIX = "302a300506032b6570032100";

    private final JWK jwk;
    private final SignatureAlgorithm signatureAlgorithm;
    private final PublicKey key;
    private final Instant from;
    private final Instant until;

    private VerificationKey(
            JWK jwk, SignatureAlgorithm signatureAlgorithm, PublicKey key, Instant from, Instant until) {
        this.jwk = jwk;
        this.signatureAlgorithm = signatureAlgorithm;
        this.key = key;
        this.from = from;
        this.until = until;
    }

    /// Reads a JWK. Its own `nbf` and `exp`, where there, can shorten the validity and not lengthen it.
    ///
    /// @param from when it begins to be valid
    /// @param until from when on it is not valid any more
    /// @return nothing if it is not fit for use
    public static Optional<VerificationKey> parse(String jwk, Instant from, Instant until) {
        try {
            // The form first: the library's reader alone would take more than JSON, and throws for null.
            StrictJson.members(jwk.getBytes(UTF_8), TokenRefusal.MALFORMED);
            return of(JWK.parse(jwk), from, until);
        } catch (TokenRefusedException | ParseException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static Optional<VerificationKey> of(JWK jwk, Instant from, Instant until) {
        try {
            if (!isForUse(jwk)) {
                return Optional.empty();
            }
            Optional<SignatureAlgorithm> algorithm =
                    SignatureAlgorithm.of(jwk.getAlgorithm().getName());
            if (algorithm.isEmpty() || !fits(jwk, algorithm.get())) {
                return Optional.empty();
            }
            return Optional.of(new VerificationKey(
                    jwk,
                    algorithm.get(),
                    publicKey(jwk),
                    latest(from, jwk.getNotBeforeTime()),
                    earliest(until, jwk.getExpirationTime())));
        } catch (JOSEException | GeneralSecurityException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// Its `kid`: the RFC 7638 thumbprint.
    public String id() {
        return jwk.getKeyID();
    }

    /// The only algorithm by which it is believed.
    public SignatureAlgorithm signatureAlgorithm() {
        return signatureAlgorithm;
    }

    /// When it begins to be valid.
    public Instant from() {
        return from;
    }

    /// From when on it is not valid any more.
    public Instant until() {
        return until;
    }

    /// As a JWK, in JSON.
    public String jwk() {
        return jwk.toJSONString();
    }

    boolean verifies(byte[] signed, byte[] signature) {
        return signatureAlgorithm.verifies(key, signed, signature);
    }

    @Override
    public String toString() {
        return "VerificationKey[" + id() + ", " + signatureAlgorithm.code() + "]";
    }

    private static boolean isForUse(JWK jwk) throws JOSEException {
        return !jwk.isPrivate()
                && jwk.getAlgorithm() != null
                && (jwk.getKeyUse() == null || jwk.getKeyUse().equals(KeyUse.SIGNATURE))
                && (jwk.getKeyOperations() == null || jwk.getKeyOperations().contains(KeyOperation.VERIFY))
                && jwk.computeThumbprint().toString().equals(jwk.getKeyID());
    }

    private static boolean fits(JWK jwk, SignatureAlgorithm signatureAlgorithm) {
        return switch (signatureAlgorithm) {
            case RS256, PS256 -> jwk instanceof RSAKey rsa && isSound(rsa);
            case ES256 -> jwk instanceof ECKey ec && ec.getCurve().equals(Curve.P_256);
            case EDDSA, ED25519 -> jwk instanceof OctetKeyPair pair && isSound(pair);
        };
    }

    /// Neither weak, nor so large that verifying is work.
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
