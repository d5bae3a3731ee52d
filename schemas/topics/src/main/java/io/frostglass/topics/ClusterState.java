package io.frostglass.topics;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.SecurityDisabledException;

/// What is on a cluster now.
///
/// @param topicNames all topics, internal ones of Kafka itself left out
/// @param partitions of those topics of the catalogue that exist
/// @param configs likewise
/// @param acls empty if the cluster has no authorizer
record ClusterState(
        Set<String> topicNames,
        Map<String, Integer> partitions,
        Map<String, Config> configs,
        Collection<AclBinding> acls,
        boolean enforcesAcls) {

    static ClusterState of(Admin admin) {
        Set<String> names = get(admin.listTopics().names());
        List<String> ours = TopicCatalogue.topics().stream()
                .map(Topic::name)
                .filter(names::contains)
                .toList();
        Map<String, Integer> partitions = get(admin.describeTopics(ours).allTopicNames()).values().stream()
                .collect(Collectors.toMap(
                        TopicDescription::name, topic -> topic.partitions().size()));
        Map<String, Config> configs =
                get(admin.describeConfigs(ours.stream()
                                        .map(ClusterState::resource)
                                        .toList())
                                .all())
                        .entrySet()
                        .stream()
                        .collect(Collectors.toMap(entry -> entry.getKey().name(), Map.Entry::getValue));
        try {
            Collection<AclBinding> acls =
                    get(admin.describeAcls(AclBindingFilter.ANY).values());
            return new ClusterState(names, partitions, configs, acls, true);
        } catch (SecurityDisabledException noAuthorizer) {
            return new ClusterState(names, partitions, configs, List.of(), false);
        }
    }

    static ConfigResource resource(String topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic);
    }

    /// The future's value, or its own exception rather than a wrapped one.
    static <T> T get(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof KafkaException cause) {
                throw cause;
            }
            throw new KafkaException("the cluster gave no answer", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted", e);
        }
    }
}
