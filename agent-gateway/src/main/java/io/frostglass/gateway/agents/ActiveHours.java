package io.frostglass.gateway.agents;

import io.frostglass.settings.TimeWindow;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;

/// When an agent may make requests, in local time.
///
/// @param window hours of each day; empty for all
/// @param days of the week; with a window that passes midnight, the day on which it began. Empty: all
public record ActiveHours(Optional<TimeWindow> window, Set<DayOfWeek> days, ZoneId zone) {

    /// At any time.
    public static final ActiveHours ALWAYS = new ActiveHours(Optional.empty(), Set.of(), ZoneOffset.UTC);

    public ActiveHours {
        days = Set.copyOf(days);
    }

    public boolean contain(Instant time) {
        ZonedDateTime local = time.atZone(zone);
        return window.map(it -> it.contains(local.toLocalTime()) && isOneOf(it.begun(local)))
                .orElseGet(() -> isOneOf(local));
    }

    private boolean isOneOf(ZonedDateTime local) {
        return days.isEmpty() || days.contains(local.getDayOfWeek());
    }

    /// How long the hours go on, at most `most`. Hours and time zones change at full minutes.
    ///
    /// @param most a minute or so: each minute is checked
    public Duration within(Instant now, Duration most) {
        Instant end = now.plus(most);
        for (Instant time = now; time.isBefore(end); time = nextMinute(time)) {
            if (!contain(time)) {
                return Duration.between(now, time);
            }
        }
        return most;
    }

    private static Instant nextMinute(Instant time) {
        return time.truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
    }
}
