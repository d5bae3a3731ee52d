package io.frostglass.topics;

import static io.frostglass.topics.Principal.AGENT_GATEWAY;
import static io.frostglass.topics.Principal.ANONYMIZE_STREAM;
import static io.frostglass.topics.Principal.AUDIT_LOG;
import static io.frostglass.topics.Principal.CONSOLE;
import static io.frostglass.topics.Principal.ESCALATION_SINK;
import static io.frostglass.topics.Principal.INGEST;
import static io.frostglass.topics.Principal.PAGER;
import static io.frostglass.topics.Principal.PATTERN_ADMIN;
import static io.frostglass.topics.Principal.ROLLOUT_APPROVER;
import static io.frostglass.topics.Principal.TOKEN_ADMIN;
import static io.frostglass.topics.Principal.TOKEN_STREAM;
import static io.frostglass.topics.Principal.TOKEN_WATCH;
import static io.frostglass.topics.Topic.BYTES;

import io.frostglass.topics.Topic.Cleanup;
import io.frostglass.topics.Topic.Timestamps;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Every topic there is, in the order in which an event passes them. Topic creation, ACLs, the README's table and
/// the tests are derived from here; a topic that is not here does not exist.
public final class TopicCatalogue {

    /// Largest record of a topic that holds raw media: an accepted body of 12 MiB and its headers.
    public static final int RAW_RECORD_BYTES = 13 * 1024 * 1024;

    /// A token is good for no longer than this after it was issued, clocks that differ included. Whoever signs tokens,
    /// takes
    /// them back or forgets that they were taken back goes by it.
    public static final Duration MAX_TOKEN_LIFETIME = Duration.ofMinutes(5);

    private static final int SMALL_RECORD_BYTES = 256 * 1024;

    public static final Topic MOTION_RAW = new Topic(
            "restricted.motion-raw",
            Zone.RESTRICTED,
            "Accepted webhooks, byte for byte as signed, pictures included.",
            "camera id",
            "io.frostglass.restricted.MotionRaw",
            6,
            Cleanup.DELETE,
            Duration.ofHours(24),
            Timestamps.BROKER,
            RAW_RECORD_BYTES,
            Set.of(INGEST),
            Set.of(ANONYMIZE_STREAM));

    public static final Topic RECEIPTS = new Topic(
            "restricted.receipts",
            Zone.RESTRICTED,
            "Which events have been accepted, so that a webhook sent again is recognised.",
            "event id",
            "io.frostglass.restricted.Receipt",
            1,
            Cleanup.COMPACT_AND_DELETE,
            Duration.ofHours(24),
            Timestamps.BROKER,
            SMALL_RECORD_BYTES,
            Set.of(INGEST),
            Set.of(INGEST));

    public static final Topic PICTURE_HASHES = new Topic(
            "restricted.picture-hashes",
            Zone.RESTRICTED,
            "Perceptual hashes of pictures, so that a scene can be named later.",
            "event id",
            "io.frostglass.restricted.PictureHash",
            6,
            Cleanup.DELETE,
            Duration.ofDays(7),
            Timestamps.WRITER,
            SMALL_RECORD_BYTES,
            Set.of(ANONYMIZE_STREAM),
            Set.of(PATTERN_ADMIN));

    public static final Topic KNOWN_PATTERNS = new Topic(
            "restricted.known-patterns",
            Zone.RESTRICTED,
            "Scenes that the firm has named: safe or unsafe.",
            "site id and name",
            "io.frostglass.restricted.NamedPattern",
            1,
            Cleanup.COMPACT,
            Duration.ZERO,
            Timestamps.BROKER,
            SMALL_RECORD_BYTES,
            Set.of(PATTERN_ADMIN),
            Set.of(ANONYMIZE_STREAM, PATTERN_ADMIN));

    public static final Topic RESTRICTED_DEAD_LETTERS = new Topic(
            "restricted.dead-letters",
            Zone.RESTRICTED,
            "Raw records that anonymize-stream refused, with the reason in their headers.",
            "camera id",
            BYTES,
            1,
            Cleanup.DELETE,
            Duration.ofDays(7),
            Timestamps.BROKER,
            RAW_RECORD_BYTES,
            Set.of(ANONYMIZE_STREAM),
            Set.of());

    public static final Topic MOTION = new Topic(
            "sanitized.motion",
            Zone.SANITIZED,
            "Motion events without pictures, names, places or serials.",
            "site id",
            "io.frostglass.sanitized.SanitizedMotion",
            6,
            Cleanup.DELETE,
            Duration.ofDays(7),
            Timestamps.WRITER,
            SMALL_RECORD_BYTES,
            Set.of(ANONYMIZE_STREAM),
            Set.of(TOKEN_STREAM, ESCALATION_SINK, CONSOLE));

