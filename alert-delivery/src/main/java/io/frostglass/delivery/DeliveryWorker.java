package io.frostglass.delivery;

import io.frostglass.delivery.DeliveryContext.Position;
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

/// A member of a receiver's share group, with the alerts that it holds. It works in rounds:
/// ```
/// poll ─▶ begin a delivery for each new alert ─▶ wait ─▶ ACCEPT settled alerts, RENEW the rest ─▶ commit
/// ```
/// Kafka hands out nothing new to a member that renews: new alerts come when the last alert of the round is settled.
///
/// A round consists of steps. No step waits for a receiver, for the registry, or for a broker without a connection.
/// One thread at a time may call the methods, but for [#stop] and [#isHeldUpFor].
final class DeliveryWorker {

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryWorker.class);

    private static final Duration COMMIT = Duration.ofSeconds(5);

    private static final Duration CLOSE = Duration.ofSeconds(1);
    private static final Duration READ_AGAIN = Duration.ofSeconds(1);
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(2);

    /// Time for a new consumer to connect to a broker.
    private static final Duration CONNECT = Duration.ofSeconds(3);

    /// Time without a connection to any broker, after there was one.
    private static final Duration RECONNECT = Duration.ofSeconds(1);

    private final DeliveryContext context;
    private final AlertIntake intake;
    private final ShareConsumer<String, byte[]> consumer;
    private final @Nullable Metric connections;
    private final Map<Position, AlertDelivery> underWay = new ConcurrentHashMap<>();
    private final Set<Position> nothingToDo = new HashSet<>();

    /// The records of the last poll, until they are acknowledged.
    private Map<Position, ConsumerRecord<String, byte[]>> held = Map.of();

    private @Nullable CompletableFuture<AlertIntake.Sorted> sorting;

    /// Whether this round has a record that cannot be read for now.
    private boolean unread;

    /// The time of the last change; all three are of [System#nanoTime()].
    private long changed = System.nanoTime();

    private long polled = changed;
    private long connected = changed;

    /// Whether there has been a connection.
    private boolean joined;

    /// Since when the worker has held alerts without a pause; 0 if it holds none.
    private volatile long busySince;

    DeliveryWorker(DeliveryContext context, AlertIntake intake, ShareConsumer<String, byte[]> consumer) {
        this.context = context;
        this.intake = intake;
        this.consumer = consumer;
        this.connections = consumer.metrics().entrySet().stream()
                .filter(entry -> entry.getKey().name().equals("connection-count"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
        consumer.subscribe(List.of(TopicCatalogue.ESCALATIONS.name()));
    }

    /// Takes one step.
    ///
    /// @return how long to wait before the next step
    Duration work() {
        if (held.isEmpty() && (isConnected() || !joined)) {
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

    /// Whether there has been no connection to any broker for some time. Then the worker should be closed: each
    /// consumer's own thread would go on looking for its coordinator.
    boolean isAway() {
        Duration timeout = joined ? RECONNECT : CONNECT;
        return !isConnected() && System.nanoTime() - connected > timeout.toNanos();
    }

    /// Begins no further attempt. Any thread may call it.
    void stop() {
        underWay.values().forEach(AlertDelivery::cancel);
    }

    boolean isHeldUpFor(Duration time) {
        long since = busySince;
        return since != 0 && System.nanoTime() - since > time.toNanos();
    }

    /// Takes one step after [#stop]: takes no new alerts, finishes the attempts under way, and releases the rest.
    ///
    /// @param late whether to wait no longer for the attempts: the broker hands out their alerts again
    /// @return how long to wait before the next step; null if this was the last
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

    /// Leaves the group. That releases all alerts that are not acknowledged; no further attempt is made at them.
    void close() {
        close(isConnected() ? CLOSE : Duration.ZERO);
    }

    /// Does not wait for the broker, which takes the member out when its session ends.
    void abandon() {
        close(Duration.ZERO);
    }

    private void close(Duration timeout) {
        underWay.values().forEach(AlertDelivery::cancel);
        try {
            consumer.close(timeout);
        } catch (KafkaException e) {
            // The broker removes the member when its session ends.
            LOG.atInfo().addKeyValue("receiver", context.name()).setCause(e).log("worker_left_group_late");
        }
    }

    /// Does not wait: later records are there at the next poll.
    private void poll() {
        held = new LinkedHashMap<>();
        for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ZERO)) {
            held.put(Position.of(record), record);
        }
        if (!held.isEmpty()) {
            unread = false;
            polled = System.nanoTime();
            changed = polled;
            busySince = busySince == 0 ? polled : busySince;
        }
    }

    private void sort() {
        if (sorting == null && !unread) {
            var fresh = new ArrayList<ConsumerRecord<String, byte[]>>();
            held.forEach((position, record) -> {
                if (!underWay.containsKey(position) && !nothingToDo.contains(position)) {
                    fresh.add(record);
                }
            });
            sorting = fresh.isEmpty() ? null : intake.sort(fresh);
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
        var fresh = new ArrayList<AlertDelivery>();
        sorted.toDeliver().forEach((record, alert) -> {
            // Its lock may have ended meanwhile.
            if (held.containsKey(Position.of(record))) {
                var delivery = AlertDelivery.of(context, record, alert);
                underWay.put(Position.of(record), delivery);
                fresh.add(delivery);
            }
        });
        fresh.forEach(AlertDelivery::start);
        changed = System.nanoTime();
    }

    /// Whether all alerts are settled, or it is time to renew the rest. False without a connection: the worker
    /// keeps its alerts, and the broker says later which of them are lost.
    private boolean isRoundOver() {
        Duration atMost = unread ? READ_AGAIN : context.settings().renewal();
        boolean settled = sorting == null
                && !unread
                && held.keySet().stream()
                        .map(underWay::get)
                        .allMatch(delivery ->
                                delivery == null || delivery.settled().isDone());
        return (settled || System.nanoTime() - polled > atMost.toNanos()) && isConnected();
    }

    /// @param unbegun for alerts without a delivery
    /// @param unsettled for alerts whose delivery goes on
    private void acknowledge(AcknowledgeType unbegun, AcknowledgeType unsettled) {
        held.values().forEach(record -> acknowledge(record, unbegun, unsettled));
        held = Map.of();
        unread = false;
        changed = System.nanoTime();
        consumer.commitSync(COMMIT)
                .forEach((partition, failure) -> failure.ifPresent(e -> lost(partition.topicPartition(), e)));
        busySince = underWay.isEmpty() ? 0 : busySince;
    }

    private void acknowledge(
            ConsumerRecord<String, byte[]> record, AcknowledgeType unbegun, AcknowledgeType unsettled) {
        Position position = Position.of(record);
        AlertDelivery delivery = underWay.get(position);
        if (nothingToDo.remove(position)) {
            consumer.acknowledge(record, AcknowledgeType.ACCEPT);
        } else if (delivery == null) {
            consumer.acknowledge(record, unbegun);
        } else if (delivery.settled().isDone()) {
            underWay.remove(position);
            boolean settled = delivery.settled().join();
            consumer.acknowledge(record, settled ? AcknowledgeType.ACCEPT : AcknowledgeType.RELEASE);
        } else {
            consumer.acknowledge(record, unsettled);
        }
    }

    private void lost(TopicPartition partition, Exception failure) {
        LOG.atWarn()
                .addKeyValue("receiver", context.name())
                .addKeyValue("partition", partition)
                .setCause(failure)
                .log("alert_locks_lost");
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
            joined = true;
            connected = System.nanoTime();
        }
        return is;
    }

    /// Short after a change, then longer and longer, up to the pace of all workers.
    private Duration pause() {
        long quiet = System.nanoTime() - changed;
        return Duration.ofNanos(Math.clamp(
                quiet / 8, SHORTEST_WAIT.toNanos(), context.pace().get().toNanos()));
    }
}
