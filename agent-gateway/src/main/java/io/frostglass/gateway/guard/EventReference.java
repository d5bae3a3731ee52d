package io.frostglass.gateway.guard;

/// What a text is to be about, and so what it may name.
///
/// @param eventId the event that the token names
/// @param siteId its site
/// @param cameraId its camera
public record EventReference(String eventId, String siteId, String cameraId) {

    /// Where nothing need be known of that.
    static final EventReference NOTHING = new EventReference("", "", "");
}
