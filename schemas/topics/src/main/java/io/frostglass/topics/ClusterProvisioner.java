package io.frostglass.topics;

import io.frostglass.topics.ClusterChange.AddPartitions;
import io.frostglass.topics.ClusterChange.ChangeConfig;
import io.frostglass.topics.ClusterChange.CreateTopic;
import io.frostglass.topics.ClusterChange.Grant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;

/// Brings topics, their settings and ACLs on a cluster in line with the catalogue. It can run again at any time,
/// deletes and revokes nothing, and reports what it left alone. The replication factor is the cluster's default.
public final class ClusterProvisioner {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final Admin admin;

    /// @param admin of a user that may create and alter topics and ACLs; the caller closes it
    public ClusterProvisioner(Admin admin) {
        this.admin = admin;
    }

    /// Compares the cluster with the catalogue, and changes nothing.
    ///
    /// @throws KafkaException if the cluster does not answer or refuses
    public ProvisioningPlan plan() {
        return ProvisioningPlanner.plan(ClusterState.of(admin));
    }

    /// Makes the changes and waits until they are in force: the controller answers before the brokers know.
    ///
    /// @return what was done
    /// @throws KafkaException if the cluster does not answer or refuses; what was done until then stays
    public ProvisioningPlan apply() {
        ProvisioningPlan plan = plan();
        createTopics(plan.changes());
        changeConfigs(plan.changes());
        addPartitions(plan.changes());
        grant(plan.changes());
        if (!plan.isEmpty()) {
            awaitInForce();
        }
        return plan;
    }

    private void awaitInForce() {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (!plan().isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new TimeoutException("the cluster accepted the changes and does not show them");
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private void createTopics(List<ClusterChange> changes) {
        List<NewTopic> topics = new ArrayList<>();
        for (ClusterChange change : changes) {
            if (change instanceof CreateTopic(Topic topic)) {
                topics.add(new NewTopic(topic.name(), Optional.of(topic.partitions()), Optional.empty())
                        .configs(topic.configuration()));
            }
        }
        for (KafkaFuture<Void> created : admin.createTopics(topics).values().values()) {
            try {
                ClusterState.get(created);
            } catch (TopicExistsException createdMeanwhile) {
                // By another run. If that had a different catalogue, the next plan shows the differences.
            }
        }
    }

    private void changeConfigs(List<ClusterChange> changes) {
        Map<ConfigResource, Collection<AlterConfigOp>> alterations = new HashMap<>();
        for (ClusterChange change : changes) {
            if (change instanceof ChangeConfig(Topic topic, String setting, var from, String to)) {
                alterations
                        .computeIfAbsent(ClusterState.resource(topic.name()), name -> new ArrayList<>())
                        .add(new AlterConfigOp(new ConfigEntry(setting, to), OpType.SET));
            }
        }
        ClusterState.get(admin.incrementalAlterConfigs(alterations).all());
    }

    private void addPartitions(List<ClusterChange> changes) {
        Map<String, NewPartitions> more = new HashMap<>();
        for (ClusterChange change : changes) {
            if (change instanceof AddPartitions(Topic topic, int from, int to)) {
                more.put(topic.name(), NewPartitions.increaseTo(to));
            }
        }
        ClusterState.get(admin.createPartitions(more).all());
    }

    private void grant(List<ClusterChange> changes) {
        List<AclBinding> bindings = new ArrayList<>();
        for (ClusterChange change : changes) {
            if (change instanceof Grant(AclBinding binding)) {
                bindings.add(binding);
            }
        }
        ClusterState.get(admin.createAcls(bindings).all());
    }
}
