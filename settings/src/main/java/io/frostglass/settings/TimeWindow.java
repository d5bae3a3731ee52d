package io.frostglass.settings;

import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.Locale;

/// A part of every day in local time, such as 22:00-06:00. When clocks change, local time counts: an hour that comes
/// twice is in the window twice, an hour that is skipped is never in it.
///
/// @param from first minute inside
/// @param to first minute after the window; earlier than `from` if the window passes midnight
public record TimeWindow(LocalTime from, LocalTime to) {

    private static final String FORM = "must be two times, such as 22:00-06:00";
    private static final String NOT_EMPTY = "must not begin and end at the same time";

    private static final DateTimeFormatter MINUTES =
            DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);

    public TimeWindow {
        if (from.equals(to)) {
            throw new IllegalArgumentException(NOT_EMPTY);
        }
    }

    /// Reads `HH:MM-HH:MM`.
    ///
    /// @throws InvalidValue for other text
    public static TimeWindow parse(String text) throws InvalidValue {
        int dash = text.indexOf('-');
        if (dash < 0) {
            throw new InvalidValue(FORM);
        }
        var from = time(text.substring(0, dash));
        var to = time(text.substring(dash + 1));
        if (from.equals(to)) {
            throw new InvalidValue(NOT_EMPTY);
        }
        return new TimeWindow(from, to);
    }

    private static LocalTime time(String text) throws InvalidValue {
        try {
            return LocalTime.parse(text.strip(), MINUTES);
        } catch (DateTimeParseException e) {
            throw new InvalidValue(FORM);
        }
    }

    /// Whether the window contains a local time.
    public boolean contains(LocalTime time) {
        boolean begun = !time.isBefore(from);
        boolean open = time.isBefore(to);
        return passesMidnight() ? begun || open : begun && open;
    }

    /// Moves a moment inside the window back to the day on which the window began.
    public ZonedDateTime begun(ZonedDateTime inside) {
        return passesMidnight() && inside.toLocalTime().isBefore(to) ? inside.minusDays(1) : inside;
    }

    private boolean passesMidnight() {
        return to.isBefore(from);
    }
}
