package io.frostglass.cameras;

import io.frostglass.cameras.VerificationResult.NotVerified;
import io.frostglass.cameras.VerificationResult.SignatureRefusal;
import io.frostglass.cameras.VerificationResult.Verified;
import io.frostglass.settings.Sha256;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Verifies that a request comes from the camera that it names. Pure and thread-safe.
///
/// The response time does not reveal the reason of a refusal: each refusal computes [#MAX_SECRETS] HMACs over the
/// body, for an unknown camera, a missing signature or a wrong one.
///
/// @param window how far a signature's time may be from the time of the request, before or after
public record SignatureVerifier(Duration window) {

    /// The most secrets that a camera may have.
    public static final int MAX_SECRETS = 3;

    /// The default for how far the camera's clock may be off.
    public static final Duration WINDOW = Duration.ofMinutes(5);

    private static final byte[] NOTHING = {};

    /// Takes the place of a secret where there is none.
    private static final byte[] DUMMY_KEY = new byte[HmacSha256.BYTES];

    static {
        new SecureRandom().nextBytes(DUMMY_KEY);
    }

    /// The headers of a request that verification needs, with names in lower case.
    ///
    /// @param camera the camera that the request names; empty if it does not exist
    /// @param header looks up a header of the request by its name
    public static Map<String, String> headersOf(Optional<Camera> camera, Function<String, @Nullable String> header) {
        var headers = new HashMap<String, String>();
        for (String name : new TreeSet<>(schemeOf(camera).headers())) {
            String value = header.apply(name);
            if (value != null) {
                headers.put(name.toLowerCase(Locale.ROOT), value);
            }
        }
        return Map.copyOf(headers);
    }

    /// Verifies a request.
    ///
    /// @param camera the camera that it names; empty if it does not exist
    /// @param headers from [#headersOf]
    /// @param body exactly as received
    /// @param at when it was received
    public VerificationResult verify(Optional<Camera> camera, Map<String, String> headers, byte[] body, Instant at) {
        return switch (schemeOf(camera).read(headers)) {
            case SignatureClaim.Unsigned(SignatureRefusal why) -> {
                spend(MAX_SECRETS, NOTHING, body);
                yield new NotVerified(camera.isEmpty() ? SignatureRefusal.UNKNOWN_CAMERA : why);
            }
            case SignatureClaim.Signed claim ->
                camera.isEmpty() ? refuseUnknown(claim, body) : verify(camera.get(), claim, body, at);
        };
    }

    private VerificationResult verify(Camera camera, SignatureClaim.Signed claim, byte[] body, Instant at) {
        int spent = 0;
        for (var secret : camera.secrets()) {
            if (secret.validAt(at)) {
                spent++;
                byte[] expected = HmacSha256.sha256(secret.key().bytes(), claim.prefix(), body);
                if (anyEqual(claim.signatures(), expected)) {
                    return inWindow(claim.signedAt(), at)
                            ? new Verified(camera, claim.webhookId().orElseGet(() -> Sha256.hex(body)))
                            : new NotVerified(SignatureRefusal.TIMESTAMP_OUTSIDE_WINDOW);
                }
            }
        }
        spend(MAX_SECRETS - spent, claim.prefix(), body);
        return new NotVerified(SignatureRefusal.SIGNATURE_WRONG);
    }

    private static VerificationResult refuseUnknown(SignatureClaim.Signed claim, byte[] body) {
        spend(MAX_SECRETS, claim.prefix(), body);
        return new NotVerified(SignatureRefusal.UNKNOWN_CAMERA);
    }

    private static SignatureScheme schemeOf(Optional<Camera> camera) {
        return camera.map(Camera::scheme).orElse(SignatureScheme.STANDARD_WEBHOOKS);
    }

    /// Computes HMACs that cannot match.
    private static void spend(int hmacs, byte[] prefix, byte[] body) {
        for (int i = 0; i < hmacs; i++) {
            MessageDigest.isEqual(HmacSha256.sha256(DUMMY_KEY, prefix, body), NOTHING);
        }
    }

    /// Compares all of them, each in constant time.
    private static boolean anyEqual(List<byte[]> signatures, byte[] expected) {
        boolean equal = false;
        for (byte[] signature : signatures) {
            equal |= MessageDigest.isEqual(signature, expected);
        }
        return equal;
    }

    private boolean inWindow(Optional<Instant> signedAt, Instant at) {
        return signedAt.isEmpty() || Duration.between(signedAt.get(), at).abs().compareTo(window) <= 0;
    }
}
