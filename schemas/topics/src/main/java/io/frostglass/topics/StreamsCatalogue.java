package io.frostglass.topics;

import java.util.List;

/// The topologies of this version, as their groups see them, and what is lost with each of their stores. The command
/// `upgrade` and a table in `docs/topics.md` use it. A test compares it with what the brokers say of running
/// applications.
public final class StreamsCatalogue {

    private static final List<Topic> RAW = List.of(TopicCatalogue.MOTION_RAW);
    private static final List<Topic> BY_EVENT = List.of(TopicCatalogue.DECISIONS);
    private static final List<Topic> BY_SITE = List.of(TopicCatalogue.MOTION, TopicCatalogue.INCIDENT_ACTIONS);
    private static final List<Topic> BY_ALERT = List.of(TopicCatalogue.DUE_DELIVERIES, TopicCatalogue.DELIVERY_RESULTS);
    private static final List<Topic> WATCHED = AuditTopics.all().stream()
            .filter(topic -> topic.readers().contains(Principal.TOKEN_WATCH))
            .toList();

    private static final List<StreamsTopology> TOPOLOGIES = List.of(
            StreamsTopology.reads(Principal.ANONYMIZE_STREAM, RAW)
                    .graveStore("seen-events", RAW, "An event that is on the raw topic twice becomes two events.")
                    .store(
                            "backgrounds",
                            RAW,
                            "Backgrounds are learnt anew: thumbnails are noise until the third visit to each camera.")
                    .graveStore(
                            "recent-pictures",
                            RAW,
                            "An event that repeats one of the last minutes becomes an alert of its own.")
                    .build(),
            StreamsTopology.reads(Principal.TOKEN_STREAM, List.of(TopicCatalogue.MOTION))
                    .build(),
            StreamsTopology.reads(
                            Principal.ESCALATION_SINK,
                            List.of(
                                    TopicCatalogue.MOTION,
                                    TopicCatalogue.INCIDENT_ACTIONS,
                                    TopicCatalogue.SECURITY_FINDINGS,
                                    TopicCatalogue.DECISIONS,
                                    TopicCatalogue.DUE_DELIVERIES,
                                    TopicCatalogue.DELIVERY_RESULTS))
                    .repartition("by-event", TopicCatalogue.DECISIONS.partitions())
                    .graveStore("decided-events", BY_EVENT, "A second decision about an event of the last hour counts.")
                    .graveStore("waiting-alerts", BY_EVENT, "Alerts that wait for an agent are never sent.")
                    .repartition("by-site", TopicCatalogue.MOTION.partitions())
                    .repartition("findings-by-site", TopicCatalogue.MOTION.partitions())
                    .repartition("pages-by-site", TopicCatalogue.MOTION.partitions())
                    .graveStore(
                            "incidents",
                            BY_SITE,
                            "Open incidents are forgotten: nobody else is notified about them, and the next alert opens a"
                                    + " new one.")
                    .store("heartbeats", BY_SITE, "A heartbeat that is due at the start is left out.")
                    .graveStore("due-deliveries", BY_ALERT, "An alert that is still undelivered raises no alarm.")
                    .store("read-results", BY_ALERT, "A missing result is noticed only after the next one has come.")
                    .repartition("reports", 1)
                    .graveStore("delivery-alarms", List.of(), "Open alarms are never resolved, or raised again.")
                    .store("arrived-heartbeats", List.of(), "A heartbeat that is missing now is noticed a day later.")
                    .build(),
            StreamsTopology.reads(Principal.TOKEN_WATCH, WATCHED)
                    .repartition("entries-by-site", WATCHED)
                    .graveStore(
                            "pasts",
                            WATCHED,
                            "No burst and no silence is found until what is usual is learnt again, for up to a week.")
                    .store("progress", WATCHED, "Windows close later.")
                    .graveStore("tokens", WATCHED, "A second use of a token, from another place, is not noticed.")
                    .graveStore("window-counts", WATCHED, "A burst that is under way may be missed.")
                    .store("events", WATCHED, "Tokens of the last minutes may be reported as without motion.")
                    .build());

    private StreamsCatalogue() {}

    /// All topologies, in the order of the flow.
    public static List<StreamsTopology> topologies() {
        return TOPOLOGIES;
    }
}
