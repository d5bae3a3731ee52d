package io.frostglass.topics;

import io.frostglass.topics.Change.AddPartitions;
import io.frostglass.topics.Change.ChangeConfig;
import io.frostglass.topics.Change.CreateTopic;
import io.frostglass.topics.Change.Grant;
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
public final class Provisioning {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final Admin admin;

    /// @param admin of somebody who may create and alter topics and ACLs; stays the caller's to close
    public Provisioning(Admin admin) {
        this.admin = admin;
    }

    /// What is to be done, without doing it.
    ///
    /// @throws KafkaException if the cluster does not answer or refuses
    public Plan plan() {
        return Planning.plan(ClusterState.of(admin));
    }

    /// Does it, and returns when it is in force: a cluster answers before its brokers know.
    ///
    /// @return what was done
    /// @throws KafkaException if the cluster does not answer or refuses; what was done until then stays
    public Plan apply() {
        Plan plan = plan();
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
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!plan().isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new TimeoutException("the cluster accepted the changes and does not show them");
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private void createTopics(List<Change> changes) {
        List<NewTopic> topics = new ArrayList<>();
        for (Change change : changes) {
            if (change instanceof CreateTopic(Topic topic)) {
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

    private void changeConfigs(List<Change> changes) {
        Map<ConfigResource, Collection<AlterConfigOp>> alterations = new HashMap<>();
        for (Change change : changes) {
            if (change instanceof ChangeConfig(Topic topic, String setting, var from, String to)) {
                alterations
                        .computeIfAbsent(ClusterState.resource(topic.name()), name -> new ArrayList<>())
                        .add(new AlterConfigOp(new ConfigEntry(setting, to), OpType.SET));
            }
        }
        ClusterState.get(admin.incrementalAlterConfigs(alterations).all());
    }

    private void addPartitions(List<Change> changes) {
        Map<String, NewPartitions> more = new HashMap<>();
        for (Change change : changes) {
            if (change instanceof AddPartitions(Topic topic, int from, int to)) {
                more.put(topic.name(), NewPartitions.increaseTo(to));
            }
        }
        ClusterState.get(admin.createPartitions(more).all());
    }

    private void grant(List<Change> changes) {
        List<AclBinding> bindings = new ArrayList<>();
        for (Change change : changes) {
            if (change instanceof Grant(AclBinding binding)) {
                bindings.add(binding);
            }
        }
        ClusterState.get(admin.createAcls(bindings).all());
    }
}
