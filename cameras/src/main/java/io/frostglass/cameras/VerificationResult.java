package io.frostglass.cameras;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;
import java.util.Locale;

/// The result of verifying a request's signature.
public sealed interface VerificationResult {

    /// The camera sent the request.
    ///
    /// @param webhookId identifies repeated sendings; like the camera's id it holds no zero character
    record Verified(Camera camera, String webhookId) implements VerificationResult {

        private static final byte[] DOMAIN = "event-id\0".getBytes(UTF_8);

        /// The id of the event: `evt-` and 32 hex digits of an HMAC over camera and webhook id.
        /// Repeated sendings have the same id, and two cameras never share one. Nobody can
        /// compute or link ids without the site's key.
        public String eventId() {
            byte[] id = (camera.id() + "\0" + webhookId).getBytes(UTF_8);
            byte[] mac = HmacSha256.sha256(camera.site().hashKey().bytes(), DOMAIN, id);
            return "evt-" + HexFormat.of().formatHex(mac, 0, 16);
        }
    }

    /// The camera did not send the request, or that cannot be verified.
    record NotVerified(SignatureRefusal why) implements VerificationResult {}

    /// Why a signature was refused, for audit and metrics. The sender only learns that it was refused.
    enum SignatureRefusal {
        UNKNOWN_CAMERA,
        SIGNATURE_MISSING,
        SIGNATURE_MALFORMED,
        SIGNATURE_WRONG,
        /// The signature is right but was made too long ago, or in the future.
        TIMESTAMP_OUTSIDE_WINDOW;

        /// Its word in audit entries and metrics, such as `unknown_camera`.
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
