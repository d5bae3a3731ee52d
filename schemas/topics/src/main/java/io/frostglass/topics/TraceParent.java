package io.frostglass.topics;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/// The `traceparent` of an event, as in [W3C Trace Context, level 1](https://www.w3.org/TR/trace-context-1/), section
/// 3.2. Its trace id is the 32 hex digits of the event's id. So all records of an event have the same one, also after
/// a wait or a restart, and nothing has to be kept for that. An event id is an HMAC: nobody outside can choose one, so
/// no camera can send a message by it.
///
/// @param traceId 32 small hex digits, not all zero
public record TraceParent(String traceId) {

    /// The name of the header, in records and in HTTP.
    public static final String HEADER = "traceparent";

    private static final Pattern EVENT = Pattern.compile("evt-([0-9a-f]{16}([0-9a-f]{16}))");
    private static final String NO_SPAN = "0".repeat(16);

    /// That of an event.
    ///
    /// @param eventId may be that of something else, such as a finding
    /// @return empty if it is not an event's
    public static Optional<TraceParent> ofEvent(@Nullable String eventId) {
        Matcher event = EVENT.matcher(eventId == null ? "" : eventId);
        // Neither the trace id nor the parent id may be all zero.
        return event.matches() && !event.group(2).equals(NO_SPAN)
                ? Optional.of(new TraceParent(event.group(1)))
                : Optional.empty();
    }

    /// The value of the header: version 0, the trace id, its second half as the id of the parent, and the flag
    /// `sampled`. What instruments an application makes spans below that parent.
    public String text() {
        return "00-" + traceId + "-" + traceId.substring(NO_SPAN.length()) + "-01";
    }

    /// Gives the headers of a record the `traceparent` of its event, in place of any other.
    ///
    /// @param eventId null for a record about no event
    static void set(Headers headers, @Nullable String eventId) {
        headers.remove(HEADER);
        ofEvent(eventId).ifPresent(it -> headers.add(HEADER, it.text().getBytes(StandardCharsets.US_ASCII)));
    }
}
