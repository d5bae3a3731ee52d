package io.frostglass.topics;

import java.util.Locale;
import java.util.Set;

/// The Kafka users: one per application, one per kind of operator, and one per kind of outside reader.
public enum Principal {
    INGEST(Zone.RESTRICTED),
    ANONYMIZE_STREAM(Zone.RESTRICTED, KafkaUse.STREAMS),
    TOKEN_STREAM(Zone.AGENT, KafkaUse.STREAMS),
    AGENT_GATEWAY(Zone.AGENT),
    ESCALATION_SINK(Zone.SANITIZED, KafkaUse.STREAMS),
    /// It alone has the secrets of receivers.
    ALERT_DELIVERY(Zone.ALERTS, KafkaUse.SHARE_GROUPS),
    /// People who look at sanitized events.
    CONSOLE(Zone.SANITIZED),
    /// A paging system that reads the alerts topic itself.
    PAGER(Zone.ALERTS),
    AUDIT_LOG(Zone.AUDIT),
    /// Searches the audit log for misuse of tokens.
    TOKEN_WATCH(Zone.AUDIT, KafkaUse.STREAMS),
    /// Takes backups. It reads what an installation cannot make anew, and nothing of the restricted zone.
    BACKUP(Zone.AUDIT, KafkaUse.GROUP_OFFSETS),
    /// People who name known scenes, and look after learnt backgrounds.
    PATTERN_ADMIN(Zone.RESTRICTED),
    /// People who erase what came from a site's pictures. They can read no picture, and have no key that opens one.
    ERASURE_ADMIN(Zone.RESTRICTED, KafkaUse.ERASURE),
    /// People who revoke tokens, rotate keys, pause agents and propose rollouts.
    TOKEN_ADMIN(Zone.AGENT),
    /// Other people, who approve rollouts.
    ROLLOUT_APPROVER(Zone.AGENT),
    /// People who acknowledge and resolve incidents, and silence alerts.
    INCIDENT_ADMIN(Zone.ALERTS);

    /// What an application does with Kafka besides reading and writing its topics.
    enum KafkaUse {
        /// It is a Kafka Streams application: Kafka makes topics for it.
        STREAMS,
        /// It delivers through share groups and sets how they behave.
        SHARE_GROUPS,
        /// It reads where the applications stand in their topics.
        GROUP_OFFSETS,
        /// It reads how many raw records there are, and where anonymize-stream stands in them; but none of them. It has
        /// the brokers compact what it erased.
        ERASURE
    }

    private final Zone zone;

    @SuppressWarnings("ImmutableEnumChecker") // Set.of is immutable.
    private final Set<KafkaUse> uses;

    Principal(Zone zone, KafkaUse... uses) {
        this.zone = zone;
        this.uses = Set.of(uses);
    }

    /// Its name as a Kafka user, such as `token-stream`.
    public String user() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The zone of its changelogs, repartition topics and groups: the strictest zone of what the application stores.
    public Zone zone() {
        return zone;
    }

    /// The prefix of its group ids, transactional ids and internal topics, such as `agent.token-stream`. In a Kafka
    /// Streams application it is the `application.id`.
    public String applicationId() {
        return zone.prefix() + user();
    }

    boolean uses(KafkaUse what) {
        return uses.contains(what);
    }

    /// The prefix of its share groups' names; the rest is the receiver's name.
    public String shareGroupPrefix() {
        return applicationId() + "-";
    }

    /// The prefix of the topics that Kafka Streams creates for it.
    String internalTopicPrefix() {
        return applicationId() + "-";
    }
}
