package io.frostglass.tools;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The address of an event, or of its thumbnail, among the resources.
///
/// @param eventId which event
/// @param thumbnail whether its thumbnail is meant
public record EventUri(String eventId, boolean thumbnail) {

    /// The addresses of all events (RFC 6570).
    public static final String EVENTS = "frostglass://events/{event_id}";

    /// And of all thumbnails.
    public static final String THUMBNAILS = EVENTS + "/thumbnail";

    private static final Pattern FORM = Pattern.compile("frostglass://events/(evt-[0-9a-f]{32})(/thumbnail)?");

    /// Reads one; empty if it is none.
    public static Optional<EventUri> parse(String uri) {
        Matcher form = FORM.matcher(uri);
        return form.matches() ? Optional.of(new EventUri(form.group(1), form.group(2) != null)) : Optional.empty();
    }

    static String thumbnailOf(String eventId) {
        return THUMBNAILS.replace("{event_id}", eventId);
    }
}
