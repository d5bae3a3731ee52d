package io.frostglass.runtime.metrics;

import static io.frostglass.runtime.metrics.MetricDefinition.MetricType.COUNTER;
import static io.frostglass.runtime.metrics.MetricDefinition.MetricType.GAUGE;
import static io.frostglass.runtime.metrics.MetricDefinition.MetricType.HISTOGRAM;
import static io.frostglass.runtime.metrics.MetricDefinition.MetricType.SUMMARY;
import static io.frostglass.runtime.metrics.MetricDefinition.MetricType.TIMER;

import io.frostglass.runtime.metrics.MetricDefinition.MetricType;
import io.frostglass.topics.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// All metrics of all applications. Dashboards and alert rules use these names and those of [#LIBRARIES], so a name
/// or a label stays as it is once it was released.
public final class MetricCatalogue {

    private static final String COUNT = "1";
    private static final String SECONDS = "seconds";
    private static final String BYTES = "bytes";
    private static final String RECORDS = "records";

    private static final Set<Principal> APPLICATIONS = Set.of(
            Principal.INGEST,
            Principal.ANONYMIZE_STREAM,
            Principal.TOKEN_STREAM,
            Principal.AGENT_GATEWAY,
            Principal.ESCALATION_SINK,
            Principal.ALERT_DELIVERY,
            Principal.TOKEN_WATCH);
    private static final Set<Principal> STREAMS_APPLICATIONS = Set.of(
            Principal.ANONYMIZE_STREAM, Principal.TOKEN_STREAM, Principal.ESCALATION_SINK, Principal.TOKEN_WATCH);

    /// Metrics of the JVM, the process and Prometheus that dashboards and alert rules use.
    public static final Set<String> LIBRARIES = Set.of(
            "up",
            "process_cpu_time_ns_total",
            "jvm_memory_used_bytes",
            "jvm_memory_max_bytes",
            "jvm_gc_pause_seconds_sum");

    private static final Set<Principal> SYNTHETIC_APPLICATIONS =
            Set.of(Principal.INGEST, Principal.AGENT_GATEWAY, Principal.ESCALATION_SINK);

    private static final List<MetricDefinition> ALL = new ArrayList<>();

    // Every application.

    public static final MetricDefinition LIVE = common(
            GAUGE,
            "live",
            COUNT,
            "1 if `/health/live` answers 200, 0 if the application needs a restart; the answer names the reason.");
    public static final MetricDefinition READY =
            common(GAUGE, "ready", COUNT, "1 if this part of `/health/ready` is up, else 0.", "part");
    public static final MetricDefinition FILE_VALID = common(
            GAUGE,
            "file.valid",
            COUNT,
            "1 if the file on disk is in use; 0 if all or some of it is wrong, and the application goes on with what"
                    + " it had.",
            "file");
    public static final MetricDefinition FILE_ELEMENTS_REFUSED =
            common(GAUGE, "file.elements.refused", COUNT, "Wrong elements of the file.", "file");
    public static final MetricDefinition TLS_EXPIRES = common(
            GAUGE,
            "tls.expires",
            SECONDS,
            "When the application's certificate ends, in seconds since 1970; `use` is `http`, `kafka` or `registry`."
                    + " Absent without a certificate.",
            "use");

    // Every application of Kafka Streams.

    public static final MetricDefinition STREAM_LAG = streams(
            GAUGE,
            "stream.lag",
            RECORDS,
            "Committed records that wait in the partitions that this instance has; markers of transactions count."
                    + " NaN while the brokers do not answer. Sum it over the instances.",
            "topic");
    public static final MetricDefinition STREAM_FAILURES = streams(
            COUNTER, "stream.failures", COUNT, "Failures of a stream thread. A new thread tries the record again.");
    public static final MetricDefinition STREAM_DEAD_LETTERS = streams(
            COUNTER,
            "stream.dead.letters",
            RECORDS,
            "Records that could not be read, and went to the dead letters of their zone.",
            "topic");
    public static final MetricDefinition STATE_ENTRIES = streams(
            GAUGE, "state.entries", COUNT, "Entries of a state store, as its database estimates them.", "store");
    public static final MetricDefinition STATE_BYTES =
            streams(GAUGE, "state.bytes", BYTES, "Size of a state store on disk.", "store");

