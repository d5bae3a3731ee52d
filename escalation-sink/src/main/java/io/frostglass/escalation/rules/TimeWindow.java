package io.frostglass.escalation.rules;

import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.Locale;

/// A part of every day by the clock on the wall, such as 22:00-06:00. Where the clocks change, the wall counts: an hour
/// that comes twice is in the window twice, one that is left out never.
///
/// @param from first minute inside
/// @param to first minute after; earlier than `from` where the window passes midnight
record TimeWindow(LocalTime from, LocalTime to) {

    private static final DateTimeFormatter MINUTES =
            DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);

    TimeWindow {
        if (from.equals(to)) {
            throw new IllegalArgumentException("must not begin and end at the same time");
        }
    }

    /// Reads `HH:MM-HH:MM`.
    ///
    /// @throws IllegalArgumentException if it is anything else
    static TimeWindow parse(String text) {
        int dash = text.indexOf('-');
        if (dash < 0) {
            throw new IllegalArgumentException("must be two times, such as 22:00-06:00");
        }
        return new TimeWindow(time(text.substring(0, dash)), time(text.substring(dash + 1)));
    }

    private static LocalTime time(String text) {
        try {
            return LocalTime.parse(text.strip(), MINUTES);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("must be two times, such as 22:00-06:00", e);
        }
    }

    boolean contains(LocalTime time) {
        return passesMidnight() ? !time.isBefore(from) || time.isBefore(to) : !time.isBefore(from) && time.isBefore(to);
    }

    /// The moment, moved back to the day on which the window around it began.
    ZonedDateTime begun(ZonedDateTime inside) {
        return passesMidnight() && inside.toLocalTime().isBefore(to) ? inside.minusDays(1) : inside;
    }

    private boolean passesMidnight() {
        return to.isBefore(from);
    }
}
