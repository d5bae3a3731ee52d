package io.frostglass.runtime.audit;

import io.frostglass.audit.AuditEntry;
import io.frostglass.topics.Principal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// An entry on the audit log.
///
/// @param writer who wrote it, by its topic
/// @param writtenAt when the broker got it, by the broker's clock
/// @param entry what the writer says
public record WrittenEntry(Principal writer, Instant writtenAt, AuditEntry entry) {

    /// Between an action and its entry: clocks differ, and an entry may wait for a broker.
    private static final Duration LATE = Duration.ofMinutes(5);

    /// What is unusual about the entry, in words for people; empty if nothing is.
    public List<String> remarks() {
        var remarks = new ArrayList<String>();
        if (!entry.getApplication().equals(writer.user())) {
            remarks.add("says that it is from " + printable(entry.getApplication()));
        }
        if (Duration.between(entry.getAt(), writtenAt).abs().compareTo(LATE) > 0) {
            remarks.add("says that it was at " + entry.getAt());
        }
        if (!isNumbered()) {
            remarks.add("has no number");
        }
        return List.copyOf(remarks);
    }

    boolean isNumbered() {
        return entry.getRunId() != null && entry.getSequence() > 0;
    }

    /// A writer may say anything here, and people read it in a terminal.
    private static String printable(String application) {
        return application.matches("[a-z-]{1,40}") ? application : "somebody else";
    }
}
