package io.frostglass.topics;

import static io.frostglass.topics.Principal.AGENT_GATEWAY;
import static io.frostglass.topics.Principal.ALERT_DELIVERY;
import static io.frostglass.topics.Principal.ANONYMIZE_STREAM;
import static io.frostglass.topics.Principal.AUDIT_LOG;
import static io.frostglass.topics.Principal.BACKUP;
import static io.frostglass.topics.Principal.CONSOLE;
import static io.frostglass.topics.Principal.ERASURE_ADMIN;
import static io.frostglass.topics.Principal.ESCALATION_SINK;
import static io.frostglass.topics.Principal.INCIDENT_ADMIN;
import static io.frostglass.topics.Principal.INGEST;
import static io.frostglass.topics.Principal.PAGER;
import static io.frostglass.topics.Principal.PATTERN_ADMIN;
import static io.frostglass.topics.Principal.ROLLOUT_APPROVER;
import static io.frostglass.topics.Principal.TOKEN_ADMIN;
import static io.frostglass.topics.Principal.TOKEN_STREAM;
import static io.frostglass.topics.Principal.TOKEN_WATCH;
import static io.frostglass.topics.Topic.topic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Every topic there is, in the order in which an event passes them. Provisioning, ACLs, `docs/topics.md` and the
/// tests are derived from it; a topic that is not here does not exist.
public final class TopicCatalogue {

    /// Largest record of a topic that holds raw media: an accepted body of 12 MiB and its headers.
    public static final int RAW_RECORD_BYTES = 13 * 1024 * 1024;

    /// How long after its issue a token can be valid at most, differences between clocks included. Issuing, revoking
    /// and forgetting a revocation all rely on it.
    public static final Duration MAX_TOKEN_LIFETIME = Duration.ofMinutes(5);

    private static final List<Topic> TOPICS = new ArrayList<>();

    public static final Topic MOTION_RAW = add(topic(Zone.RESTRICTED, "motion-raw")
            .purpose("Accepted webhooks, byte for byte as signed, pictures included.")
            .key("site id")
            .value("MotionRaw")
            .partitions(6)
            .keptFor(Duration.ofHours(24))
            .maxRecordBytes(RAW_RECORD_BYTES)
            .writtenBy(INGEST)
            .readBy(ANONYMIZE_STREAM));

    public static final Topic RECEIPTS = add(topic(Zone.RESTRICTED, "receipts")
            .purpose("Which events have been accepted, so that a webhook sent again is recognised.")
            .key("event id")
            .value("Receipt")
            .latestPerKeyFor(Duration.ofHours(24))
            .writtenBy(INGEST)
            .readBy(INGEST));

    /// Longer than any record is kept that a data key encrypts.
    public static final Topic DATA_KEYS = add(topic(Zone.RESTRICTED, "data-keys")
            .purpose("Keys that encrypt raw records, at least one for each site and day, wrapped by a key outside of"
                    + " Kafka.")
            .key("site id, day and a random id")
            .value("WrappedKey")
            .keptAndErasable(Duration.ofDays(30))
            .writtenBy(INGEST, ERASURE_ADMIN)
            .readBy(ANONYMIZE_STREAM, ERASURE_ADMIN));

    public static final Topic PICTURE_HASHES = add(topic(Zone.RESTRICTED, "picture-hashes")
            .purpose("Perceptual hashes of pictures, so that a scene can be named later.")
            .key("event id")
            .value("PictureHash")
            .partitions(6)
            .keptAndErasable(Duration.ofDays(7))
            .timestampsOfWriter()
            .writtenBy(ANONYMIZE_STREAM, ERASURE_ADMIN)
            .readBy(PATTERN_ADMIN, ERASURE_ADMIN));

    public static final Topic KNOWN_PATTERNS = add(topic(Zone.RESTRICTED, "known-patterns")
            .purpose("Scenes that the firm has named: safe or unsafe.")
            .key("site id and name")
            .value("NamedPattern")
            .latestPerKey()
            .compactedWithin(Duration.ofDays(1))
            .writtenBy(PATTERN_ADMIN, ERASURE_ADMIN)
            .readBy(ANONYMIZE_STREAM, PATTERN_ADMIN, ERASURE_ADMIN));

    public static final Topic BACKGROUND_CONTROLS = add(topic(Zone.RESTRICTED, "background-controls")
            .purpose("Which learnt backgrounds are to be forgotten, or not to change.")
            .key("camera id")
            .value("BackgroundControl")
            .latestPerKey()
            .writtenBy(PATTERN_ADMIN, ERASURE_ADMIN)
            .readBy(ANONYMIZE_STREAM, PATTERN_ADMIN, ERASURE_ADMIN));

    public static final Topic BACKGROUND_STATUS = add(topic(Zone.RESTRICTED, "background-status")
            .purpose("How much of each camera's background is known, without a picture.")
            .key("camera id")
            .value("BackgroundStatus")
            .latestPerKey()
            .writtenBy(ANONYMIZE_STREAM)
            .readBy(PATTERN_ADMIN, ERASURE_ADMIN));

