package io.frostglass.encryption;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;

/// The name of a data key. Each instance of ingest makes its own for each site and day, and after each start another:
/// the random part tells them apart.
///
/// @param siteId the site whose records it encrypts
/// @param day the day on which it encrypts, UTC
/// @param random 16 hex digits
public record DataKeyId(String siteId, LocalDate day, String random) {

    private static final Pattern TEXT = Pattern.compile("([^/]{1,63})/(\\d{4}-\\d{2}-\\d{2})/([0-9a-f]{16})");

    /// @throws IllegalArgumentException if the text is not of the form `site/2026-11-30/0123456789abcdef`
    public static DataKeyId parse(String text) {
        var parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not the id of a data key");
        }
        try {
            return new DataKeyId(parts.group(1), LocalDate.parse(parts.group(2)), parts.group(3));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("not the id of a data key", e);
        }
    }

    /// The key of its record on the topic of data keys.
    @Override
    public String toString() {
        return siteId + "/" + day + "/" + random;
    }
}
