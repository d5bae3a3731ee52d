package io.frostglass.delivery;

import io.frostglass.runtime.webhook.WebhookClient;
import io.frostglass.runtime.webhook.WebhookTarget;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/// What all deliveries to one receiver share.
///
/// @param name the receiver's
/// @param target the receiver's, as the receivers file has it now
/// @param running records whose deliveries are under way in this process, with no result written yet
/// @param settled ids of the newest alerts whose results this process has written. After a restart the broker counts
///     the deliveries of a record from one again, so the count does not always tell a repetition
/// @param pace the longest pause between two polls of a worker
/// @param since when this process began to deliver to the receiver
record DeliveryContext(
        String name,
        Supplier<WebhookTarget> target,
        CircuitBreaker circuitBreaker,
        Set<Position> running,
        Set<String> settled,
        Supplier<Duration> pace,
        WebhookClient client,
        ResultWriter resultWriter,
        DeliveryMetrics metrics,
        DeliverySettings settings,
        Instant since,
        InstantSource clock) {

    /// The position of a record.
    record Position(TopicPartition partition, long offset) {
        static Position of(ConsumerRecord<?, ?> record) {
            return new Position(new TopicPartition(record.topic(), record.partition()), record.offset());
        }
    }
}
