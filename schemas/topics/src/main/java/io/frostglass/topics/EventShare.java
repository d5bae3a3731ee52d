package io.frostglass.topics;

/// Decides which events belong to a share of all events, such as the share in which agents' decisions count. The
/// answer follows from the event's id alone, so every application gives the same one. An id is an HMAC: ids are
/// spread evenly, and nobody can choose one.
public final class EventShare {

    private static final int DIGITS = 8;
    private static final int HEX = 16;
    private static final int HUNDRED = 100;

    private EventShare() {}

    /// Whether an event belongs to a share. An event in a share is in every larger share, too.
    ///
    /// @param eventId `evt-` and 32 hex digits
    /// @param percent 0 to 100
    /// @throws IllegalArgumentException if the id has another form
    public static boolean includes(String eventId, int percent) {
        String last = eventId.substring(Math.max(0, eventId.length() - DIGITS));
        return Integer.remainderUnsigned(Integer.parseUnsignedInt(last, HEX), HUNDRED) < percent;
    }
}
