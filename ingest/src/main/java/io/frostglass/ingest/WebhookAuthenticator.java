package io.frostglass.ingest;

import io.frostglass.cameras.Camera;
import io.frostglass.cameras.SignatureVerifier;
import io.frostglass.cameras.Sites;
import io.frostglass.cameras.VerificationResult;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Checks the signature, the address and the rate of a request, in this order. Only a sender with the camera's secret
/// learns about address and rate.
///
/// @param isKnown whether an event id has been accepted before
record WebhookAuthenticator(
        Supplier<Sites> sites, SignatureVerifier verifier, RateLimiter rates, Predicate<String> isKnown) {

    sealed interface WebhookAuthentication {
        /// @param headers the verified headers, to be stored with the body
        record Trusted(Camera camera, String eventId, Map<String, String> headers) implements WebhookAuthentication {}

        /// The signature is missing or wrong.
        ///
        /// @param camera empty for an unknown camera
        record Untrusted(Optional<Camera> camera, String reason) implements WebhookAuthentication {}

        /// The signature is right, but the address is not allowed.
        record WrongAddress(Camera camera) implements WebhookAuthentication {}

        /// Too many requests.
        ///
        /// @param retryAfterSeconds at least 1
        record RateLimited(Camera camera, long retryAfterSeconds) implements WebhookAuthentication {}
    }

    /// @param header gives a header by its name
    /// @param from the sender's address; empty if unknown
    WebhookAuthentication authenticate(
            String cameraId,
            Function<String, @Nullable String> header,
            byte[] body,
            Optional<InetAddress> from,
            Instant at) {
        Optional<Camera> named = sites.get().camera(cameraId);
        Map<String, String> headers = SignatureVerifier.headersOf(named, header);
        return switch (verifier.verify(named, headers, body, at)) {
            case VerificationResult.NotVerified(var why) -> new WebhookAuthentication.Untrusted(named, why.code());
            case VerificationResult.Verified verified -> {
                Camera camera = verified.camera();
                if (!allows(camera, from)) {
                    yield new WebhookAuthentication.WrongAddress(camera);
                }
                String eventId = verified.eventId();
                long wait = rates.secondsToWait(camera, isKnown.test(eventId));
                yield wait > 0
                        ? new WebhookAuthentication.RateLimited(camera, wait)
                        : new WebhookAuthentication.Trusted(camera, eventId, headers);
            }
        };
    }

    private static boolean allows(Camera camera, Optional<InetAddress> from) {
        return camera.allow().isEmpty() || from.map(camera::allows).orElse(false);
    }
}
