package io.frostglass.topics;

import java.util.Locale;

/// Who may be granted something on a cluster: one principal per application, and one per kind of outside reader.
public enum Principal {
    INGEST(Zone.RESTRICTED),
    ANONYMIZE_STREAM(Zone.RESTRICTED),
    TOKEN_STREAM(Zone.AGENT),
    AGENT_GATEWAY(Zone.AGENT),
    ESCALATION_SINK(Zone.SANITIZED),
    /// People who look at sanitized events.
    CONSOLE(Zone.SANITIZED),
    /// A paging system that reads the alerts topic itself.
    PAGER(Zone.ALERTS),
    AUDIT_LOG(Zone.AUDIT);

    private final Zone zone;

    Principal(Zone zone) {
        this.zone = zone;
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
}
