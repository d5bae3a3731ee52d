package io.frostglass.escalation;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// An alert's id follows from its event's: whoever decides about the event again raises the same alert again, and a
/// receiver can tell.
final class AlertId {

    private static final String PREFIX = "alr-";
    private static final int BYTES = 16;

    private AlertId() {}

    /// The id of the alert that an agent adds to the event's. No event and no finding has an id with a slash.
    static String ofAgents(String eventId) {
        return of("agent/" + eventId);
    }

    /// `alr-` and the first 32 hex digits of the event id's SHA-256.
    static String of(String eventId) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(eventId.getBytes(StandardCharsets.UTF_8));
            return PREFIX + HexFormat.of().formatHex(digest, 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JVM has no SHA-256", e);
        }
    }
}