    // The daily synthetic event.

    public static final MetricDefinition SYNTHETIC_LAST_SUCCESS = define(
            SYNTHETIC_APPLICATIONS,
            GAUGE,
            "synthetic.last.success.timestamp.seconds",
            SECONDS,
            "When a step of the site's synthetic event last succeeded, in seconds since 1970: `accepted` from ingest,"
                    + " `veiled` and `routed` from escalation-sink, `token_used` and `token_revoked` from"
                    + " agent-gateway. Absent before the first time; take the highest of all instances.",
            "site",
            "step");

    // ingest

    public static final MetricDefinition INGEST_SYNTHETIC_EXPECTED = own(
            Principal.INGEST,
            GAUGE,
            "ingest.synthetic.expected",
            COUNT,
            "1 if the step is expected every day, because the site has a camera for synthetic events, else 0; absent"
                    + " for a site that never had one.",
            "site",
            "step");

    public static final MetricDefinition INGEST_REQUESTS = own(
            Principal.INGEST,
            TIMER,
            "ingest.requests",
            SECONDS,
            "Answered requests: `accepted`, `repeated`, or the kind of the error.",
            "outcome");
    public static final MetricDefinition INGEST_REFUSALS = own(
            Principal.INGEST,
            COUNTER,
            "ingest.refusals",
            COUNT,
            "Refused requests, by the reason in the audit log.",
            "reason");
    public static final MetricDefinition INGEST_EVENTS =
            own(Principal.INGEST, COUNTER, "ingest.events", COUNT, "Events accepted for the first time.", "site");
    public static final MetricDefinition INGEST_DETAILS_DROPPED = own(
            Principal.INGEST,
            COUNTER,
            "ingest.details.dropped",
            COUNT,
            "Details of accepted events that were not valid, and were left out.",
            "field");
    public static final MetricDefinition INGEST_REFUSALS_UNRECORDED = own(
            Principal.INGEST,
            COUNTER,
            "ingest.refusals.unrecorded",
            COUNT,
            "Refused requests that could not be written to the audit log.");
    public static final MetricDefinition INGEST_BYTES_IN_FLIGHT = own(
            Principal.INGEST, GAUGE, "ingest.bytes.in.flight", BYTES, "Bodies of requests that are being answered.");
    public static final MetricDefinition INGEST_BATCH_SIZE =
            own(Principal.INGEST, SUMMARY, "ingest.batch.size", COUNT, "Requests in one transaction.");
    public static final MetricDefinition INGEST_COMMITS =
            own(Principal.INGEST, TIMER, "ingest.commits", SECONDS, "Transactions.");
    public static final MetricDefinition INGEST_WAITING =
            own(Principal.INGEST, GAUGE, "ingest.waiting", COUNT, "Requests that wait for their transaction.");
    public static final MetricDefinition INGEST_RECEIPTS = own(
            Principal.INGEST,
            GAUGE,
            "ingest.receipts",
            COUNT,
            "Receipts in memory, by which a repeated event is known.");

    // anonymize-stream

