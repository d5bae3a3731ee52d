package io.frostglass.topics;

import java.util.List;
import java.util.Locale;

/// Who may be granted something on a cluster: one principal per application, and one per kind of outside reader.
public enum Principal {
    INGEST(Zone.RESTRICTED),
    ANONYMIZE_STREAM(Zone.RESTRICTED, KafkaUse.STREAMS),
    TOKEN_STREAM(Zone.AGENT, KafkaUse.STREAMS),
    AGENT_GATEWAY(Zone.AGENT),
    ESCALATION_SINK(Zone.SANITIZED, KafkaUse.STREAMS, KafkaUse.SHARE_GROUPS),
    /// People who look at sanitized events.
    CONSOLE(Zone.SANITIZED),
    /// A paging system that reads the alerts topic itself.
    PAGER(Zone.ALERTS),
    AUDIT_LOG(Zone.AUDIT),
    /// Looks in the audit log for misuse of tokens.
    TOKEN_WATCH(Zone.AUDIT, KafkaUse.STREAMS),
    /// People who name known scenes.
    PATTERN_ADMIN(Zone.RESTRICTED),
    /// People who revoke tokens, rotate keys, pause agents and propose how far they are rolled out.
    TOKEN_ADMIN(Zone.AGENT),
    /// The other people, who approve that.
    ROLLOUT_APPROVER(Zone.AGENT);

    /// What an application does with Kafka beside reading and writing its topics.
    enum KafkaUse {
        /// It is a Kafka Streams application: Kafka makes topics for it.
        STREAMS,
        /// It delivers through share groups and sets how they behave.
        SHARE_GROUPS
    }

    private final Zone zone;
    private final boolean streams;
    private final boolean shareGroups;

    Principal(Zone zone, KafkaUse... uses) {
        this.zone = zone;
        this.streams = List.of(uses).contains(KafkaUse.STREAMS);
        this.shareGroups = List.of(uses).contains(KafkaUse.SHARE_GROUPS);
    }

    /// Its name as a Kafka user, such as `token-stream`.
    public String user() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The zone of everything that Kafka makes for it: changelogs, repartition topics, group state. It is the
    /// strictest zone of what the application keeps.
    public Zone zone() {
        return zone;
    }

    /// What its group ids, transactional ids and internal topics are called or start with, such as
    /// `agent.token-stream`. For a Kafka Streams application it is the `application.id`.
    public String applicationId() {
        return zone.prefix() + user();
    }

    boolean uses(KafkaUse what) {
        return switch (what) {
            case STREAMS -> streams;
            case SHARE_GROUPS -> shareGroups;
        };
    }

    /// What the names of its share groups start with, where it has some; the rest is the receiver's name.
    public String shareGroupPrefix() {
        return applicationId() + "-delivery-";
    }

    /// What the names of the topics that Kafka Streams makes for it start with.
    String internalTopicPrefix() {
        return applicationId() + "-";
    }
}
