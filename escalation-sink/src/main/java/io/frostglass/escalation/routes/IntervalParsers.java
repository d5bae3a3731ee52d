package io.frostglass.escalation.routes;

import io.frostglass.escalation.routes.TimeInterval.IntRange;
import io.frostglass.settings.InvalidValue;
import io.frostglass.settings.TimeWindow;
import io.frostglass.settings.ValueParser;
import io.frostglass.settings.YamlMapping;
import io.frostglass.settings.YamlNode;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Month;
import java.time.format.DateTimeParseException;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Reads the parts of a time interval, in the forms of Alertmanager: `monday:friday`, `1:5`, `-3:-1`, `january:march`.
final class IntervalParsers {

    private static final String MIDNIGHT = "24:00";
    private static final int DAYS = 31;
    private static final int FIRST_YEAR = 1970;
    private static final int LAST_YEAR = 9999;

    private IntervalParsers() {}

    /// `{start_time: "22:00", end_time: "06:00"}`. It may pass midnight.
    ///
    /// @return an empty window for the whole day
    static Optional<Optional<TimeWindow>> window(YamlNode node) {
        return node.mapping().flatMap((YamlMapping yaml) -> {
            var start = yaml.required("start_time", IntervalParsers::time);
            var end = yaml.required(
                    "end_time", text -> text.equals(MIDNIGHT) ? LocalTime.MIDNIGHT : IntervalParsers.time(text));
            boolean wholeDay = start.present()
                    && start.get().equals(LocalTime.MIDNIGHT)
                    && end.present()
                    && end.get().equals(LocalTime.MIDNIGHT);
            if (!wholeDay && start.present() && end.present() && start.get().equals(end.get())) {
                yaml.problem("must not begin and end at the same time");
            }
            return yaml.build(() -> wholeDay ? Optional.empty() : Optional.of(new TimeWindow(start.get(), end.get())));
        });
    }

    /// A time such as `22:00`.
    static LocalTime time(String text) throws InvalidValue {
        try {
            if (text.length() == MIDNIGHT.length()) {
                return LocalTime.parse(text);
            }
        } catch (DateTimeParseException e) {
            // Reported below, without the text.
        }
        throw new InvalidValue("must be a time such as 22:00");
    }

    /// A day or a range of days; the range may pass the end of the week.
    static ValueParser<Set<DayOfWeek>> weekdays() {
        return text -> words(text, DayOfWeek.class, "must be a day or a range of days, such as monday:friday");
    }

    /// A month or a range of months, by name; the range may pass the end of the year.
    static ValueParser<Set<Month>> months() {
        return text -> words(text, Month.class, "must be a month or a range of months, such as january:march");
    }

    private static <E extends Enum<E>> Set<E> words(String text, Class<E> type, String form) throws InvalidValue {
        List<E> all = List.of(type.getEnumConstants());
        try {
            String[] ends = text.toUpperCase(Locale.ROOT).split(":", -1);
            int from = all.indexOf(Enum.valueOf(type, ends[0].strip()));
            int to = all.indexOf(Enum.valueOf(type, ends[ends.length - 1].strip()));
            if (ends.length <= 2) {
                var set = EnumSet.of(all.get(to));
                for (int i = from; i != to; i = (i + 1) % all.size()) {
                    set.add(all.get(i));
                }
                return set;
            }
        } catch (IllegalArgumentException e) {
            // Reported below, without the text.
        }
        throw new InvalidValue(form);
    }

    static ValueParser<IntRange> daysOfMonth() {
        return text -> {
            IntRange range = range(text, -DAYS, DAYS, "must be days such as 1:5 or -3:-1");
            if (range.from() == 0 || range.to() == 0 || (range.from() < 0 && range.to() > 0)) {
                throw new InvalidValue("must be days such as 1:5 or -3:-1");
            }
            return range;
        };
    }

    static ValueParser<IntRange> years() {
        return text -> range(text, FIRST_YEAR, LAST_YEAR, "must be years such as 2026:2028");
    }

    private static IntRange range(String text, int least, int most, String form) throws InvalidValue {
        List<String> ends = List.of(text.split(":", -1));
        try {
            int from = Integer.parseInt(ends.getFirst().strip());
            int to = Integer.parseInt(ends.getLast().strip());
            boolean sameSide = from < 0 == to < 0;
            if (ends.size() <= 2 && from >= least && to <= most && (from <= to || !sameSide)) {
                return new IntRange(from, to);
            }
        } catch (NumberFormatException e) {
            // Reported below, without the text.
        }
        throw new InvalidValue(form);
    }

    static ValueParser<LocalDate> date() {
        return text -> {
            try {
                return LocalDate.parse(text);
            } catch (DateTimeParseException e) {
                throw new InvalidValue("must be a date such as 2026-12-25");
            }
        };
    }
}