    public static final MetricDefinition ANONYMIZE_EVENTS =
            own(Principal.ANONYMIZE_STREAM, COUNTER, "anonymize.events", COUNT, "Sanitized events.", "site");
    public static final MetricDefinition ANONYMIZE_PROCESSOR = own(
            Principal.ANONYMIZE_STREAM,
            COUNTER,
            "anonymize.processor.seconds",
            SECONDS,
            "Processor time of the step that decodes, veils and hashes a picture, reference pictures included, as the"
                    + " operating system counts it for the thread. The rest of the process is in"
                    + " `process_cpu_time_ns_total`.",
            "site");
    public static final MetricDefinition ANONYMIZE_THUMBNAILS = own(
            Principal.ANONYMIZE_STREAM,
            COUNTER,
            "anonymize.thumbnails",
            COUNT,
            "Sanitized events by the kind of their veil: `silhouettes`, `boxes`, `noise`, or `none` without a"
                    + " thumbnail.",
            "veil");
    public static final MetricDefinition ANONYMIZE_PICTURES_DROPPED = own(
            Principal.ANONYMIZE_STREAM,
            COUNTER,
            "anonymize.pictures.dropped",
            COUNT,
            "Pictures that could not be used, by the reason; `no_image` is an event without one.",
            "reason");
    public static final MetricDefinition ANONYMIZE_REFUSALS = own(
            Principal.ANONYMIZE_STREAM,
            COUNTER,
            "anonymize.refusals",
            RECORDS,
            "Records of the raw topic that no camera has signed, by the reason in the audit log.",
            "reason");
    public static final MetricDefinition ANONYMIZE_BACKGROUND_FAULTS = own(
            Principal.ANONYMIZE_STREAM,
            COUNTER,
            "anonymize.background.faults",
            COUNT,
            "Stored backgrounds that could not be read, and are learnt anew.");
    public static final MetricDefinition ANONYMIZE_RAW_RECORDS = own(
            Principal.ANONYMIZE_STREAM,
            COUNTER,
            "anonymize.raw.records",
            RECORDS,
            "Records of the raw topic, by their form: `clear`, `encrypted`, or `erased`, which nobody can read any more.",
            "form");
    public static final MetricDefinition ERASURES_OPEN = own(
            Principal.ANONYMIZE_STREAM,
            GAUGE,
            "erasures.open",
            COUNT,
            "Requests of erasure that are not done. Absent without `encryption.enabled`; the same at all instances.");
    public static final MetricDefinition ERASURES_AGE = own(
            Principal.ANONYMIZE_STREAM,
            GAUGE,
            "erasures.open.seconds",
            SECONDS,
            "Since when the oldest of them has been waiting; 0 where there is none.");

    // token-stream

    public static final MetricDefinition TOKENS_MINTED =
            own(Principal.TOKEN_STREAM, COUNTER, "tokens.minted", COUNT, "Tokens, one per event.");
    public static final MetricDefinition TOKENS_WITHHELD = own(
            Principal.TOKEN_STREAM,
            COUNTER,
            "tokens.withheld",
            COUNT,
            "Events that get no token: `duplicate`, or `too_old`.",
            "reason");

    // agent-gateway

