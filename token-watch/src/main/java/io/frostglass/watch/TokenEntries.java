package io.frostglass.watch;

import io.frostglass.audit.AuditEntry;
import io.frostglass.topics.Principal;
import java.time.Duration;
import java.util.Set;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/// Forwards the entries about tokens, by site, and ticks. A *tick* tells all partitions of the next processor how far
/// this partition has been read: a record with the number of this partition as key, and no value. Without ticks the
/// time of a silent site would stand still, and its silence would not be found.
final class TokenEntries extends ContextualProcessor<String, AuditEntry, String, AuditEntry> {

    /// The gateway's reasons to refuse an agent that an operator has stopped.
    private static final Set<String> STOPPED = Set.of("paused", "rollout_off");

    /// Few ticks, compared with the entries.
    private static final long BETWEEN_TICKS = Duration.ofSeconds(10).toMillis();

    /// Not in a store: a restart causes one tick more, which does no harm.
    private long lastTick = -BETWEEN_TICKS;

    @Override
    public void process(Record<String, AuditEntry> record) {
        if (isAboutTokens(record.value())) {
            context()
                    .forward(record.withKey(
                            WatchSubject.site(record.value().getSiteId()).key()));
        }
        if (record.timestamp() >= lastTick + BETWEEN_TICKS) {
            lastTick = record.timestamp();
            int partition = context().recordMetadata().orElseThrow().partition();
            context().forward(record.withKey(Integer.toString(partition)).withValue(null));
        }
    }

    /// Whether [EntryCounter] counts an entry.
    private static boolean isAboutTokens(AuditEntry entry) {
        return switch (entry.getAction()) {
            case anonymized -> entry.getEventId() != null;
            case minted, used -> entry.getSubject() != null;
            // An event that repeats another gets no token: the site is not silent.
            case withheld -> "duplicate".equals(entry.getReason());
            // A stopped agent that sends more requests is no misuse.
            case refused ->
                entry.getApplication().equals(Principal.AGENT_GATEWAY.user())
                        && !STOPPED.contains(String.valueOf(entry.getReason()));
            case revoked -> true;
            default -> false;
        };
    }
}