    public static final Topic SANITIZED_DEAD_LETTERS = new Topic(
            "sanitized.dead-letters",
            Zone.SANITIZED,
            "Sanitized records that a reader of sanitized.motion could not read.",
            "site id",
            BYTES,
            1,
            Cleanup.DELETE,
            Duration.ofDays(7),
            Timestamps.BROKER,
            SMALL_RECORD_BYTES,
            Set.of(TOKEN_STREAM, ESCALATION_SINK),
            Set.of(CONSOLE));

    public static final Topic MOTION_AUTHORIZED = new Topic(
            "agent.motion-authorized",
            Zone.AGENT,
            "Sanitized events, each with the token that allows one alert about it.",
            "site id",
            "io.frostglass.agent.AuthorizedMotion",
            6,
            Cleanup.DELETE,
            Duration.ofHours(1),
            Timestamps.WRITER,
            SMALL_RECORD_BYTES,
            Set.of(TOKEN_STREAM),
            Set.of(AGENT_GATEWAY));

    public static final Topic KEYS = new Topic(
            "agent.keys",
            Zone.AGENT,
            "Public halves of the keys that sign tokens.",
            "key id",
            "io.frostglass.agent.AgentKey",
            1,
            Cleanup.COMPACT_AND_DELETE,
            Duration.ofDays(7),
            Timestamps.WRITER,
            SMALL_RECORD_BYTES,
            Set.of(TOKEN_STREAM),
            Set.of(TOKEN_STREAM, AGENT_GATEWAY));

    public static final Topic ROTATIONS = new Topic(
            "agent.rotations",
            Zone.AGENT,
            "Asks for new signing keys now.",
            "always all",
            "io.frostglass.agent.KeyRotation",
            1,
            Cleanup.COMPACT_AND_DELETE,
            Duration.ofHours(1),
            Timestamps.BROKER,
            SMALL_RECORD_BYTES,
            Set.of(TOKEN_ADMIN),
            Set.of(TOKEN_STREAM));

    public static final Topic REVOCATIONS = new Topic(
            "agent.revocations",
            Zone.AGENT,
            "Tokens that are no longer valid although they have not expired.",
            "kind and id",
            "io.frostglass.agent.Revocation",
            1,
            Cleanup.COMPACT_AND_DELETE,
            Duration.ofHours(1),
            Timestamps.BROKER,
            SMALL_RECORD_BYTES,
            Set.of(TOKEN_ADMIN),
            Set.of(AGENT_GATEWAY));

    public static final Topic SWITCHES = new Topic(
            "agent.switches",
            Zone.AGENT,
            "Which agents are paused.",
            "agent, or all",
            "io.frostglass.agent.AgentSwitch",
            1,
            Cleanup.COMPACT,
            Duration.ZERO,
            Timestamps.BROKER,
            SMALL_RECORD_BYTES,
            Set.of(TOKEN_ADMIN),
            Set.of(AGENT_GATEWAY));

    public static final Topic ROLLOUTS = new Topic(
            "agent.rollouts",
            Zone.AGENT,
            "How far the decisions of agents are to count at each site.",
            "site id and rollout id",
            "io.frostglass.agent.AgentRollout",
            1,
            Cleanup.COMPACT,
            Duration.ZERO,
            Timestamps.BROKER,
            SMALL_RECORD_BYTES,
            Set.of(TOKEN_ADMIN),
            Set.of(TOKEN_ADMIN, ROLLOUT_APPROVER, AGENT_GATEWAY));

    /// Who writes one of the two may not write the other: it takes two people.
    public static final Topic ROLLOUT_APPROVALS = new Topic(
            "agent.rollout-approvals",
            Zone.AGENT,
            "That a second person agrees to it.",
            "site id and rollout id",
            "io.frostglass.agent.AgentRolloutApproval",
            1,
            Cleanup.COMPACT,
            Duration.ZERO,
            Timestamps.BROKER,
            SMALL_RECORD_BYTES,
            Set.of(ROLLOUT_APPROVER),
            Set.of(TOKEN_ADMIN, ROLLOUT_APPROVER, AGENT_GATEWAY));

    public static final Topic ATTENDANCE = new Topic(
            "agent.attendance",
            Zone.AGENT,
            "At which sites there is an agent to wait for.",
            "gateway",
            "io.frostglass.agent.AgentAttendance",
            1,
            Cleanup.COMPACT_AND_DELETE,
            Duration.ofHours(1),
            Timestamps.BROKER,
            SMALL_RECORD_BYTES,
            Set.of(AGENT_GATEWAY),
            Set.of(ESCALATION_SINK));

    public static final Topic DECISIONS = new Topic(
            "agent.decisions",
            Zone.AGENT,
            "What agents decided; each the one use of a token.",
            "event id",
            "io.frostglass.agent.AgentDecision",
            6,
            Cleanup.DELETE,
            Duration.ofDays(7),
            Timestamps.BROKER,
            SMALL_RECORD_BYTES,
            Set.of(AGENT_GATEWAY),
            Set.of(AGENT_GATEWAY, ESCALATION_SINK));

