package io.frostglass.standalone.load;

/// What a camera needs to send events: its id and its secret, as in the sites file.
///
/// @param cameraId the id in the request's path
/// @param scheme how it signs
/// @param secret `whsec_` and base64 for [SigningScheme#STANDARD_WEBHOOKS]; for the others, text whose UTF-8
///     bytes are
/// the key
/// @param body how it sends its picture
public record CameraAccount(String cameraId, SigningScheme scheme, String secret, BodyForm body) {

    /// A camera that sends JSON.
    public CameraAccount(String cameraId, SigningScheme scheme, String secret) {
        this(cameraId, scheme, secret, BodyForm.JSON);
    }

    @Override
    public String toString() {
        return "CameraAccount[" + cameraId + ", " + scheme + "]";
    }

    /// How a camera sends its event.
    public enum BodyForm {
        /// One JSON object, the picture in it as base64.
        JSON,
        /// `multipart/form-data`, the parts `event` and `image`.
        MULTIPART
    }
}
