package io.frostglass.cameras;

/// Whether a request comes from the camera that it names.
public sealed interface VerificationResult {

    /// It does.
    ///
    /// @param camera who sent it
    /// @param webhookId by which the same request sent again is recognised
    record Verified(Camera camera, String webhookId) implements VerificationResult {

        /// The id of the event, the same for every sending of it.
        public String eventId() {
            return EventId.of(camera, webhookId);
        }
    }

    /// It does not, or that cannot be told.
    record NotVerified(SignatureRefusal why) implements VerificationResult {}
}
