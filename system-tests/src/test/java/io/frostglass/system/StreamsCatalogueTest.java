package io.frostglass.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.topics.InternalTopic;
import io.frostglass.topics.StreamsCatalogue;
import io.frostglass.topics.StreamsTopology;
import io.frostglass.topics.Topic;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.StreamsGroupDescription;
import org.apache.kafka.clients.admin.StreamsGroupSubtopologyDescription;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The catalogue of topologies is what the broker says of applications that run.
@Tag("broker")
class StreamsCatalogueTest {

    @Test
    void namesTheTopicsOfEveryGroup() throws Exception {
        try (var standing = Standing.start();
                var admin = standing.cluster().admin()) {
            for (StreamsTopology topology : StreamsCatalogue.topologies()) {
                var parts = describe(admin, topology.group()).subtopologies();

                assertThat(parts.stream().flatMap(part -> part.sourceTopics().stream()))
                        .as("sources of %s", topology.group())
                        .containsExactlyInAnyOrderElementsOf(
                                topology.sources().stream().map(Topic::name).toList());
                assertThat(parts.stream().flatMap(StreamsCatalogueTest::internalTopics))
                        .as("internal topics of %s", topology.group())
                        .containsExactlyInAnyOrderElementsOf(topology.internalTopics().stream()
                                .map(InternalTopic::name)
                                .toList());
                assertThat(partitions(admin, topology))
                        .containsExactlyInAnyOrderElementsOf(topology.internalTopics().stream()
                                .map(topic -> topic.name() + " " + topic.partitions(Topic::partitions))
                                .toList());
            }
        }
    }

    private static StreamsGroupDescription describe(Admin admin, String group) throws Exception {
        return admin.describeStreamsGroups(List.of(group))
                .all()
                .get()
                .values()
                .iterator()
                .next();
    }

    private static Stream<String> internalTopics(StreamsGroupSubtopologyDescription part) {
        return Stream.concat(
                part.repartitionSourceTopics().keySet().stream(), part.stateChangelogTopics().keySet().stream());
    }

    private static List<String> partitions(Admin admin, StreamsTopology topology) throws Exception {
        var names = topology.internalTopics().stream().map(InternalTopic::name).collect(Collectors.toSet());
        return admin.describeTopics(names).allTopicNames().get().values().stream()
                .map(topic -> topic.name() + " " + topic.partitions().size())
                .toList();
    }
}
