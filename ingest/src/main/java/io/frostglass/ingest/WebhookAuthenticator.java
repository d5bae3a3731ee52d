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

/// Decides whether a request is let in: signature, then address, then rate. What comes after the signature is told to
/// nobody but who holds the camera's secret.
final class WebhookAuthenticator {

    private final Supplier<Sites> sites;
    private final SignatureVerifier verifier;
    private final RateLimiter rates;
    private final Predicate<String> isKnown;

    /// @param isKnown whether an event id has been accepted before
    WebhookAuthenticator(
            Supplier<Sites> sites, SignatureVerifier verifier, RateLimiter rates, Predicate<String> isKnown) {
        this.sites = sites;
        this.verifier = verifier;
        this.rates = rates;
        this.isKnown = isKnown;
    }

    /// What the door says.
    sealed interface WebhookAuthentication {
        /// Come in.
        ///
        /// @param headers those that were verified, to be kept with the body
        record Trusted(Camera camera, String eventId, Map<String, String> headers) implements WebhookAuthentication {}

        /// Not believed.
        ///
        /// @param camera the one that was named, if there is one
        record Untrusted(Optional<Camera> camera, String reason) implements WebhookAuthentication {}

        /// Believed, but not from there.
        record WrongAddress(Camera camera) implements WebhookAuthentication {}

        /// Believed, but too often.
        ///
        /// @param retryAfterSeconds at least 1
        record RateLimited(Camera camera, long retryAfterSeconds) implements WebhookAuthentication {}
    }

    /// Decides.
    ///
    /// @param header a request's header by its name
    /// @param from where it comes from; empty if that cannot be told
    WebhookAuthentication enter(
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
