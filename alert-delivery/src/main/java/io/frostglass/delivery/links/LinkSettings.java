package io.frostglass.delivery.links;

import io.frostglass.alerts.Escalation;
import io.frostglass.runtime.webhook.SigningSecret;
import io.frostglass.settings.Sha256;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;

/// How links are made.
///
/// @param publicUrl under which the readers of messages reach alert-delivery, without a slash at the end
/// @param keys the first one signs, and each is accepted
/// @param valid how long a link to a page about an incident is accepted
/// @param thumbnailsValid how long a link to a thumbnail is accepted
public record LinkSettings(URI publicUrl, List<SigningSecret> keys, Duration valid, Duration thumbnailsValid) {

    /// Below the public address. Short, as an SMS has little room.
    static final String INCIDENTS = "/i/";

    static final String THUMBNAILS = "/t/";

    public LinkSettings {
        keys = List.copyOf(keys);
    }

    /// Without the keys.
    @Override
    public String toString() {
        return "LinkSettings[" + publicUrl + "]";
    }

    LinkCodec codec() {
        return new LinkCodec(keys);
    }

    /// The hash of a picture, as links have it.
    static String hash(ByteBuffer picture) {
        byte[] bytes = new byte[picture.remaining()];
        picture.duplicate().get(bytes);
        return Sha256.hex(bytes).substring(0, LinkCodec.HASH_DIGITS);
    }

    /// Whether this is the picture of an alert.
    static boolean hasThumbnail(Escalation alert, String hash) {
        return alert.getThumbnail() != null && hash(alert.getThumbnail()).equals(hash);
    }
}
