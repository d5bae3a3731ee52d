package io.frostglass.escalation.delivery;

import io.frostglass.topics.Catalogue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a member of a receiver's share group has in hand. Per round:
/// ```
/// poll ─▶ begin a delivery for each alert that is new ─▶ wait ─▶ ACCEPT what is settled, RENEW the rest ─▶ commit
/// ```
/// Kafka hands out nothing new to a member that renews: a round of new alerts comes when the last of this one is
/// settled. For one thread, as the consumer is, but for [#stop].
final class Worker {

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration COMMIT = Duration.ofSeconds(10);
    private static final Duration READ_AGAIN = Duration.ofSeconds(1);

    private final Lane lane;
    private final Intake intake;
    private final ShareConsumer<String, byte[]> consumer;
    private final Map<Position, Delivery> underWay = new ConcurrentHashMap<>();
    private final Set<Position> nothingToDo = new HashSet<>();
    private volatile boolean stopping;

    /// Whether this round has a record that could not be read for now.
    private boolean unread;

    Worker(Lane lane, Intake intake, ShareConsumer<String, byte[]> consumer) {
        this.lane = lane;
        this.intake = intake;
        this.consumer = consumer;
        consumer.subscribe(List.of(Catalogue.ESCALATIONS.name()));
    }

    /// One round; returns within some seconds more than a third of the lock's duration.
    void work() throws InterruptedException {
        round(AcknowledgeType.RENEW, AcknowledgeType.RENEW, true);
    }

    /// From any thread: the round under way ends early, with the attempts that are being made.
    void stop() {
        stopping = true;
        underWay.values().forEach(Delivery::cancel);
    }

    /// After [#stop]: takes nothing new, finishes the attempts under way until the deadline, and gives the rest back.
    void finish(Instant deadline) throws InterruptedException {
        while (!underWay.isEmpty()) {
            boolean late = !lane.clock().instant().isBefore(deadline);
            round(AcknowledgeType.RELEASE, late ? AcknowledgeType.RELEASE : AcknowledgeType.RENEW, false);
            if (late) {
                abandon();
            }
        }
    }

    /// Leaves the deliveries to themselves: the broker will hand their alerts out again.
    void abandon() {
        underWay.values().forEach(Delivery::cancel);
        underWay.clear();
    }

    /// Polls, waits, acknowledges.
    ///
    /// @param unbegun what to say of alerts without a delivery
    /// @param unsettled what to say of alerts whose delivery goes on
    private void round(AcknowledgeType unbegun, AcknowledgeType unsettled, boolean begin) throws InterruptedException {
        ConsumerRecords<String, byte[]> held = consumer.poll(POLL);
        if (held.isEmpty()) {
            return; // there is nothing, or what was renewed has not come back yet
        }
        unread = false;
        if (begin) {
            begin(held);
        }
        waitForDeliveries();
        held.forEach(record -> acknowledge(record, unbegun, unsettled));
        commit();
    }

    private void begin(ConsumerRecords<String, byte[]> held) throws InterruptedException {
        var fresh = new ArrayList<ConsumerRecord<String, byte[]>>();
        for (ConsumerRecord<String, byte[]> record : held) {
            if (!underWay.containsKey(Position.of(record))) {
                fresh.add(record);
            }
        }
        var sorted = intake.sort(fresh);
        unread = sorted.unread();
        nothingToDo.addAll(sorted.nothingToDo());
        sorted.toDeliver()
                .forEach((record, alert) -> underWay.put(Position.of(record), Delivery.start(lane, record, alert)));
    }

    private void waitForDeliveries() throws InterruptedException {
        if (stopping) {
            underWay.values().forEach(Delivery::cancel);
        }
        var all = underWay.values().stream().map(Delivery::settled).collect(Collectors.toCollection(ArrayList::new));
        if (unread) {
            all.add(new CompletableFuture<>()); // so that the time is waited for
        }
        Duration atMost = unread ? READ_AGAIN : lane.settings().renewal();
        try {
            CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                    .get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException renewFirst) {
            // The rest is renewed and waited for again.
        } catch (ExecutionException e) {
            throw new IllegalStateException("deliveries end with a word, not with an exception", e);
        }
    }

    private void acknowledge(
            ConsumerRecord<String, byte[]> record, AcknowledgeType unbegun, AcknowledgeType unsettled) {
        Position position = Position.of(record);
        Delivery delivery = underWay.get(position);
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

    private void commit() {
        consumer.commitSync(COMMIT)
                .forEach((partition, failure) -> failure.ifPresent(e -> lost(partition.topicPartition(), e)));
    }

    private void lost(TopicPartition partition, Exception failure) {
        LOG.atWarn()
                .addKeyValue("receiver", lane.name())
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
}
