package io.frostglass.runtime.audit;

import io.frostglass.topics.Principal;

/// Entries that are missing from the audit log, although later ones of their run are there.
///
/// @param run the id that the writer gave
/// @param first number of the first missing entry
/// @param last number of the last missing entry
public record AuditGap(Principal writer, String run, long first, long last) {

    /// For people, such as `token-stream: entries 5 to 7 of run 0123456789abcdef are missing`.
    public String text() {
        String which = first == last ? "entry " + first : "entries " + first + " to " + last;
        return writer.user() + ": " + which + " of run " + (run.matches("[0-9a-f]{16}") ? run : "?")
                + (first == last ? " is missing" : " are missing");
    }
}
