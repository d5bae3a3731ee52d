package io.frostglass.runtime.audit;

import io.frostglass.audit.AuditEntry;
import io.frostglass.runtime.TopicSnapshot;
import io.frostglass.runtime.follow.FollowedRecord;
import io.frostglass.runtime.follow.FollowedRecord.RecordContent.RecordValue;
import io.frostglass.topics.AuditTopics;
import io.frostglass.topics.SerdeFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// The entries of all writers, for operators' commands.
public final class AuditLog {

    /// Entries with neighbouring numbers are written at most this long after each other, or in another order: a
    /// transaction lasts ten seconds at most, and the clocks of brokers differ.
    private static final Duration NEIGHBOURS = Duration.ofMinutes(1);

    private AuditLog() {}

    /// Reads the entries since a time, by the broker's clock, and returns the gaps in their numbers. An entry that
    /// cannot be read is logged, and counts as missing.
    ///
    /// @param kafka client settings of a principal that may read the audit log, such as `audit-log`
    /// @param since [Instant#EPOCH] for all entries
    /// @param each takes the entries, in the order of each partition
    public static List<AuditGap> read(
            Map<String, Object> kafka, SerdeFactory serdes, Instant since, Consumer<WrittenEntry> each) {
        // Kafka deletes older entries, and not of all partitions at once.
        Instant kept = Instant.now().minus(AuditTopics.RETENTION);
        var check = new SequenceCheck(since.isAfter(kept) ? since : kept);
        readAll(kafka, serdes, since.minus(NEIGHBOURS), written -> {
            check.take(written);
            if (!written.writtenAt().isBefore(since)) {
                each.accept(written);
            }
        });
        if (!check.gaps().isEmpty()) {
            // An entry may have come to one partition while another was read. It is there now.
            readAll(kafka, serdes, since.minus(NEIGHBOURS), check::fill);
        }
        return check.gaps();
    }

    private static void readAll(
            Map<String, Object> kafka, SerdeFactory serdes, Instant since, Consumer<WrittenEntry> each) {
        var values =
                serdes.serde(AuditTopics.all().getFirst(), AuditEntry.class).deserializer();
        TopicSnapshot.read(kafka, AuditTopics.all(), since, found -> {
            var record = FollowedRecord.of(found, values);
            if (record.recordContent() instanceof RecordValue<? extends AuditEntry>(AuditEntry entry)) {
                each.accept(new WrittenEntry(AuditTopics.writer(found.topic()), record.writtenAt(), entry));
            }
        });
    }
}
