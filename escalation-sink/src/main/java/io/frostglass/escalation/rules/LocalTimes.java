package io.frostglass.escalation.rules;

import io.frostglass.sanitized.SanitizedMotion;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/// When an event was, by the clock at its site.
public final class LocalTimes {

    private LocalTimes() {}

    /// In UTC if this JVM does not know the site's zone: it may be older than the one that wrote the event, and
    /// an alert an hour off is better than none.
    public static ZonedDateTime of(SanitizedMotion event) {
        try {
            return event.getTimestamp().atZone(ZoneId.of(event.getTimeZone()));
        } catch (DateTimeException e) {
            return event.getTimestamp().atZone(ZoneOffset.UTC);
        }
    }
}