    public static final Topic ERASURES = add(topic(Zone.RESTRICTED, "erasures")
            .purpose("Requests to erase what came from a site's pictures, and when each was done.")
            .key("site id and day")
            .value("Erasure")
            .latestPerKeyFor(Duration.ofDays(365))
            .writtenBy(ERASURE_ADMIN)
            .readBy(ANONYMIZE_STREAM, ERASURE_ADMIN));

    public static final Topic RESTRICTED_DEAD_LETTERS = add(topic(Zone.RESTRICTED, "dead-letters")
            .purpose("Raw records that anonymize-stream refused, with the reason in their headers.")
            .key("site id")
            .keptFor(Duration.ofDays(7))
            .maxRecordBytes(RAW_RECORD_BYTES)
            .writtenBy(ANONYMIZE_STREAM));

    public static final Topic MOTION = add(topic(Zone.SANITIZED, "motion")
            .purpose("Motion events without pictures, names, places or serials.")
            .key("site id")
            .value("SanitizedMotion")
            .partitions(6)
            .keptFor(Duration.ofDays(7))
            .timestampsOfWriter()
            .writtenBy(ANONYMIZE_STREAM)
            .readBy(TOKEN_STREAM, ESCALATION_SINK, CONSOLE));

    public static final Topic SANITIZED_DEAD_LETTERS = add(topic(Zone.SANITIZED, "dead-letters")
            .purpose("Sanitized records that a reader of sanitized.motion could not read.")
            .key("site id")
            .keptFor(Duration.ofDays(7))
            .writtenBy(TOKEN_STREAM, ESCALATION_SINK)
            .readBy(CONSOLE));

    public static final Topic MOTION_AUTHORIZED = add(topic(Zone.AGENT, "motion-authorized")
            .purpose("Sanitized events, each with the token that allows one alert about it.")
            .key("site id")
            .value("AuthorizedMotion")
            .partitions(6)
            .keptFor(Duration.ofHours(1))
            .timestampsOfWriter()
            .writtenBy(TOKEN_STREAM)
            .readBy(AGENT_GATEWAY));

    public static final Topic KEYS = add(topic(Zone.AGENT, "keys")
            .purpose("Public halves of the keys that sign tokens.")
            .key("key id")
            .value("AgentKey")
            .latestPerKeyFor(Duration.ofDays(7))
            .timestampsOfWriter()
            .writtenBy(TOKEN_STREAM)
            .readBy(TOKEN_STREAM, AGENT_GATEWAY));

    public static final Topic ROTATIONS = add(topic(Zone.AGENT, "rotations")
            .purpose("Asks for new signing keys now.")
            .key("always all")
            .value("KeyRotation")
            .latestPerKeyFor(Duration.ofHours(1))
            .writtenBy(TOKEN_ADMIN)
            .readBy(TOKEN_STREAM));

    /// token-stream revokes one token a day and site itself, that of the synthetic event. It makes all tokens
    /// anyway, so the right to revoke them gives it no more power.
    public static final Topic REVOCATIONS = add(topic(Zone.AGENT, "revocations")
            .purpose("Tokens that are no longer valid although they have not expired.")
            .key("kind and id")
            .value("Revocation")
            .latestPerKeyFor(Duration.ofHours(1))
            .writtenBy(TOKEN_ADMIN, TOKEN_STREAM)
            .readBy(AGENT_GATEWAY));

    public static final Topic SWITCHES = add(topic(Zone.AGENT, "switches")
            .purpose("Which agents are paused.")
            .key("agent, or all")
            .value("AgentSwitch")
            .latestPerKey()
            .writtenBy(TOKEN_ADMIN)
            .readBy(AGENT_GATEWAY, BACKUP));

    public static final Topic ROLLOUTS = add(topic(Zone.AGENT, "rollouts")
            .purpose("How far the decisions of agents are to count at each site.")
            .key("site id and rollout id")
            .value("AgentRollout")
            .latestPerKey()
            .writtenBy(TOKEN_ADMIN)
            .readBy(TOKEN_ADMIN, ROLLOUT_APPROVER, AGENT_GATEWAY, BACKUP));

    /// The principal that writes one of the two topics may not write the other: it takes two people.
    public static final Topic ROLLOUT_APPROVALS = add(topic(Zone.AGENT, "rollout-approvals")
            .purpose("That a second person agrees to it.")
            .key("site id and rollout id")
            .value("AgentRolloutApproval")
            .latestPerKey()
            .writtenBy(ROLLOUT_APPROVER)
            .readBy(TOKEN_ADMIN, ROLLOUT_APPROVER, AGENT_GATEWAY, BACKUP));

    public static final Topic ATTENDANCE = add(topic(Zone.AGENT, "attendance")
            .purpose("At which sites there is an agent to wait for.")
            .key("gateway")
            .value("AgentAttendance")
            .latestPerKeyFor(Duration.ofHours(1))
            .writtenBy(AGENT_GATEWAY)
            .readBy(ESCALATION_SINK));

