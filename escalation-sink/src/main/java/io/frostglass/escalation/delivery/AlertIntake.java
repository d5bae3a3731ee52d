package io.frostglass.escalation.delivery;

import io.frostglass.alerts.Escalation;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.InterruptException;

/// Looks through what the broker has handed out, before anything is done about it.
final class AlertIntake {

    private final DeliveryContext deliveryContext;
    private final AlertReader reader;
    private final ResultSearch search;
    private final Executor threads;

    AlertIntake(DeliveryContext deliveryContext, AlertReader reader, ResultSearch search, Executor threads) {
        this.threads = threads;
        this.deliveryContext = deliveryContext;
        this.reader = reader;
        this.search = search;
    }

    /// What is to be done.
    ///
    /// @param toDeliver alerts for this receiver, in the order of their records
    /// @param nothingToDo for somebody else, done with, or dead letters by now
    /// @param unread whether some cannot be read for now, or have a delivery that has lost its lock and goes on
    record Sorted(
            Map<ConsumerRecord<String, byte[]>, Escalation> toDeliver,
            Set<RecordPosition> nothingToDo,
            boolean unread) {}

    /// Begins to look, in a thread that may wait.
    CompletableFuture<Sorted> sort(List<ConsumerRecord<String, byte[]>> records) {
        return CompletableFuture.supplyAsync(() -> sorted(records), threads);
    }

    private Sorted sorted(List<ConsumerRecord<String, byte[]>> records) {
        try {
            return look(records);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private Sorted look(List<ConsumerRecord<String, byte[]>> records) throws InterruptedException {
        var toDeliver = new LinkedHashMap<ConsumerRecord<String, byte[]>, Escalation>();
        var nothingToDo = new HashSet<RecordPosition>();
        boolean unread = false;
        for (ConsumerRecord<String, byte[]> record : records) {
            if (deliveryContext.running().contains(RecordPosition.of(record))) {
                unread = true; // lost to time, and handed out again before its result is written
                continue;
            }
            switch (reader.read(record)) {
                case AlertReader.Read.Ours(Escalation alert) -> toDeliver.put(record, alert);
                case AlertReader.Read.NotOurs() -> nothingToDo.add(RecordPosition.of(record));
                case AlertReader.Read.NotNow() -> unread = true;
            }
        }
        Set<String> settled = new HashSet<>(settled(toDeliver));
        toDeliver.values().stream()
                .map(Escalation::getAlertId)
                .filter(deliveryContext.settled()::contains)
                .forEach(settled::add);
        toDeliver.entrySet().removeIf(entry -> {
            boolean done = settled.contains(entry.getValue().getAlertId());
            if (done) {
                nothingToDo.add(RecordPosition.of(entry.getKey()));
                deliveryContext.metrics().repeated();
            }
            return done;
        });
        return new Sorted(toDeliver, nothingToDo, unread);
    }

    /// Only what comes again can be settled.
    private Set<String> settled(Map<ConsumerRecord<String, byte[]>, Escalation> alerts) {
        List<Escalation> repeated = alerts.entrySet().stream()
                .filter(entry -> ShareDelivery.isRepeated(entry.getKey()))
                .map(Map.Entry::getValue)
                .toList();
        return search.settled(deliveryContext.name(), repeated);
    }
}
