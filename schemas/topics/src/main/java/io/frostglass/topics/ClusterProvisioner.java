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

/// Makes a cluster as the catalogue says: topics, their settings, ACLs. Can be run again at any time; deletes and
/// revokes nothing, and says what it left alone.
///
/// The replication factor is the cluster's default.
public final class ClusterProvisioner {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final Admin admin;

    /// @param admin of somebody who may create and alter topics and ACLs; stays the caller's to close
    public ClusterProvisioner(Admin admin) {
        this.admin = admin;
    }

    /// What is to be done, without doing it.
    ///
    /// @throws KafkaException if the cluster does not answer or refuses
    public ProvisioningPlan provisioningPlan() {
        return ProvisioningPlanner.plan(ClusterState.of(admin));
    }

    /// Does it, and returns when it is in force: a cluster answers before its brokers know.
    ///
    /// @return what was done
    /// @throws KafkaException if the cluster does not answer or refuses; what was done until then stays
    public ProvisioningPlan apply() {
        ProvisioningPlan provisioningPlan = provisioningPlan();
        createTopics(provisioningPlan.changes());
        changeConfigs(provisioningPlan.changes());
        addPartitions(provisioningPlan.changes());
        grant(provisioningPlan.changes());
        if (!provisioningPlan.isEmpty()) {
            awaitInForce();
        }
        return provisioningPlan;
    }

    private void awaitInForce() {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (!provisioningPlan().isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new TimeoutException("the cluster accepted the changes and does not show them");
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private void createTopics(List<ClusterChange> changes) {
        List<NewTopic> topics = new ArrayList<>();
        for (ClusterChange clusterChange : changes) {
            if (clusterChange instanceof CreateTopic(Topic topic)) {
                topics.add(new NewTopic(topic.name(), Optional.of(topic.partitions()), Optional.empty())
                        .configs(topic.configuration()));
            }
        }
        for (KafkaFuture<Void> created : admin.createTopics(topics).values().values()) {
            try {
                ClusterState.get(created);
            } catch (TopicExistsException quicker) {
                // Another run with the same catalogue; if it was another catalogue, the next plan shows it.
            }
        }
    }

    private void changeConfigs(List<ClusterChange> changes) {
        Map<ConfigResource, Collection<AlterConfigOp>> alterations = new HashMap<>();
        for (ClusterChange clusterChange : changes) {
            if (clusterChange instanceof ChangeConfig(Topic topic, String setting, var from, String to)) {
                alterations
                        .computeIfAbsent(ClusterState.resource(topic.name()), name -> new ArrayList<>())
                        .add(new AlterConfigOp(new ConfigEntry(setting, to), OpType.SET));
            }
        }
        ClusterState.get(admin.incrementalAlterConfigs(alterations).all());
    }

    private void addPartitions(List<ClusterChange> changes) {
        Map<String, NewPartitions> more = new HashMap<>();
        for (ClusterChange clusterChange : changes) {
            if (clusterChange instanceof AddPartitions(Topic topic, int from, int to)) {
                more.put(topic.name(), NewPartitions.increaseTo(to));
            }
        }
        ClusterState.get(admin.createPartitions(more).all());
    }

    private void grant(List<ClusterChange> changes) {
        List<AclBinding> bindings = new ArrayList<>();
        for (ClusterChange clusterChange : changes) {
            if (clusterChange instanceof Grant(AclBinding binding)) {
                bindings.add(binding);
            }
        }
        ClusterState.get(admin.createAcls(bindings).all());
    }
}
