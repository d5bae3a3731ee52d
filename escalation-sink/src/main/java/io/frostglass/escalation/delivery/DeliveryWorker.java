package io.frostglass.escalation.delivery;

import io.frostglass.topics.TopicCatalogue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a member of a receiver's share group has in hand. Per round:
/// ```
/// poll ─▶ begin a delivery for each alert that is new ─▶ wait ─▶ ACCEPT what is settled, RENEW the rest ─▶ commit
/// ```
/// Kafka hands out nothing new to a member that renews: a round of new alerts comes when the last of this one is
/// settled.
///
/// A round is taken in steps, none of which waits for a receiver, for the registry, or for a broker that is not
/// connected. One thread at a time, as the consumer demands, but for [#stop] and [#isHeldUpFor].
final class DeliveryWorker {

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryWorker.class);

    /// Of a broker that is connected.
    private static final Duration COMMIT = Duration.ofSeconds(5);

    private static final Duration CLOSE = Duration.ofSeconds(1);
    private static final Duration READ_AGAIN = Duration.ofSeconds(1);
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(2);

    /// Without a connection; one that is new has none yet.
    private static final Duration AWAY = Duration.ofSeconds(3);

    private final DeliveryContext deliveryContext;
    private final AlertIntake alertIntake;
    private final ShareConsumer<String, byte[]> consumer;
    private final @Nullable Metric connections;
    private final Map<RecordPosition, AlertDelivery> underWay = new ConcurrentHashMap<>();
    private final Set<RecordPosition> nothingToDo = new HashSet<>();

    /// What the last poll gave, until it is acknowledged.
    private Map<RecordPosition, ConsumerRecord<String, byte[]>> held = Map.of();

    private @Nullable CompletableFuture<AlertIntake.Sorted> sorting;

    /// Whether this round has a record that could not be read for now.
    private boolean unread;

    /// When something last happened; of [System#nanoTime()].
    private long stirred = System.nanoTime();

    private long polled = stirred;
    private long connected = stirred;

    /// Since when alerts are in hand without a pause; 0 if none are.
    private volatile long busySince;

    DeliveryWorker(DeliveryContext deliveryContext, AlertIntake alertIntake, ShareConsumer<String, byte[]> consumer) {
        this.deliveryContext = deliveryContext;
        this.alertIntake = alertIntake;
        this.consumer = consumer;
        this.connections = consumer.metrics().entrySet().stream()
                .filter(entry -> entry.getKey().name().equals("connection-count"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
        consumer.subscribe(List.of(TopicCatalogue.ESCALATIONS.name()));
    }

    /// One step.
    ///
    /// @return how long to wait before the next
    Duration work() {
        if (held.isEmpty()) {
            poll();
        }
        if (!held.isEmpty()) {
            sort();
            begin();
            if (isRoundOver()) {
                acknowledge(AcknowledgeType.RENEW, AcknowledgeType.RENEW);
            }
        }
        return pause();
    }

    /// Whether it has had no connection to any broker for some time. Then it should be closed: the consumer's own
    /// thread
    /// takes as much of a processor as it gets while it looks for its coordinator (Kafka 4.3.1).
    boolean isAway() {
        return !isConnected() && System.nanoTime() - connected > AWAY.toNanos();
    }

    /// From any thread: no attempt is begun any more.
    void stop() {
        underWay.values().forEach(AlertDelivery::cancel);
    }

    boolean isHeldUpFor(Duration time) {
        long since = busySince;
        return since != 0 && System.nanoTime() - since > time.toNanos();
    }

    /// One step after [#stop]: takes nothing new, finishes the attempts under way, and gives the rest back.
    ///
    /// @param late whether to leave those under way to themselves: the broker hands their alerts out again
    /// @return how long to wait before the next; null if this was the last
    @Nullable
    Duration finish(boolean late) {
        if (late || underWay.isEmpty()) {
            return null;
        }
        if (held.isEmpty()) {
            poll();
        }
        if (!held.isEmpty() && isRoundOver()) {
            acknowledge(AcknowledgeType.RELEASE, AcknowledgeType.RENEW);
        }
        return underWay.isEmpty() ? null : pause();
    }

    /// Leaves the group, which gives back what is not acknowledged, and makes no further attempt at that.
    void close() {
        underWay.values().forEach(AlertDelivery::cancel);
        try {
            consumer.close(isConnected() ? CLOSE : Duration.ZERO);
        } catch (KafkaException e) {
            LOG.atInfo()
                    .addKeyValue("receiver", deliveryContext.name())
                    .addKeyValue("failure", e.getClass().getSimpleName())
                    .log("worker did not leave its group; the broker takes it out in time");
        }
    }

    /// Never waits: what comes is there at the next poll.
    private void poll() {
        held = new LinkedHashMap<>();
        for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ZERO)) {
            held.put(RecordPosition.of(record), record);
        }
        if (!held.isEmpty()) {
            unread = false;
            polled = System.nanoTime();
            stirred = polled;
            busySince = busySince == 0 ? polled : busySince;
        }
    }

    private void sort() {
        if (sorting == null && !unread) {
            var fresh = new ArrayList<ConsumerRecord<String, byte[]>>();
            held.forEach((recordPosition, record) -> {
                if (!underWay.containsKey(recordPosition) && !nothingToDo.contains(recordPosition)) {
                    fresh.add(record);
                }
            });
            sorting = fresh.isEmpty() ? null : alertIntake.sort(fresh);
        }
    }

    private void begin() {
        if (sorting == null || !sorting.isDone()) {
            return;
        }
        AlertIntake.Sorted sorted = sorting.join();
        sorting = null;
        unread = sorted.unread();
        nothingToDo.addAll(sorted.nothingToDo());
        sorted.toDeliver().forEach((record, alert) -> {
            // Unless it was lost meanwhile.
            if (held.containsKey(RecordPosition.of(record))) {
                underWay.put(RecordPosition.of(record), AlertDelivery.start(deliveryContext, record, alert));
            }
        });
        stirred = System.nanoTime();
    }

    /// Whether all is settled, or it is time to renew the rest. Not while no broker is connected: the alerts keep, and
    /// when it is back it says which of them are lost.
    private boolean isRoundOver() {
        Duration atMost = unread ? READ_AGAIN : deliveryContext.settings().renewal();
        boolean settled = sorting == null
                && !unread
                && held.keySet().stream()
                        .map(underWay::get)
                        .allMatch(alertDelivery ->
                                alertDelivery == null || alertDelivery.settled().isDone());
        return (settled || System.nanoTime() - polled > atMost.toNanos()) && isConnected();
    }

    /// @param unbegun what to say of alerts without a delivery
    /// @param unsettled what to say of alerts whose delivery goes on
    private void acknowledge(AcknowledgeType unbegun, AcknowledgeType unsettled) {
        held.values().forEach(record -> acknowledge(record, unbegun, unsettled));
        held = Map.of();
        unread = false;
        stirred = System.nanoTime();
        consumer.commitSync(COMMIT)
                .forEach((partition, failure) -> failure.ifPresent(e -> lost(partition.topicPartition(), e)));
        busySince = underWay.isEmpty() ? 0 : busySince;
    }

    private void acknowledge(
            ConsumerRecord<String, byte[]> record, AcknowledgeType unbegun, AcknowledgeType unsettled) {
        RecordPosition recordPosition = RecordPosition.of(record);
        AlertDelivery alertDelivery = underWay.get(recordPosition);
        if (nothingToDo.remove(recordPosition)) {
            consumer.acknowledge(record, AcknowledgeType.ACCEPT);
        } else if (alertDelivery == null) {
            consumer.acknowledge(record, unbegun);
        } else if (alertDelivery.settled().isDone()) {
            underWay.remove(recordPosition);
            boolean settled = alertDelivery.settled().join();
            consumer.acknowledge(record, settled ? AcknowledgeType.ACCEPT : AcknowledgeType.RELEASE);
        } else {
            consumer.acknowledge(record, unsettled);
        }
    }

    private void lost(TopicPartition partition, Exception failure) {
        LOG.atWarn()
                .addKeyValue("receiver", deliveryContext.name())
                .addKeyValue("partition", partition)
                .addKeyValue("failure", failure.getClass().getSimpleName())
                .log("alerts lost to another worker or to time; they are handed out again");
        underWay.entrySet().removeIf(entry -> {
            boolean gone = entry.getKey().partition().equals(partition);
            if (gone) {
                entry.getValue().cancel();
            }
            return gone;
        });
    }

    private boolean isConnected() {
        boolean is = connections == null || ((Number) connections.metricValue()).doubleValue() > 0;
        if (is) {
            connected = System.nanoTime();
        }
        return is;
    }

    /// Short after something has happened, and the longer the longer nothing has, up to the lane's pace.
    private Duration pause() {
        long quiet = System.nanoTime() - stirred;
        return Duration.ofNanos(Math.clamp(
                quiet / 8, SHORTEST_WAIT.toNanos(), deliveryContext.pace().get().toNanos()));
    }
}
