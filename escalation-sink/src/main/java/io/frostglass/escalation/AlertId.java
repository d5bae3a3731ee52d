package io.frostglass.escalation;

import io.frostglass.settings.Sha256;

/// An alert's id is computed from its event's. So an event that is processed again gives the same alert, and
/// receivers recognise the repetition.
final class AlertId {

    private AlertId() {}

    /// The id of an agent's own alert about an event. No event and no finding has an id with a slash.
    static String ofAgents(String eventId) {
        return of("agent/" + eventId);
    }

    /// `alr-` and the first 32 hex digits of the event id's SHA-256.
    static String of(String eventId) {
        return "alr-" + Sha256.hex(eventId).substring(0, 32);
    }
}