    public static final Topic DECISIONS = add(topic(Zone.AGENT, "decisions")
            .purpose("What agents decided; each the one use of a token.")
            .key("event id")
            .value("AgentDecision")
            .partitions(6)
            .keptFor(Duration.ofDays(7))
            .writtenBy(AGENT_GATEWAY)
            .readBy(AGENT_GATEWAY, ESCALATION_SINK));

    /// Nobody reads it: an unreadable record may hold anything, even a token.
    public static final Topic AGENT_DEAD_LETTERS = add(topic(Zone.AGENT, "dead-letters")
            .purpose("Decisions of agents that escalation-sink could not read.")
            .key("event id")
            .keptFor(Duration.ofDays(7))
            .writtenBy(ESCALATION_SINK));

    public static final Topic ESCALATIONS = add(topic(Zone.ALERTS, "escalations")
            .purpose("Alerts for people: the public contract for paging systems.")
            .key("incident id, or alert id where alerts are not grouped")
            .value("Escalation")
            .partitions(6)
            .keptFor(Duration.ofDays(7))
            .timestampsOfWriter()
            .writtenBy(ESCALATION_SINK)
            .readBy(ALERT_DELIVERY, PAGER, INCIDENT_ADMIN));

    /// As many partitions as the motion events have, by the same key: one task has both.
    public static final Topic INCIDENT_ACTIONS = add(topic(Zone.ALERTS, "incident-actions")
            .purpose("Acknowledgements and resolves of incidents by people.")
            .key("site id")
            .value("IncidentAction")
            .partitions(6)
            .keptFor(Duration.ofDays(7))
            .writtenBy(INCIDENT_ADMIN, ALERT_DELIVERY)
            .readBy(ESCALATION_SINK));

    public static final Topic SILENCES = add(topic(Zone.ALERTS, "silences")
            .purpose("Which alerts are to notify nobody, and until when.")
            .key("silence id")
            .value("AlertSilence")
            .latestPerKeyFor(Duration.ofDays(60))
            .writtenBy(INCIDENT_ADMIN)
            .readBy(ESCALATION_SINK, INCIDENT_ADMIN, BACKUP));

    public static final Topic DELIVERY_RESULTS = add(topic(Zone.ALERTS, "delivery-results")
            .purpose("How each delivery of an alert to a receiver ended.")
            .key("alert id")
            .value("DeliveryResult")
            .partitions(3)
            .keptFor(Duration.ofDays(7))
            .timestampsOfWriter()
            .writtenBy(ALERT_DELIVERY)
            .readBy(ALERT_DELIVERY, ESCALATION_SINK, PAGER, INCIDENT_ADMIN));

    /// As many partitions as the results have, by the same key: one task of the auditor has both.
    public static final Topic DUE_DELIVERIES = add(topic(Zone.ALERTS, "due-deliveries")
            .purpose("Which deliveries must have a result.")
            .key("alert id")
            .value("DueDelivery")
            .partitions(DELIVERY_RESULTS.partitions())
            .keptFor(Duration.ofDays(2))
            .timestampsOfWriter()
            .writtenBy(ESCALATION_SINK)
            .readBy(ESCALATION_SINK));

    public static final Topic AUDIT_PASSES = add(topic(Zone.ALERTS, "audit-passes")
            .purpose("That every delivery that was due had its result.")
            .key("always all")
            .value("AuditPass")
            .latestPerKeyFor(Duration.ofHours(1))
            .writtenBy(ESCALATION_SINK)
            .readBy(ALERT_DELIVERY));

    public static final Topic ALERTS_DEAD_LETTERS = add(topic(Zone.ALERTS, "dead-letters")
            .purpose("Alerts that could not be delivered, with receiver and reason in their headers.")
            .key("as found")
            .keptFor(Duration.ofDays(30))
            .writtenBy(ALERT_DELIVERY)
            .readBy(PAGER));

    static {
        TOPICS.addAll(AuditTopics.all());
    }

    public static final Topic SECURITY_FINDINGS = add(topic(Zone.SANITIZED, "security-findings")
            .purpose("What is odd about the use of tokens.")
            .key("site id, or all")
            .value("SecurityFinding")
            .partitions(3)
            .keptFor(Duration.ofDays(30))
            .timestampsOfWriter()
            .writtenBy(TOKEN_WATCH)
            .readBy(ESCALATION_SINK, CONSOLE));

    public static final Topic AUDIT_DEAD_LETTERS = add(topic(Zone.AUDIT, "dead-letters")
            .purpose("Audit entries that token-watch could not read.")
            .key("as found")
            .keptFor(Duration.ofDays(30))
            .writtenBy(TOKEN_WATCH)
            .readBy(AUDIT_LOG));

    private TopicCatalogue() {}

    private static Topic add(Topic.Builder builder) {
        Topic topic = builder.build();
        TOPICS.add(topic);
        return topic;
    }

    /// All topics, in the order of the flow.
    public static List<Topic> topics() {
        return Collections.unmodifiableList(TOPICS);
    }
}
