package io.frostglass.admin.doctor;

import io.frostglass.topics.ClusterProvisioner;
import io.frostglass.topics.Principal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.QuorumInfo.ReplicaState;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/// Looks at a cluster as it is. It changes nothing, and needs no more than to describe cluster, topics and groups.
final class ClusterCheck {

    /// Tokens live for four minutes, and webhooks are accepted for five.
    static final Duration MAX_SKEW = Duration.ofSeconds(2);

    private static final String SUPER_USERS = "super.users";
    private static final String OPEN = "allow.everyone.if.no.acl.found";
    private static final String AUTO_CREATE = "auto.create.topics.enable";

    private static final Map<Principal, String> COMMANDS = Map.of(
            Principal.ANONYMIZE_STREAM, "anonymize",
            Principal.TOKEN_STREAM, "tokens",
            Principal.ESCALATION_SINK, "escalate",
            Principal.TOKEN_WATCH, "watch");

    private final Admin admin;
    private final Set<String> known;
    private final Clock clock;

    /// @param known users of the firm's own, not of the catalogue
    ClusterCheck(Admin admin, Set<String> known, Clock clock) {
        this.admin = admin;
        this.known = known;
        this.clock = clock;
    }

    /// All deviations. A check that may not be made is one.
    ///
    /// @throws KafkaException if the cluster does not answer
    List<Deviation> all() {
        var deviations = new ArrayList<Deviation>();
        // First, as the others need to know the super users.
        Map<String, String> broker = new HashMap<>();
        deviations.addAll(checked("broker settings", "DESCRIBE_CONFIGS on the cluster", () -> {
            broker.putAll(brokerSettings());
            return settings(broker);
        }));
        Set<String> users = new HashSet<>(known);
        Arrays.stream(broker.getOrDefault(SUPER_USERS, "").split(";", -1))
                .map(user -> user.strip().replaceFirst("^User:", ""))
                .forEach(users::add);
        deviations.addAll(checked(
                "topics and ACLs",
                "DESCRIBE on the cluster, DESCRIBE and DESCRIBE_CONFIGS on all topics",
                () -> CatalogueCheck.of(new ClusterProvisioner(admin).plan(), users)));
        deviations.addAll(checked("users", "DESCRIBE on the cluster", () -> users(users)));
        deviations.addAll(checked("groups", "DESCRIBE on all groups", this::groups));
        deviations.addAll(checked("clock", "DESCRIBE on the cluster", this::clock));
        return deviations;
    }

    private static List<Deviation> checked(String check, String right, Supplier<List<Deviation>> work) {
        try {
            return work.get();
        } catch (AuthorizationException e) {
            return List.of(notMade(check, "the user of --config may not", "grant it " + right));
        } catch (UnsupportedVersionException e) {
            return List.of(notMade(check, "the brokers do not support it", "update the brokers"));
        }
    }

    private static Deviation notMade(String check, String what, String mend) {
        return Deviation.error("not-checked", check, "not looked at: " + what, "what is there is not known", mend);
    }