    public static final MetricDefinition GATEWAY_REQUESTS = own(
            Principal.AGENT_GATEWAY,
            TIMER,
            "gateway.requests",
            SECONDS,
            "Answered requests of agents; `outcome` is the reason of a refusal.",
            "route",
            "outcome");
    public static final MetricDefinition GATEWAY_REFUSALS_UNRECORDED = own(
            Principal.AGENT_GATEWAY,
            COUNTER,
            "gateway.refusals.unrecorded",
            COUNT,
            "Refusals that could not be written to the audit log.");
    public static final MetricDefinition GATEWAY_COMMITS =
            own(Principal.AGENT_GATEWAY, TIMER, "gateway.commits", SECONDS, "Transactions of decisions.");
    public static final MetricDefinition GATEWAY_COMMITS_WAITING = own(
            Principal.AGENT_GATEWAY,
            GAUGE,
            "gateway.commits.waiting",
            COUNT,
            "Decisions that wait for their transaction.");
    public static final MetricDefinition GATEWAY_DECISIONS =
            own(Principal.AGENT_GATEWAY, GAUGE, "gateway.decisions", COUNT, "Used tokens that are remembered.");
    public static final MetricDefinition GATEWAY_FEED_EVENTS =
            own(Principal.AGENT_GATEWAY, GAUGE, "gateway.feed.events", COUNT, "Events that agents can read.");
    public static final MetricDefinition GATEWAY_FEED_BYTES =
            own(Principal.AGENT_GATEWAY, GAUGE, "gateway.feed.bytes", BYTES, "Size of these events.");
    public static final MetricDefinition GATEWAY_FEED_WAITING =
            own(Principal.AGENT_GATEWAY, GAUGE, "gateway.feed.waiting", COUNT, "Requests that wait for an event.");
    public static final MetricDefinition GATEWAY_KEYS =
            own(Principal.AGENT_GATEWAY, GAUGE, "gateway.keys", COUNT, "Public keys by which tokens are verified.");
    public static final MetricDefinition GATEWAY_REVOCATIONS =
            own(Principal.AGENT_GATEWAY, GAUGE, "gateway.revocations", COUNT, "Revocations in force.");
    public static final MetricDefinition GATEWAY_PAUSED =
            own(Principal.AGENT_GATEWAY, GAUGE, "gateway.paused", COUNT, "Switches that pause agents.");
    public static final MetricDefinition GATEWAY_SITES_OFF =
            own(Principal.AGENT_GATEWAY, GAUGE, "gateway.sites.off", COUNT, "Sites at which no agent decides.");
    public static final MetricDefinition GATEWAY_INBOUND_DROPPED = own(
            Principal.AGENT_GATEWAY,
            COUNTER,
            "gateway.inbound.dropped",
            COUNT,
            "Values of events that were not shown to agents, because their form is not known.");
    public static final MetricDefinition GATEWAY_INBOUND_INSTRUCTIONS = own(
            Principal.AGENT_GATEWAY,
            COUNTER,
            "gateway.inbound.instructions",
            COUNT,
            "Values of events that were not shown to agents, because they read like an instruction.");
    public static final MetricDefinition GATEWAY_MCP_SESSIONS =
            own(Principal.AGENT_GATEWAY, GAUGE, "gateway.mcp.sessions", COUNT, "Open sessions of MCP.");
    public static final MetricDefinition GATEWAY_MCP_REQUESTS =
            own(Principal.AGENT_GATEWAY, COUNTER, "gateway.mcp.requests", COUNT, "Messages of MCP.", "outcome");
    public static final MetricDefinition GATEWAY_MCP_CALLS =
            own(Principal.AGENT_GATEWAY, COUNTER, "gateway.mcp.calls", COUNT, "Calls of tools.", "tool", "outcome");
    public static final MetricDefinition GATEWAY_RAW_MEDIA = own(
            Principal.AGENT_GATEWAY,
            COUNTER,
            "gateway.raw_media",
            COUNT,
            "Requests for raw media, all refused; `via` is the transport.",
            "via");
    public static final MetricDefinition GATEWAY_UNREAD = own(
            Principal.AGENT_GATEWAY,
            COUNTER,
            "gateway.unread",
            COUNT,
            "Answers that a client did not read to the end.");
    public static final MetricDefinition GATEWAY_PUSH_WAITING = own(
            Principal.AGENT_GATEWAY, GAUGE, "gateway.push.waiting", COUNT, "Events that are being pushed.", "agent");
    public static final MetricDefinition GATEWAY_PUSH_OVER = own(
            Principal.AGENT_GATEWAY,
            GAUGE,
            "gateway.push.over",
            COUNT,
            "1 while the agent has used up what it may be sent, else 0.",
            "agent");
    public static final MetricDefinition GATEWAY_PUSH_SENT = own(
            Principal.AGENT_GATEWAY,
            COUNTER,
            "gateway.push.sent",
            COUNT,
            "Pushed events, by the end.",
            "agent",
            "outcome");
    public static final MetricDefinition GATEWAY_BUDGET_WARNINGS = own(
            Principal.AGENT_GATEWAY,
            COUNTER,
            "gateway.budget.warnings",
            COUNT,
            "Warnings that an agent has used most of its budget.",
            "agent");
    public static final MetricDefinition GATEWAY_BREAKER_OPENED = own(
            Principal.AGENT_GATEWAY,
            COUNTER,
            "gateway.breaker.opened",
            COUNT,
            "How often an agent was stopped, by the reason.",
            "agent",
            "reason");
    public static final MetricDefinition GATEWAY_OIDC_REACHABLE = own(
            Principal.AGENT_GATEWAY,
            GAUGE,
            "gateway.oidc.reachable",
            COUNT,
            "1 if the keys of the identity provider could be read at the last try, else 0.");
    public static final MetricDefinition GATEWAY_OIDC_TOKENS =
            own(Principal.AGENT_GATEWAY, COUNTER, "gateway.oidc.tokens", COUNT, "Checked access tokens.", "outcome");

    // escalation-sink

