package io.frostglass.escalation.delivery;

import io.frostglass.escalation.rules.Receiver;
import io.frostglass.escalation.rules.Rules;
import io.frostglass.runtime.Health.State;
import io.frostglass.runtime.Settings;
import io.frostglass.runtime.webhook.WebhookClient;
import io.frostglass.topics.SerdeFactory;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Delivers alerts: for each receiver of the rules file some workers, all members of the receiver's own share group.
///
/// | part | does |
/// |---|---|
/// | [WorkerLoop] | keeps a worker alive |
/// | [Worker] | takes alerts from the group, acknowledges or renews them |
/// | [Delivery] | brings one alert to the receiver, or to the dead letters |
/// | [Gate] | lets all deliveries to a receiver wait while it is down, but for one that looks |
/// | [Ledger] | writes down how it ended |
public final class DeliveryPool implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryPool.class);

    private final DeliverySettings settings;
    private final Kafka kafka;
    private final WebhookClient client;
    private final MeterRegistry metrics;
    private final InstantSource clock;

    private final Map<String, Lane> lanes = new HashMap<>();
    private final Map<String, List<WorkerLoop>> workers = new HashMap<>();
    private final List<WorkerLoop> leaving = new ArrayList<>();
    private volatile Map<String, Receiver> receivers = Map.of();

    private DeliveryPool(DeliverySettings settings, Kafka kafka, MeterRegistry metrics, InstantSource clock) {
        this.settings = settings;
        this.kafka = kafka;
        this.client = new WebhookClient(clock);
        this.metrics = metrics;
        this.clock = clock;
    }

    /// Starts the workers of all receivers of the rules. Brokers need not answer yet: see [#state].
    public static DeliveryPool start(
            DeliverySettings deliveries,
            Settings settings,
            SerdeFactory serdes,
            MeterRegistry metrics,
            Rules rules,
            InstantSource clock) {
        var pool = new DeliveryPool(deliveries, Kafka.open(settings, serdes, clock), metrics, clock);
        pool.update(rules);
        return pool;
    }

    /// Takes over new rules: receivers that are new get workers, those that are gone lose them, changed ones are called
    /// as they now are from the next attempt on.
    public synchronized void update(Rules rules) {
        // A delivery that is still under way for a receiver that is gone ends as it was begun.
        var known = new HashMap<>(receivers);
        known.putAll(rules.receivers());
        receivers = Map.copyOf(known);
        Set.copyOf(workers.keySet()).stream()
                .filter(name -> !rules.receivers().containsKey(name))
                .forEach(this::dismiss);
        rules.receivers().keySet().stream()
                .filter(name -> !workers.containsKey(name))
                .forEach(this::employ);
    }

    private void employ(String receiver) {
        Lane lane = lanes.computeIfAbsent(receiver, this::lane);
        workers.put(
                receiver,
                IntStream.range(0, settings.workers())
                        .mapToObj(number -> WorkerLoop.start(lane, kafka))
                        .toList());
        LOG.atInfo()
                .addKeyValue("receiver", receiver)
                .addKeyValue("workers", settings.workers())
                .log("delivering");
    }

    /// What it has not been told yet stays in its group, until its alerts' topic forgets them.
    private void dismiss(String receiver) {
        List<WorkerLoop> dismissed = workers.remove(receiver);
        if (dismissed != null) {
            dismissed.forEach(WorkerLoop::stop);
            leaving.addAll(dismissed);
            LOG.atWarn().addKeyValue("receiver", receiver).log("receiver is gone from the rules; no more deliveries");
        }
    }

    private Lane lane(String receiver) {
        var gate = new Gate(new Availability(ThreadLocalRandom.current()), clock);
        return new Lane(
                receiver,
                () -> receiver(receiver),
                gate,
                client,
                kafka.ledger(),
                new DeliveryMetrics(metrics, receiver, gate),
                settings,
                clock);
    }

    private Receiver receiver(String name) {
        Receiver receiver = receivers.get(name);
        if (receiver == null) {
            throw new IllegalStateException("no receiver " + name);
        }
        return receiver;
    }

    /// Up if all workers are at work. Whether the receivers are is another question: see the metrics.
    public synchronized State state() {
        String missing = workers.entrySet().stream()
                .filter(entry -> !entry.getValue().stream().allMatch(WorkerLoop::isAlive))
                .map(Map.Entry::getKey)
                .sorted()
                .collect(Collectors.joining(", "));
        return State.of(missing.isEmpty(), "workers not at work for: " + missing);
    }

    /// Finishes the attempts under way, gives everything else back to the brokers.
    @Override
    public void close() {
        List<WorkerLoop> all = stopAll();
        try {
            for (WorkerLoop loop : all) {
                loop.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        kafka.close();
        client.close();
    }

    private synchronized List<WorkerLoop> stopAll() {
        var all = new ArrayList<>(leaving);
        workers.values().forEach(all::addAll);
        workers.clear();
        all.forEach(WorkerLoop::stop);
        return all;
    }
}
