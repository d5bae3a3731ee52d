package io.frostglass.topics;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The id of an incident: `inc-`, the site id, a dash and 16 hex digits. It holds the site, so that what a pager says
/// about an incident finds the partition of its site.
///
/// @param siteId at most 128 characters
/// @param digits 16 hex digits
public record IncidentId(String siteId, String digits) {

    private static final Pattern FORM = Pattern.compile("inc-(.{1,128})-([0-9a-f]{16})");

    /// Reads an id; empty for another text.
    public static Optional<IncidentId> parse(String text) {
        Matcher parts = FORM.matcher(text);
        return parts.matches() ? Optional.of(new IncidentId(parts.group(1), parts.group(2))) : Optional.empty();
    }

    /// The id as on topics and at receivers.
    public String text() {
        return "inc-" + siteId + "-" + digits;
    }
}
