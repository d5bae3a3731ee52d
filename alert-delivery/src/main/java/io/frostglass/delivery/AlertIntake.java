package io.frostglass.delivery;

import io.frostglass.alerts.Escalation;
import io.frostglass.delivery.DeliveryContext.Position;
import io.frostglass.delivery.receivers.ReceiverApi;
import io.frostglass.runtime.UnreadableRecords;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/// Reads the records that the broker hands out, and finds those that need a delivery.
///
/// @param threads may wait for the schema registry and the brokers
record AlertIntake(DeliveryContext context, Deserializer<Escalation> alerts, ResultSearch search, Executor threads) {

    private static final Logger LOG = LoggerFactory.getLogger(AlertIntake.class);

    /// What is to be done.
    ///
    /// @param toDeliver alerts for this receiver, in the order of their records
    /// @param nothingToDo records for other receivers, of settled alerts, or in the dead letters by now
    /// @param unread whether some records cannot be read for now, or have a delivery that lost its lock and goes
    ///     on
    record Sorted(
            Map<ConsumerRecord<String, byte[]>, Escalation> toDeliver, Set<Position> nothingToDo, boolean unread) {}

    CompletableFuture<Sorted> sort(List<ConsumerRecord<String, byte[]>> records) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return read(records);
                    } catch (InterruptedException e) {
                        throw new InterruptException(e);
                    }
                },
                threads);
    }

    private Sorted read(List<ConsumerRecord<String, byte[]>> records) throws InterruptedException {
        var toDeliver = new LinkedHashMap<ConsumerRecord<String, byte[]>, Escalation>();
        var nothingToDo = new HashSet<Position>();
        boolean unread = false;
        for (ConsumerRecord<String, byte[]> record : records) {
            Position position = Position.of(record);
            if (context.running().contains(position)) {
                unread = true; // its lock ended, and it was handed out again before its result is written
                continue;
            }
            try {
                Escalation alert = alerts.deserialize(record.topic(), record.headers(), record.value());
                if (alert != null && alert.getReceivers().contains(context.name())) {
                    toDeliver.put(record, alert);
                } else {
                    nothingToDo.add(position);
                }
            } catch (RuntimeException e) {
                if (UnreadableRecords.isRetriable(e)) {
                    unread = true;
                    event(record).setCause(e).log("record_not_read_yet");
                } else if (deadLetter(record)) {
                    nothingToDo.add(position);
                } else {
                    unread = true;
                }
            }
        }
        Set<String> settled = settled(toDeliver);
        toDeliver.entrySet().removeIf(entry -> {
            boolean done = settled.contains(entry.getValue().getAlertId());
            if (done) {
                nothingToDo.add(Position.of(entry.getKey()));
                context.metrics().repeated();
            }
            return done;
        });
        return new Sorted(toDeliver, nothingToDo, unread);
    }

    private boolean deadLetter(ConsumerRecord<String, byte[]> record) throws InterruptedException {
        try {
            context.resultWriter().unreadable(record, context.name());
            event(record).log("record_dead_lettered");
            return true;
        } catch (KafkaException e) {
            event(record).setCause(e).log("dead_letter_not_written");
            return false;
        }
    }

    /// The results topic is searched only for alerts that the broker hands out once more, for those that were
    /// raised before this process delivered (a group that is new to the broker begins with all retained
    /// alerts), and for those about an incident of which another process has sent the beginning.
    private Set<String> settled(Map<ConsumerRecord<String, byte[]>, Escalation> alerts) {
        List<Escalation> repeated = alerts.entrySet().stream()
                .filter(entry -> ShareGroups.deliveryCount(entry.getKey()) > 1
                        || entry.getValue().getRaisedAt().isBefore(context.since())
                        || context.incidents().isUnknown(entry.getValue()))
                .map(Map.Entry::getValue)
                .toList();
        ResultSearch.Found found = search.search(context.name(), repeated);
        context.incidents()
                .learn(
                        repeated.stream()
                                .filter(alert -> alert.getIncident() != null)
                                .map(ReceiverApi::incident)
                                .collect(Collectors.toSet()),
                        found.incidents());
        var settled = new HashSet<>(found.settled());
        alerts.values().stream()
                .map(Escalation::getAlertId)
                .filter(context.settled()::contains)
                .forEach(settled::add);
        return settled;
    }

    private LoggingEventBuilder event(ConsumerRecord<?, ?> record) {
        return LOG.atWarn()
                .addKeyValue("receiver", context.name())
                .addKeyValue("partition", record.partition())
                .addKeyValue("offset", record.offset());
    }
}
