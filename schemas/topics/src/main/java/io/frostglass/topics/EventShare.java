package io.frostglass.topics;

/// Which events belong to a share of all, such as that in which the decisions of agents count. Whoever asks gets
/// the same answer, without asking another: it follows from the event's id, which is keyed, and so spread evenly
/// and nobody's choice.
public final class EventShare {

    private static final int DIGITS = 8;
    private static final int HEX = 16;
    private static final int HUNDRED = 100;

    private EventShare() {}

    /// Whether an event is among so many of a hundred. One that is among some is among more, too.
    ///
    /// @param eventId `evt-` and 32 hex digits
    /// @param percent 0 to 100
    /// @throws IllegalArgumentException if the id is none
    public static boolean includes(String eventId, int percent) {
        String last = eventId.substring(Math.max(0, eventId.length() - DIGITS));
        return Integer.remainderUnsigned(Integer.parseUnsignedInt(last, HEX), HUNDRED) < percent;
    }
}