    public static final MetricDefinition ESCALATION_DECISIONS = own(
            Principal.ESCALATION_SINK,
            COUNTER,
            "escalation.decisions",
            COUNT,
            "Events by what the rules made of them: `raised`, `waiting` for an agent, `duplicate`, `no_rule` or"
                    + " `synthetic`.",
            "outcome");
    public static final MetricDefinition ESCALATION_WAITING = own(
            Principal.ESCALATION_SINK, GAUGE, "escalation.waiting", COUNT, "Alerts that wait for an agent's decision.");
    public static final MetricDefinition ESCALATION_WAITED = own(
            Principal.ESCALATION_SINK,
            COUNTER,
            "escalation.waited",
            COUNT,
            "Alerts that waited, by the end of the wait: `raised` or `dismissed` by an agent, `left` to the rules,"
                    + " `deadline`, `unattended`, or `overflow`.",
            "end");
    public static final MetricDefinition ESCALATION_INCIDENTS = own(
            Principal.ESCALATION_SINK,
            GAUGE,
            "escalation.incidents",
            COUNT,
            "Incidents that are remembered: open, or resolved not long ago.");
    public static final MetricDefinition ESCALATION_LATE = own(
            Principal.ESCALATION_SINK,
            COUNTER,
            "escalation.late",
            COUNT,
            "Alerts that notified nobody, because the camera had seen them too long ago by its clock. If it grows"
                    + " all the time, a camera's clock is behind: the audit log names the camera.");
    public static final MetricDefinition ESCALATION_NOTIFICATIONS = own(
            Principal.ESCALATION_SINK,
            COUNTER,
            "escalation.notifications",
            COUNT,
            "What was sent about incidents, by what changed in them.",
            "change");
    public static final MetricDefinition ESCALATION_ATTENDANCE_KNOWN = own(
            Principal.ESCALATION_SINK,
            GAUGE,
            "escalation.attendance.known",
            COUNT,
            "1 if it is known which agents are present, else 0.");

    public static final MetricDefinition AUDITOR_WAITING = own(
            Principal.ESCALATION_SINK,
            GAUGE,
            "auditor.waiting",
            COUNT,
            "Deliveries without a result that have time left.");
    public static final MetricDefinition AUDITOR_UNDELIVERED = own(
            Principal.ESCALATION_SINK,
            GAUGE,
            "auditor.undelivered",
            COUNT,
            "Alerts that the receiver should have got by now, and has not.",
            "receiver");
    public static final MetricDefinition AUDITOR_MISSED = own(
            Principal.ESCALATION_SINK,
            COUNTER,
            "auditor.missed",
            COUNT,
            "Alerts that had no result in time; some may have got one later.",
            "receiver");
    public static final MetricDefinition AUDITOR_PASSED = own(
            Principal.ESCALATION_SINK,
            GAUGE,
            "auditor.passed",
            SECONDS,
            "When all deliveries that were due had their results, in seconds since 1970; first the start. One of"
                    + " several instances alone knows: take the highest.");

    // alert-delivery

