package io.frostglass.topics;

import static io.frostglass.topics.Principal.AGENT_GATEWAY;
import static io.frostglass.topics.Principal.ALERT_DELIVERY;
import static io.frostglass.topics.Principal.ANONYMIZE_STREAM;
import static io.frostglass.topics.Principal.AUDIT_LOG;
import static io.frostglass.topics.Principal.BACKUP;
import static io.frostglass.topics.Principal.ERASURE_ADMIN;
import static io.frostglass.topics.Principal.ESCALATION_SINK;
import static io.frostglass.topics.Principal.INCIDENT_ADMIN;
import static io.frostglass.topics.Principal.INGEST;
import static io.frostglass.topics.Principal.PATTERN_ADMIN;
import static io.frostglass.topics.Principal.ROLLOUT_APPROVER;
import static io.frostglass.topics.Principal.TOKEN_ADMIN;
import static io.frostglass.topics.Principal.TOKEN_STREAM;
import static io.frostglass.topics.Principal.TOKEN_WATCH;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// The audit log: a topic for each principal that writes entries, such as `audit.ingest`.
///
/// Only this principal may write to it, and the broker sets the timestamps. So the topic shows who wrote an entry, and
/// the record's timestamp shows when. What an entry says about both is its writer's word.
public final class AuditTopics {

    /// How long an entry is kept, by the broker's clock.
    public static final Duration RETENTION = Duration.ofDays(365);

    private static final Map<Principal, Topic> TOPICS = new EnumMap<>(Principal.class);

    static {
        // As many each: entries about one event are in partitions with one number.
        for (Principal application : List.of(INGEST, ANONYMIZE_STREAM, TOKEN_STREAM, AGENT_GATEWAY)) {
            add(application, 3, AUDIT_LOG, BACKUP, TOKEN_WATCH);
        }
        // It says why an incident has notified somebody, or nobody.
        add(ESCALATION_SINK, 3, AUDIT_LOG, BACKUP, TOKEN_WATCH, INCIDENT_ADMIN);
        // It never handles a token, so token-watch does not read this.
        add(ALERT_DELIVERY, 3, AUDIT_LOG, BACKUP);
        add(INCIDENT_ADMIN, 1, AUDIT_LOG, BACKUP);
        add(ERASURE_ADMIN, 1, AUDIT_LOG, BACKUP);
        for (Principal operator : List.of(PATTERN_ADMIN, TOKEN_ADMIN, ROLLOUT_APPROVER)) {
            add(operator, 1, AUDIT_LOG, BACKUP, TOKEN_WATCH);
        }
    }

    private AuditTopics() {}

    private static void add(Principal writer, int partitions, Principal... readers) {
        var topic = Topic.topic(Zone.AUDIT, writer.user())
                .purpose("What " + writer.user() + " did, and when: ids and hashes, never payloads.")
                .key("event id, or the application where there is none")
                .value("AuditEntry")
                .partitions(partitions)
                .keptFor(RETENTION)
                .writtenBy(writer)
                .readBy(readers);
        TOPICS.put(writer, topic.build());
    }

    /// The topic of a principal's entries.
    ///
    /// @throws IllegalArgumentException if the principal writes none
    public static Topic of(Principal writer) {
        Topic topic = TOPICS.get(writer);
        if (topic == null) {
            throw new IllegalArgumentException(writer.user() + " writes no audit entries");
        }
        return topic;
    }

    /// The topics of all writers.
    public static List<Topic> all() {
        return List.copyOf(TOPICS.values());
    }

    /// The principal that wrote the entries on a topic.
    ///
    /// @throws IllegalArgumentException if the topic is not of the audit log
    public static Principal writer(String topic) {
        return TOPICS.entrySet().stream()
                .filter(entry -> entry.getValue().name().equals(topic))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(topic + " is no topic of the audit log"));
    }
}