    /// Read by nobody: what cannot be read may hold anything, a token too.
    public static final Topic AGENT_DEAD_LETTERS = new Topic(
            "agent.dead-letters",
            Zone.AGENT,
            "Decisions of agents that escalation-sink could not read.",
            "event id",
            BYTES,
            1,
            Cleanup.DELETE,
            Duration.ofDays(7),
            Timestamps.BROKER,
            SMALL_RECORD_BYTES,
            Set.of(ESCALATION_SINK),
            Set.of());

    public static final Topic ESCALATIONS = new Topic(
            "alerts.escalations",
            Zone.ALERTS,
            "Alerts for people: the public contract for paging systems.",
            "alert id",
            "io.frostglass.alerts.Escalation",
            6,
            Cleanup.DELETE,
            Duration.ofDays(7),
            Timestamps.WRITER,
            SMALL_RECORD_BYTES,
            Set.of(ESCALATION_SINK),
            Set.of(ESCALATION_SINK, PAGER));

    public static final Topic DELIVERY_RESULTS = new Topic(
            "alerts.delivery-results",
            Zone.ALERTS,
            "How each delivery of an alert to a receiver ended.",
            "alert id",
            "io.frostglass.alerts.DeliveryResult",
            3,
            Cleanup.DELETE,
            Duration.ofDays(7),
            Timestamps.WRITER,
            SMALL_RECORD_BYTES,
            Set.of(ESCALATION_SINK),
            Set.of(ESCALATION_SINK, PAGER));

    public static final Topic ALERTS_DEAD_LETTERS = new Topic(
            "alerts.dead-letters",
            Zone.ALERTS,
            "Alerts that could not be delivered, with receiver and reason in their headers.",
            "alert id",
            BYTES,
            1,
            Cleanup.DELETE,
            Duration.ofDays(30),
            Timestamps.BROKER,
            SMALL_RECORD_BYTES,
            Set.of(ESCALATION_SINK),
            Set.of(PAGER));

    public static final Topic AUDIT_ENTRIES = new Topic(
            "audit.entries",
            Zone.AUDIT,
            "Who did what, when: ids and hashes, never payloads.",
            "event id, or the application where there is none",
            "io.frostglass.audit.AuditEntry",
            3,
            Cleanup.DELETE,
            Duration.ofDays(365),
            Timestamps.WRITER,
            SMALL_RECORD_BYTES,
            Set.copyOf(EnumSet.of(
                    INGEST,
                    ANONYMIZE_STREAM,
                    TOKEN_STREAM,
                    AGENT_GATEWAY,
                    ESCALATION_SINK,
                    PATTERN_ADMIN,
                    TOKEN_ADMIN,
                    ROLLOUT_APPROVER)),
            Set.of(AUDIT_LOG, TOKEN_WATCH));

    public static final Topic SECURITY_FINDINGS = new Topic(
            "sanitized.security-findings",
            Zone.SANITIZED,
            "What is odd about the use of tokens.",
            "site id, or all",
            "io.frostglass.sanitized.SecurityFinding",
            3,
            Cleanup.DELETE,
            Duration.ofDays(30),
            Timestamps.WRITER,
            SMALL_RECORD_BYTES,
            Set.of(TOKEN_WATCH),
            Set.of(ESCALATION_SINK, CONSOLE));

    public static final Topic AUDIT_DEAD_LETTERS = new Topic(
            "audit.dead-letters",
            Zone.AUDIT,
            "Audit entries that token-watch could not read.",
            "as in audit.entries",
            BYTES,
            1,
            Cleanup.DELETE,
            Duration.ofDays(30),
            Timestamps.BROKER,
            SMALL_RECORD_BYTES,
            Set.of(TOKEN_WATCH),
            Set.of(AUDIT_LOG));

    private static final List<Topic> TOPICS = List.of(
            MOTION_RAW,
            RECEIPTS,
            PICTURE_HASHES,
            KNOWN_PATTERNS,
            RESTRICTED_DEAD_LETTERS,
            MOTION,
            SANITIZED_DEAD_LETTERS,
            MOTION_AUTHORIZED,
            KEYS,
            ROTATIONS,
            REVOCATIONS,
            SWITCHES,
            ROLLOUTS,
            ROLLOUT_APPROVALS,
            ATTENDANCE,
            DECISIONS,
            AGENT_DEAD_LETTERS,
            ESCALATIONS,
            DELIVERY_RESULTS,
            ALERTS_DEAD_LETTERS,
            AUDIT_ENTRIES,
            SECURITY_FINDINGS,
            AUDIT_DEAD_LETTERS);

    private TopicCatalogue() {}

    /// All topics, in the order of the flow.
    public static List<Topic> topics() {
        return TOPICS;
    }
}
