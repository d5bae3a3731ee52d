package io.frostglass.watch;

import io.frostglass.audit.AuditEntry;
import io.frostglass.runtime.synthetic.SyntheticSteps;
import io.frostglass.topics.AuditTopics;
import io.frostglass.topics.Principal;
import java.time.Duration;
import java.util.Set;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

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
        RecordMetadata source = context().recordMetadata().orElseThrow();
        if (isAboutTokens(AuditTopics.writer(source.topic()), record.value())) {
            context()
                    .forward(record.withKey(
                            WatchSubject.site(record.value().getSiteId()).key()));
        }
        if (record.timestamp() >= lastTick + BETWEEN_TICKS) {
            lastTick = record.timestamp();
            context()
                    .forward(
                            record.withKey(Integer.toString(source.partition())).withValue(null));
        }
    }

    /// Whether [EntryCounter] counts an entry: only if its writer is the one that does such things. Otherwise any
    /// writer could say that a token comes from motion.
    private static boolean isAboutTokens(Principal writer, AuditEntry entry) {
        if (SyntheticSteps.isCheck(entry)) {
            // No agent: at a site without one, it would look as if tokens were used.
            return false;
        }
        return switch (entry.getAction()) {
            case anonymized -> writer == Principal.ANONYMIZE_STREAM && entry.getEventId() != null;
            case minted -> writer == Principal.TOKEN_STREAM && entry.getSubject() != null;
            // An event that repeats another gets no token: the site is not silent.
            case withheld -> writer == Principal.TOKEN_STREAM && "duplicate".equals(entry.getReason());
            case used -> writer == Principal.AGENT_GATEWAY && entry.getSubject() != null;
            // A stopped agent that sends more requests is no misuse.
            case refused -> writer == Principal.AGENT_GATEWAY && !STOPPED.contains(String.valueOf(entry.getReason()));
            case revoked -> writer == Principal.TOKEN_ADMIN;
            default -> false;
        };
    }
}
