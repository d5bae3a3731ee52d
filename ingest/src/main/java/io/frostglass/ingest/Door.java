package io.frostglass.ingest;

import io.frostglass.cameras.Camera;
import io.frostglass.cameras.SignatureVerifier;
import io.frostglass.cameras.Sites;
import io.frostglass.cameras.Verification;
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
final class Door {

    private final Supplier<Sites> sites;
    private final SignatureVerifier verifier;
    private final RateLimits rates;
    private final Predicate<String> isKnown;

    /// @param isKnown whether an event id has been accepted before
    Door(Supplier<Sites> sites, SignatureVerifier verifier, RateLimits rates, Predicate<String> isKnown) {
        this.sites = sites;
        this.verifier = verifier;
        this.rates = rates;
        this.isKnown = isKnown;
    }

    /// What the door says.
    sealed interface Entry {
        /// Come in.
        ///
        /// @param headers those that were verified, to be kept with the body
        record Let(Camera camera, String eventId, Map<String, String> headers) implements Entry {}

        /// Not believed.
        ///
        /// @param camera the one that was named, if there is one
        record Unbelieved(Optional<Camera> camera, String reason) implements Entry {}

        /// Believed, but not from there.
        record WrongAddress(Camera camera) implements Entry {}

        /// Believed, but too often.
        ///
        /// @param retryAfterSeconds at least 1
        record TooOften(Camera camera, long retryAfterSeconds) implements Entry {}
    }

    /// Decides.
    ///
    /// @param header a request's header by its name
    /// @param from where it comes from; empty if that cannot be told
    Entry enter(
            String cameraId,
            Function<String, @Nullable String> header,
            byte[] body,
            Optional<InetAddress> from,
            Instant at) {
        Optional<Camera> named = sites.get().camera(cameraId);
        Map<String, String> headers = SignatureVerifier.headersOf(named, header);
        return switch (verifier.verify(named, headers, body, at)) {
            case Verification.Refused(var why) -> new Entry.Unbelieved(named, why.word());
            case Verification.Verified verified -> {
                Camera camera = verified.camera();
                if (!allows(camera, from)) {
                    yield new Entry.WrongAddress(camera);
                }
                String eventId = verified.eventId();
                long wait = rates.secondsToWait(camera, isKnown.test(eventId));
                yield wait > 0 ? new Entry.TooOften(camera, wait) : new Entry.Let(camera, eventId, headers);
            }
        };
    }

    private static boolean allows(Camera camera, Optional<InetAddress> from) {
        return camera.allow().isEmpty() || from.map(camera::allows).orElse(false);
    }
}
