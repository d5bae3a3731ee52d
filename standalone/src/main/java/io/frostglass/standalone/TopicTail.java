package io.frostglass.standalone;

import io.frostglass.runtime.ProgressWatchdog;
import io.frostglass.topics.Principal;
import io.frostglass.topics.SerdeFactory;
import io.frostglass.topics.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.StringDeserializer;

/// Follows a topic from its present end, without a consumer group, for displays and measurements. Sees committed
/// records only.
public final class TopicTail<V> implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(500);

    private final KafkaConsumer<String, V> consumer;
    private final Consumer<V> listener;
    private final Thread thread;

    private TopicTail(KafkaConsumer<String, V> consumer, String name, Consumer<V> listener) {
        this.consumer = consumer;
        this.listener = listener;
        this.thread = Thread.ofPlatform().daemon().name("tail-" + name).unstarted(this::follow);
    }

    /// Starts to follow. The listener gets every record that is written after this call.
    ///
    /// @param principal may read the topic
    /// @param listener called on one thread
    public static <V extends SpecificRecord> TopicTail<V> start(
            EmbeddedCluster cluster,
            Principal principal,
            Topic topic,
            Class<V> type,
            SerdeFactory serdes,
            Consumer<V> listener) {
        var settings = new HashMap<String, Object>(cluster.client(principal));
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
        var values = serdes.serde(topic, type).deserializer();
        var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), values);
        List<TopicPartition> partitions = consumer.partitionsFor(topic.name()).stream()
                .map(partition -> new TopicPartition(topic.name(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        // The seek is lazy; asking for the position fixes it here.
        partitions.forEach(consumer::position);
        var tail = new TopicTail<>(consumer, topic.name(), listener);
        tail.thread.start();
        return tail;
    }

    private void follow() {
        try (consumer;
                var progress = ProgressWatchdog.OF_PROCESS.loop(thread.getName())) {
            while (true) {
                progress.begin();
                consumer.poll(POLL).forEach(record -> listener.accept(record.value()));
            }
        } catch (WakeupException | InterruptException e) {
            // Told to stop.
        }
    }

    @Override
    public void close() {
        consumer.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
