package io.frostglass.admin.doctor;

import io.frostglass.topics.ClusterChange;
import io.frostglass.topics.ClusterDifference;
import io.frostglass.topics.ProvisioningPlan;
import io.frostglass.topics.Zone;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.config.TopicConfig;

/// Explains what differs from the catalogue: the same comparison as `topics plan`.
final class CatalogueCheck {

    private static final String APPLY = "frostglass topics apply --config FILE";

    private CatalogueCheck() {}

    /// @param known users that the firm has besides those of the catalogue
    static List<Deviation> of(ProvisioningPlan plan, Set<String> known) {
        var deviations = new ArrayList<Deviation>();
        plan.changes().forEach(change -> deviations.add(explain(change)));
        plan.leftAlone().stream()
                .filter(difference -> !isOfTheFirm(difference, known))
                .forEach(difference -> deviations.add(explain(difference)));
        return deviations;
    }

    /// The firm answers for its own users, but raw media is for nobody else.
    private static boolean isOfTheFirm(ClusterDifference difference, Set<String> known) {
        return difference instanceof ClusterDifference.UnknownAcl(var acl)
                && known.contains(acl.entry().principal().replaceFirst("^User:", ""))
                && !AclReach.foreignZones(acl).contains(Zone.RESTRICTED);
    }

    private static Deviation explain(ClusterChange change) {
        return switch (change) {
            case ClusterChange.CreateTopic(var topic) ->
                Deviation.error(
                        "topic-missing",
                        topic.name(),
                        "the topic is not there",
                        "its writers wait or fail: " + topic.purpose(),
                        APPLY);
            case ClusterChange.ChangeConfig(var topic, var setting, var from, var to) ->
                Deviation.error(
                        check(setting), topic.name(), setting + " is " + from + ", not " + to, why(setting), APPLY);
            case ClusterChange.AddPartitions(var topic, var from, var to) ->
                Deviation.warning(
                        "partitions",
                        topic.name(),
                        "it has " + from + " partitions, not " + to,
                        "fewer instances can share the work",
                        APPLY);
            case ClusterChange.Grant(AclBinding acl) ->
                Deviation.error(
                        "acl-missing",
                        acl.entry().principal(),
                        "it may not " + acl.entry().operation() + " the "
                                + acl.pattern().resourceType() + " "
                                + acl.pattern().name(),
                        "the broker denies it this, and it fails or waits",
                        APPLY);
        };
    }

    private static String check(String setting) {
        return switch (setting) {
            case TopicConfig.RETENTION_MS_CONFIG, TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.SEGMENT_MS_CONFIG ->
                "retention";
            case TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG -> "timestamp-type";
            default -> "topic-setting";
        };
    }

    private static String why(String setting) {
        return switch (check(setting)) {
            case "retention" -> "records go too early, or stay longer than is promised";
            case "timestamp-type" ->
                "a writer could choose the time of a record: how long it stays, and whether it is new";
            default -> "the applications rely on it";
        };
    }

    private static Deviation explain(ClusterDifference difference) {
        String what = difference.describe();
        return switch (difference) {
            case ClusterDifference.UnknownTopic(var name) ->
                Deviation.warning(
                        "topic-unknown",
                        name,
                        what,
                        "nobody knows what it holds, and principals with rights on a prefix may read it",
                        "if nothing needs it: kafka-topics.sh --bootstrap-server BROKER --command-config FILE --delete"
                                + " --topic "
                                + name);
            case ClusterDifference.OtherPartitions(var topic, var _) ->
                Deviation.warning(
                        "partitions",
                        topic.name(),
                        what,
                        "records of a key may be in two partitions, and their order is lost",
                        "stop the applications, delete the topic when its records are no longer needed, then " + APPLY);
            case ClusterDifference.ExtraConfig(var topic, var setting, var _) ->
                Deviation.warning(
                        "topic-setting",
                        topic.name(),
                        what,
                        "somebody has changed it by hand",
                        "kafka-configs.sh --bootstrap-server BROKER --command-config FILE --alter --topic "
                                + topic.name() + " --delete-config " + setting);
            case ClusterDifference.UnknownAcl(AclBinding acl) -> explain(acl, what);
            case ClusterDifference.NoAuthorizer() ->
                Deviation.error(
                        "no-authorizer",
                        "cluster",
                        what,
                        "the law of zones rests on ACLs",
                        "set authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer on every"
                                + " node");
        };
    }

    private static Deviation explain(AclBinding acl, String what) {
        String principal = acl.entry().principal();
        Set<Zone> zones = AclReach.foreignZones(acl);
        if (zones.isEmpty()) {
            return Deviation.warning(
                    "acl-too-wide", principal, what, "it grants more than the principal needs", AclReach.remove(acl));
        }
        String names = zones.stream().map(Zone::code).collect(Collectors.joining(", "));
        return Deviation.error(
                "zone-readable",
                principal,
                "it may read the zone " + names + ": " + what,
                "the law of zones: its records must not be seen there",
                AclReach.remove(acl));
    }
}
