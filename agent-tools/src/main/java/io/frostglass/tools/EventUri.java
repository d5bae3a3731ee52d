package io.frostglass.tools;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The URI of an event, or of its thumbnail, as an MCP resource.
public record EventUri(String eventId, boolean isThumbnail) {

    /// The URI template of all events (RFC 6570).
    public static final String EVENTS = "frostglass://events/{event_id}";

    /// The URI template of all thumbnails.
    public static final String THUMBNAILS = EVENTS + "/thumbnail";

    private static final Pattern FORM = Pattern.compile("frostglass://events/(evt-[0-9a-f]{32})(/thumbnail)?");

    /// Reads a URI; empty if it is of another form.
    public static Optional<EventUri> parse(String uri) {
        Matcher form = FORM.matcher(uri);
        return form.matches() ? Optional.of(new EventUri(form.group(1), form.group(2) != null)) : Optional.empty();
    }

    static String ofThumbnail(String eventId) {
        return THUMBNAILS.replace("{event_id}", eventId);
    }
}
