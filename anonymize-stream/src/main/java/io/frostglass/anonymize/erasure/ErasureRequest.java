package io.frostglass.anonymize.erasure;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;

/// What somebody asked to have erased.
///
/// @param before the first day of which pictures are kept, UTC
record ErasureRequest(String siteId, LocalDate before, Instant requestedAt) {

    /// The key of its record.
    String key() {
        return siteId + "/" + before;
    }

    /// A line of the journal.
    String line() {
        return requestedAt + " " + siteId + " " + before;
    }

    /// @throws IllegalArgumentException if it is not a line of a journal
    static ErasureRequest parse(String line) {
        String[] words = line.split(" ", -1);
        try {
            if (words.length == 3) {
                return new ErasureRequest(words[1], LocalDate.parse(words[2]), Instant.parse(words[0]));
            }
        } catch (DateTimeException e) {
            // Below.
        }
        throw new IllegalArgumentException("must be: time of the request, site, day");
    }
}
