package io.frostglass.standalone.load;

/// What a camera needs to be let in: its id and its secret, as in the sites file.
///
/// @param cameraId the id in the request's path
/// @param signingScheme how it signs
/// @param secret `whsec_` and base64 for [SigningScheme#STANDARD_WEBHOOKS]; for the others, text whose UTF-8 bytes are
/// the key
/// @param body how it sends its picture
public record CameraAccount(String cameraId, SigningScheme signingScheme, String secret, BodyForm body) {

    /// A camera that sends JSON.
    public CameraAccount(String cameraId, SigningScheme signingScheme, String secret) {
        this(cameraId, signingScheme, secret, BodyForm.JSON);
    }

    @Override
    public String toString() {
        return "CameraAccount[" + cameraId + ", " + signingScheme + "]";
    }

    /// How a camera sends its event.
    public enum BodyForm {
        /// One JSON object, the picture in it as base64.
        JSON,
        /// `multipart/form-data`, the parts `event` and `image`.
        MULTIPART
    }
}
