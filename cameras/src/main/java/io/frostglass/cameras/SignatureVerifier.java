package io.frostglass.cameras;

import io.frostglass.cameras.VerificationResult.NotVerified;
import io.frostglass.cameras.VerificationResult.Verified;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Tells whether a request comes from the camera that it names.
///
/// Whoever is refused cannot tell why by waiting: a refusal takes as many HMACs over the body for an unknown camera, a
/// missing signature and a wrong one, whatever the number of the camera's secrets. Pure and safe for many threads.
public final class SignatureVerifier {

    /// The most secrets that a camera may have.
    public static final int MAX_SECRETS = 3;

    /// How far the camera's clock may be off, unless told otherwise.
    public static final Duration WINDOW = Duration.ofMinutes(5);

    private static final byte[] NOTHING = {};

    /// Signs nothing: for the work where there is no secret to do it with.
    private static final byte[] DUMMY_KEY = new byte[HmacSha256.BYTES];

    static {
        new SecureRandom().nextBytes(DUMMY_KEY);
    }

    private final Duration window;

    /// @param window how far a signature's time may be from the time of its verification, before or after
    public SignatureVerifier(Duration window) {
        this.window = window;
    }

    /// The headers of a request that are needed to verify it, with their names in lower case.
    ///
    /// @param camera the camera that the request names; empty if there is none
    /// @param header a request's header by its name (in lower case here; not case-sensitive in HTTP)
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
    /// @param camera the camera that it names; empty if there is none
    /// @param headers as [#headersOf] gives them
    /// @param body exactly as it came
    /// @param at when it came
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
                            ? new Verified(camera, claim.webhookId().orElseGet(() -> hash(body)))
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

    /// Does the work of so many comparisons that cannot succeed.
    private static void spend(int hmacs, byte[] prefix, byte[] body) {
        for (int i = 0; i < hmacs; i++) {
            MessageDigest.isEqual(HmacSha256.sha256(DUMMY_KEY, prefix, body), NOTHING);
        }
    }

    /// Looks at all of them, each in constant time.
    private static boolean anyEqual(List<byte[]> signatures, byte[] expected) {
        boolean equal = false;
        for (byte[] signature : signatures) {
            equal |= MessageDigest.isEqual(signature, expected);
        }
        return equal;
    }

    private static String hash(byte[] body) {
        return HexFormat.of().formatHex(HmacSha256.digest(body));
    }

    private boolean inWindow(Optional<Instant> signedAt, Instant at) {
        return signedAt.isEmpty() || Duration.between(signedAt.get(), at).abs().compareTo(window) <= 0;
    }
}
