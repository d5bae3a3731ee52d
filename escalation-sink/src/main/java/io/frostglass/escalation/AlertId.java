package io.frostglass.escalation;

import io.frostglass.settings.Sha256;

/// An alert's id follows from its event's: whoever decides about the event again raises the same alert again, and a
/// receiver can tell.
final class AlertId {

    private static final String PREFIX = "alr-";
    private static final int DIGITS = 32;

    private AlertId() {}

    /// The id of the alert that an agent adds to the event's. No event and no finding has an id with a slash.
    static String ofAgents(String eventId) {
        return of("agent/" + eventId);
    }

    /// `alr-` and the first 32 hex digits of the event id's SHA-256.
    static String of(String eventId) {
        return PREFIX + Sha256.hex(eventId).substring(0, DIGITS);
    }
}