    private Map<String, String> brokerSettings() {
        var nodes = get(admin.describeCluster().nodes()).stream()
                .map(node -> new ConfigResource(ConfigResource.Type.BROKER, node.idString()))
                .toList();
        return get(admin.describeConfigs(nodes).all()).values().stream()
                .map(Config::entries)
                .flatMap(Collection::stream)
                .filter(entry -> Set.of(SUPER_USERS, OPEN, AUTO_CREATE).contains(entry.name()))
                .filter(entry -> entry.value() != null)
                .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value, ClusterCheck::worse));
    }

    /// Where nodes differ: any of them may be asked, so what is open at one is open. Super users are those of all.
    private static String worse(String one, String other) {
        return Stream.of(one, other)
                .filter("true"::equals)
                .findFirst()
                .orElseGet(() -> one.equals(other) ? one : one + ";" + other);
    }

    static List<Deviation> settings(Map<String, String> broker) {
        var deviations = new ArrayList<Deviation>();
        if (Boolean.parseBoolean(broker.get(OPEN))) {
            deviations.add(Deviation.error(
                    "open-by-default",
                    OPEN,
                    "a resource without an ACL is open to everybody",
                    "a topic that Kafka makes for an application would be in no zone",
                    "set " + OPEN + "=false on every node"));
        }
        if (Boolean.parseBoolean(broker.get(AUTO_CREATE))) {
            deviations.add(Deviation.warning(
                    "auto-create",
                    AUTO_CREATE,
                    "brokers make topics that a client names",
                    "a misspelt name becomes a topic with other settings than the catalogue's",
                    "set " + AUTO_CREATE + "=false on every node"));
        }
        return deviations;
    }

    private List<Deviation> users(Set<String> expected) {
        Set<String> there =
                new TreeSet<>(get(admin.describeUserScramCredentials().all()).keySet());
        var deviations = new ArrayList<Deviation>();
        Set<String> catalogue =
                Arrays.stream(Principal.values()).map(Principal::user).collect(Collectors.toSet());
        there.stream()
                .filter(user -> !catalogue.contains(user) && !expected.contains(user))
                .forEach(user -> deviations.add(Deviation.warning(
                        "user-unknown",
                        user,
                        "the SCRAM user is not in the catalogue",
                        "anybody with its password can log in",
                        "kafka-configs.sh --bootstrap-server BROKER --command-config FILE --alter --entity-type users"
                                + " --entity-name " + user
                                + " --delete-config SCRAM-SHA-512; or name it with --known-user")));
        // An installation may use certificates instead.
        if (there.stream().anyMatch(catalogue::contains)) {
            catalogue.stream()
                    .filter(user -> !there.contains(user))
                    .sorted()
                    .forEach(user -> deviations.add(Deviation.warning(
                            "user-missing",
                            user,
                            "the principal has no SCRAM user, and others have one",
                            "it cannot log in by password",
                            "frostglass topics apply --config FILE --passwords DIR")));
        }
        return deviations;
    }

    private List<Deviation> groups() {
        Map<String, GroupState> groups = get(admin.listGroups().all()).stream()
                .collect(Collectors.toMap(
                        GroupListing::groupId, group -> group.groupState().orElse(GroupState.UNKNOWN)));
        var deviations = new ArrayList<Deviation>();
        COMMANDS.forEach((principal, command) -> {
            GroupState state = groups.get(principal.applicationId());
            if (state == null || hasNoMember(state)) {
                deviations.add(Deviation.error(
                        "group-empty",
                        principal.applicationId(),
                        "no instance of " + principal.user() + " is a member",
                        "records wait, and nothing processes them",
                        "frostglass " + command + " --config FILE"));
            }
        });
        groups.forEach((group, state) -> {
            if (group.startsWith(Principal.ALERT_DELIVERY.shareGroupPrefix()) && hasNoMember(state)) {
                deviations.add(Deviation.warning(
                        "group-empty",
                        group,
                        "no instance of alert-delivery is a member",
                        "alert-delivery is not there, or the receiver was taken out of the receivers file; its alerts"
                                + " wait",
                        "frostglass deliver --config FILE; or, for a receiver that is gone: kafka-share-groups.sh"
                                + " --bootstrap-server BROKER --command-config FILE --delete --group " + group));
            }
        });
        deviations.sort((a, b) -> a.subject().compareTo(b.subject()));
        return deviations;
    }

    private static boolean hasNoMember(GroupState state) {
        return state == GroupState.EMPTY || state == GroupState.DEAD;
    }

    /// The active controller answers with its time. Brokers have clocks of their own, which nothing asks.
    private List<Deviation> clock() {
        Instant before = clock.instant();
        var quorum = get(admin.describeMetadataQuorum().quorumInfo());
        Instant after = clock.instant();
        return quorum.voters().stream()
                .filter(voter -> voter.replicaId() == quorum.leaderId())
                .map(ReplicaState::lastCaughtUpTimestamp)
                .flatMap(time -> time.stream().mapToObj(Instant::ofEpochMilli))
                .filter(time -> time.isBefore(before.minus(MAX_SKEW)) || time.isAfter(after.plus(MAX_SKEW)))
                .map(time -> Deviation.error(
                        "clock",
                        "node " + quorum.leaderId(),
                        "its clock is "
                                + Duration.between(after, time).abs().toSeconds() + " s "
                                + (time.isBefore(before) ? "behind" : "ahead of") + " this machine's",
                        "tokens live for four minutes, and signatures are accepted for five",
                        "chronyc tracking, here and there; one of the two clocks is wrong"))
                .toList();
    }

    private static <T> T get(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException cause
                    ? cause
                    : new KafkaException("the cluster gave no answer", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted", e);
        }
    }
}
