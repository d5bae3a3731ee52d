package io.frostglass.cameras;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;

/// The id of an event: `evt-` and 32 hex digits of an HMAC under the site's key over camera and webhook id. So a
/// request sent again has the same one, nobody without the key can make or link one, and two cameras never share one.
public final class EventId {

    private static final byte[] DOMAIN = "event-id\0".getBytes(UTF_8);
    private static final int HEX_DIGITS = 32;

    private EventId() {}

    /// Derives it.
    ///
    /// @param webhookId as the camera's scheme tells it; it and the camera's id hold no zero character
    public static String of(Camera camera, String webhookId) {
        byte[] mac = HmacSha256.sha256(
                camera.site().hashKey().bytes(), DOMAIN, (camera.id() + "\0" + webhookId).getBytes(UTF_8));
        return "evt-" + HexFormat.of().formatHex(mac).substring(0, HEX_DIGITS);
    }
}
