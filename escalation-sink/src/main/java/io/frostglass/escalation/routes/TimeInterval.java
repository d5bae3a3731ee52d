package io.frostglass.escalation.routes;

import io.frostglass.settings.TimeWindow;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Set;

/// Times in a time zone: `time_intervals` of Alertmanager, with windows that may pass midnight, and with dates. All
/// parts that are set must hold. A window past midnight belongs to the day on which it began.
///
/// @param name unique in the file
/// @param windows in local time; empty: all day
/// @param daysOfMonth from 1, or from the end of the month by -1
/// @param dates such as holidays; empty: any date
public record TimeInterval(
        String name,
        ZoneId location,
        List<TimeWindow> windows,
        Set<DayOfWeek> weekdays,
        List<IntRange> daysOfMonth,
        Set<Month> months,
        List<IntRange> years,
        Set<LocalDate> dates) {

    /// A range of numbers, both ends included.
    public record IntRange(int from, int to) {
        boolean contains(int value) {
            return from <= value && value <= to;
        }
    }

    /// Whether it contains a time.
    boolean contains(Instant at) {
        ZonedDateTime local = at.atZone(location);
        if (windows.isEmpty()) {
            return containsDay(local.toLocalDate());
        }
        return windows.stream()
                .filter(window -> window.contains(local.toLocalTime()))
                .anyMatch(window -> containsDay(window.begun(local).toLocalDate()));
    }

    private boolean containsDay(LocalDate day) {
        return (weekdays.isEmpty() || weekdays.contains(day.getDayOfWeek()))
                && (months.isEmpty() || months.contains(day.getMonth()))
                && (years.isEmpty() || years.stream().anyMatch(range -> range.contains(day.getYear())))
                && (dates.isEmpty() || dates.contains(day))
                && (daysOfMonth.isEmpty() || daysOfMonth.stream().anyMatch(range -> contains(range, day)));
    }

    private static boolean contains(IntRange range, LocalDate day) {
        int length = day.lengthOfMonth();
        int from = range.from() < 0 ? Math.max(1, length + 1 + range.from()) : range.from();
        int to = range.to() < 0 ? length + 1 + range.to() : Math.min(length, range.to());
        return from <= day.getDayOfMonth() && day.getDayOfMonth() <= to;
    }
}
