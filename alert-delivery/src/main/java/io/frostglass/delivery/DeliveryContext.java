package io.frostglass.delivery;

import io.frostglass.delivery.egress.EgressCheck;
import io.frostglass.delivery.links.ThumbnailPositions;
import io.frostglass.delivery.receivers.AlertLinks;
import io.frostglass.delivery.receivers.Receiver;
import io.frostglass.runtime.webhook.WebhookClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/// What all deliveries to one receiver share.
///
/// @param name the receiver's
/// @param receiver as the receivers file has it now
/// @param rateWindows of all receivers, by the key of their limit
/// @param rateQueue deliveries that wait for the limit
/// @param incidents what the receiver has got about each incident
/// @param running records whose deliveries are under way in this process, with no result written yet
/// @param settled ids of the newest alerts whose results this process has written. After a restart the broker counts
///     the deliveries of a record from one again, so the count does not always tell a repetition
/// @param thumbnails where the thumbnails of the alerts under way are
/// @param links that the receiver's messages may have
/// @param pace the longest pause between two polls of a worker
/// @param since when this process began to deliver to the receiver
record DeliveryContext(
        String name,
        Supplier<Receiver> receiver,
        ConcurrentMap<String, RateWindow> rateWindows,
        RateQueue rateQueue,
        IncidentOrder incidents,
        CircuitBreaker circuitBreaker,
        Set<Position> running,
        Set<String> settled,
        ThumbnailPositions thumbnails,
        AlertLinks links,
        Supplier<Duration> pace,
        WebhookClient client,
        EgressCheck egressCheck,
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
