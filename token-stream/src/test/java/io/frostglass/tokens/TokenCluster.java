package io.frostglass.tokens;

import io.frostglass.runtime.ApplicationSettings;
import io.frostglass.runtime.RunningApplication;
import io.frostglass.testsupport.TestCluster;
import io.frostglass.testsupport.TestProcess;
import io.frostglass.topics.Principal;
import io.frostglass.topics.Topic;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/// A cluster with instances of token-stream.
final class TokenCluster extends TestCluster {

    private final Path folder;
    private int instances;

    private TokenCluster(Path folder) throws IOException {
        super(folder);
        this.folder = folder;
    }

    /// Starts a cluster that gives the work of a killed instance to others after 3 s.
    public static TokenCluster start(Path folder) throws IOException {
        var cluster = new TokenCluster(folder);
        cluster.provision();
        cluster.configureGroup(Principal.TOKEN_STREAM.applicationId(), Map.of("streams.session.timeout.ms", "3000"));
        return cluster;
    }

    private Map<String, String> instanceSettings(Map<String, String> more) {
        var settings = new HashMap<>(more);
        settings.put("state.dir", folder.resolve("state-" + instances++).toString());
        return applicationSettings(Principal.TOKEN_STREAM, settings);
    }

    /// An instance in this process.
    RunningApplication instance(Map<String, String> more) {
        return TokenApp.start(ApplicationSettings.of(instanceSettings(more), TokenApp.SETTINGS));
    }

    /// An instance in a process of its own, which can be killed.
    Process process(Map<String, String> more) throws IOException {
        var settings = instanceSettings(more);
        return TestProcess.start(TokenApp.class, folder.resolve("instance-" + instances + ".properties"), settings);
    }

    /// Follows a topic as a reader of committed records.
    <T extends SpecificRecord> Follower<T> follow(Topic topic, Class<T> type) {
        return new Follower<>(topic, type);
    }

    /// A topic and a place in it.
    final class Follower<T extends SpecificRecord> implements AutoCloseable {
        private final KafkaConsumer<String, T> consumer;
        private final List<TopicPartition> partitions;

        private Follower(Topic topic, Class<T> type) {
            var settings = adminClient();
            settings.put("isolation.level", "read_committed");
            consumer = new KafkaConsumer<>(
                    settings,
                    new StringDeserializer(),
                    serdes().serde(topic, type).deserializer());
            partitions = IntStream.range(0, topic.partitions())
                    .mapToObj(i -> new TopicPartition(topic.name(), i))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
        }

        /// What has come since the last time, up to the end of what is committed now.
        List<ConsumerRecord<String, T>> toEnd() {
            var ends = consumer.endOffsets(partitions);
            var records = new ArrayList<ConsumerRecord<String, T>>();
            while (partitions.stream().anyMatch(it -> consumer.position(it) < ends.getOrDefault(it, 0L))) {
                consumer.poll(Duration.ofMillis(50)).forEach(records::add);
            }
            return records;
        }

        /// What comes within a moment.
        Iterable<ConsumerRecord<String, T>> poll() {
            return consumer.poll(Duration.ofMillis(50));
        }

        @Override
        public void close() {
            consumer.close();
        }
    }
}