    public static final MetricDefinition DELIVERY_SIGNS_OF_LIFE = own(
            Principal.ALERT_DELIVERY,
            COUNTER,
            "delivery.signs.of.life",
            COUNT,
            "Rounds of the dead man's switch: `sent`, `withheld` because something is not proven, `refused`, or"
                    + " `failed`.",
            "outcome");
    public static final MetricDefinition DELIVERIES = own(
            Principal.ALERT_DELIVERY,
            COUNTER,
            "deliveries",
            COUNT,
            "Settled alerts: `delivered`, `dead_lettered`, `superseded` (not needed any more), or `repeated` (handed"
                    + " out again after it was settled).",
            "receiver",
            "outcome");
    public static final MetricDefinition DELIVERIES_WAITING =
            own(Principal.ALERT_DELIVERY, GAUGE, "deliveries.waiting", COUNT, "Deliveries under way.", "receiver");
    public static final MetricDefinition DELIVERY_ATTEMPTS = own(
            Principal.ALERT_DELIVERY,
            COUNTER,
            "delivery.attempts",
            COUNT,
            "Requests to the receiver: `delivered`, `refused`, or `failed` for now.",
            "receiver",
            "answer");
    public static final MetricDefinition DELIVERY_LATENCY = own(
            Principal.ALERT_DELIVERY,
            HISTOGRAM,
            "delivery.latency",
            SECONDS,
            "From the time at which an alert is raised to the receiver's 2xx.",
            "receiver");
    public static final MetricDefinition DELIVERY_SINCE_MOTION = own(
            Principal.ALERT_DELIVERY,
            HISTOGRAM,
            "delivery.since.motion",
            SECONDS,
            "From the time at which the camera saw the motion, by the camera's clock, to the receiver's 2xx: the first"
                    + " notification of an event or incident. A camera's clock that is ahead counts as 0.",
            "receiver");
    public static final MetricDefinition DELIVERY_LAG = own(
            Principal.ALERT_DELIVERY,
            GAUGE,
            "delivery.lag",
            RECORDS,
            "Alerts that the receiver's share group has not settled, those under way included. Every instance serves"
                    + " the same value: take the highest. NaN while the brokers do not answer.",
            "receiver");
    public static final MetricDefinition RECEIVER_UP =
            own(Principal.ALERT_DELIVERY, GAUGE, "receiver.up", COUNT, "1 if the receiver is up, else 0.", "receiver");
    public static final MetricDefinition EGRESS_FINDINGS = own(
            Principal.ALERT_DELIVERY,
            COUNTER,
            "egress.findings",
            COUNT,
            "Requests that held something that must not leave; fixed words took its place.",
            "receiver",
            "check");
    public static final MetricDefinition DELIVERY_CALLBACKS = own(
            Principal.ALERT_DELIVERY,
            COUNTER,
            "delivery.callbacks",
            COUNT,
            "Requests of pagers, by the end.",
            "receiver",
            "outcome");

    // token-watch

    public static final MetricDefinition SECURITY_FINDINGS =
            own(Principal.TOKEN_WATCH, COUNTER, "security.findings", COUNT, "Raised findings.", "kind");
    public static final MetricDefinition SECURITY_MOTION = own(
            Principal.TOKEN_WATCH,
            COUNTER,
            "security.motion",
            COUNT,
            "Windows of a site above its baseline that motion explains.");
    public static final MetricDefinition SECURITY_LATE = own(
            Principal.TOKEN_WATCH,
            COUNTER,
            "security.late",
            COUNT,
            "Entries that came after their window was closed, and do not count.");

    /// The metrics of all applications.
    static final List<MetricDefinition> COMMON = with(APPLICATIONS);

    /// Those of all applications of Kafka Streams.
    static final List<MetricDefinition> STREAMS = with(STREAMS_APPLICATIONS);

    /// Those of the daily synthetic event.
    static final List<MetricDefinition> SYNTHETIC = with(SYNTHETIC_APPLICATIONS);

    /// Those of one application.
    static final List<MetricDefinition> OWN =
            ALL.stream().filter(metric -> metric.applications().size() == 1).toList();

    private MetricCatalogue() {}

    /// All metrics.
    public static List<MetricDefinition> metrics() {
        return List.copyOf(ALL);
    }

    /// All names that a query may have.
    public static Stream<String> series() {
        return Stream.concat(LIBRARIES.stream(), ALL.stream().flatMap(metric -> metric.series().stream()));
    }

    private static List<MetricDefinition> with(Set<Principal> applications) {
        return ALL.stream()
                .filter(metric -> metric.applications().equals(applications))
                .toList();
    }

    private static MetricDefinition common(MetricType type, String name, String unit, String help, String... labels) {
        return define(APPLICATIONS, type, name, unit, help, labels);
    }

    private static MetricDefinition streams(MetricType type, String name, String unit, String help, String... labels) {
        return define(STREAMS_APPLICATIONS, type, name, unit, help, labels);
    }

    private static MetricDefinition own(
            Principal application, MetricType type, String name, String unit, String help, String... labels) {
        return define(Set.of(application), type, name, unit, help, labels);
    }

    private static MetricDefinition define(
            Set<Principal> applications, MetricType type, String name, String unit, String help, String... labels) {
        var metric = new MetricDefinition("frostglass." + name, type, unit, List.of(labels), applications, help);
        ALL.add(metric);
        return metric;
    }
}
