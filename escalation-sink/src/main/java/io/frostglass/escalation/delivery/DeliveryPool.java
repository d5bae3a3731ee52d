package io.frostglass.escalation.delivery;

import io.frostglass.escalation.rules.Receiver;
import io.frostglass.escalation.rules.RuleSet;
import io.frostglass.runtime.ApplicationSettings;
import io.frostglass.runtime.Health.HealthState;
import io.frostglass.runtime.webhook.WebhookClient;
import io.frostglass.topics.SerdeFactory;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Delivers alerts: for each receiver of the rules file one worker, a member of the receiver's own share group. Where
/// an
/// alert keeps it from taking others, more join it for as long as that lasts.
///
/// | part | does |
/// |---|---|
/// | [WorkerLoop] | keeps a worker alive |
/// | [DeliveryWorker] | takes alerts from the group, acknowledges or renews them |
/// | [AlertIntake] | reads what was taken, and whether it is already done with |
/// | [AlertDelivery] | brings one alert to the receiver, or to the dead letters |
/// | [CircuitBreaker] | lets all deliveries to a receiver wait while it is down, but for one that looks |
/// | [ResultWriter] | writes down how it ended |
///
/// All workers share a few threads of the platform, however many receivers there are: a consumer that polls while its
/// broker is away never lets go of its thread, so on virtual threads two of them would stop all others of the process.
/// Deliveries wait for receivers, and each has a virtual thread.
public final class DeliveryPool implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryPool.class);

    /// Threads that poll.
    static final int POLLERS = 4;

    /// Workers that help others, of all receivers together.
    private static final int MAX_HELPERS = 64;

    private static final Duration HELD_UP = Duration.ofSeconds(2);
    private static final Duration LOOK = Duration.ofSeconds(1);

    /// Helpers stay for so long after they were needed.
    private static final Duration STAY = Duration.ofSeconds(30);

    /// All workers together look for alerts 500 times a second at most, each at least four times.
    private static final Duration PACE_PER_WORKER = Duration.ofMillis(2);

    private static final Duration SHORTEST_PACE = Duration.ofMillis(10);
    private static final Duration LONGEST_PACE = Duration.ofMillis(250);

    /// For workers to finish and to leave their groups.
    private static final Duration CLOSE = Duration.ofSeconds(6);

    private final DeliverySettings settings;
    private final DeliveryClients deliveryClients;
    private final WebhookClient client;
    private final MeterRegistry metrics;
    private final InstantSource clock;

    private final Map<String, DeliveryContext> lanes = new HashMap<>();
    private final Map<String, Instant> helpedUntil = new HashMap<>();
    private final Map<String, List<WorkerLoop>> workers = new ConcurrentHashMap<>();
    private final Set<WorkerLoop> leaving = ConcurrentHashMap.newKeySet();
    private final ScheduledThreadPoolExecutor pollers =
            new ScheduledThreadPoolExecutor(POLLERS, threads("delivery-poller"));
    private volatile Map<String, Receiver> receivers = Map.of();
    private volatile Duration pace = SHORTEST_PACE;

    private DeliveryPool(
            DeliverySettings settings, DeliveryClients deliveryClients, MeterRegistry metrics, InstantSource clock) {
        this.settings = settings;
        this.deliveryClients = deliveryClients;
        this.client = new WebhookClient(clock);
        this.metrics = metrics;
        this.clock = clock;
    }

    /// Starts the workers of all receivers of the rules. Brokers need not answer yet: see [#healthState].
    public static DeliveryPool start(
            DeliverySettings deliveries,
            ApplicationSettings applicationSettings,
            SerdeFactory serdes,
            MeterRegistry metrics,
            RuleSet ruleSet,
            InstantSource clock) {
        var pool =
                new DeliveryPool(deliveries, DeliveryClients.open(applicationSettings, serdes, clock), metrics, clock);
        pool.update(ruleSet);
        var _ = pool.pollers.scheduleWithFixedDelay(
                pool::help, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
        return pool;
    }

    static ThreadFactory threads(String name) {
        return Thread.ofPlatform().daemon().name(name + "-", 1).factory();
    }

    /// Takes over new rules: receivers that are new get workers, those that are gone lose them, changed ones are called
    /// as they now are from the next attempt on.
    public synchronized void update(RuleSet ruleSet) {
        // A delivery that is still under way for a receiver that is gone ends as it was begun.
        var known = new HashMap<>(receivers);
        known.putAll(ruleSet.receivers());
        receivers = Map.copyOf(known);
        Set.copyOf(workers.keySet()).stream()
                .filter(name -> !ruleSet.receivers().containsKey(name))
                .forEach(this::dismiss);
        ruleSet.receivers().keySet().stream()
                .filter(name -> !workers.containsKey(name))
                .forEach(this::employ);
    }

    private void employ(String receiver) {
        DeliveryContext deliveryContext = lanes.computeIfAbsent(receiver, this::lane);
        workers.put(
                receiver,
                new CopyOnWriteArrayList<>(List.of(WorkerLoop.start(deliveryContext, deliveryClients, pollers))));
        keepPace();
        LOG.atInfo().addKeyValue("receiver", receiver).log("delivering");
    }

    /// What it has not been told yet stays in its group, until its alerts' topic forgets them.
    private void dismiss(String receiver) {
        List<WorkerLoop> dismissed = workers.remove(receiver);
        if (dismissed != null) {
            dismissed.forEach(this::leave);
            keepPace();
            LOG.atWarn().addKeyValue("receiver", receiver).log("receiver is gone from the rules; no more deliveries");
        }
    }

    private void leave(WorkerLoop loop) {
        leaving.add(loop);
        loop.stop();
        var _ = loop.ended().thenRun(() -> leaving.remove(loop));
    }

    /// A partition has one member, until there are more members than partitions: only then does an alert that keeps its
    /// worker busy hold up no other.
    private synchronized void help() {
        Instant now = clock.instant();
        workers.forEach((receiver, loops) -> {
            if (loops.stream().anyMatch(loop -> loop.isHeldUpFor(HELD_UP))) {
                helpedUntil.put(receiver, now.plus(STAY));
                int missing = settings.workers() - loops.size();
                if (helpers() + missing <= MAX_HELPERS) {
                    IntStream.range(0, missing)
                            .forEach(_ -> loops.add(
                                    WorkerLoop.start(loops.getFirst().deliveryContext(), deliveryClients, pollers)));
                }
            } else if (loops.size() > 1 && now.isAfter(helpedUntil.getOrDefault(receiver, now))) {
                List<WorkerLoop> helpers = List.copyOf(loops.subList(1, loops.size()));
                helpers.forEach(this::leave);
                loops.removeAll(helpers);
            }
        });
        keepPace();
    }

    private int helpers() {
        return leaving.size() + workers.values().stream().mapToInt(List::size).sum() - workers.size();
    }

    private void keepPace() {
        int all = workers.values().stream().mapToInt(List::size).sum();
        long millis = PACE_PER_WORKER.multipliedBy(all).toMillis();
        pace = Duration.ofMillis(Math.clamp(millis, SHORTEST_PACE.toMillis(), LONGEST_PACE.toMillis()));
    }

    private DeliveryContext lane(String receiver) {
        var circuitBreaker = new CircuitBreaker(new ReceiverAvailability(ThreadLocalRandom.current()), clock);
        return new DeliveryContext(
                receiver,
                () -> receiver(receiver),
                circuitBreaker,
                ConcurrentHashMap.newKeySet(),
                new SettledAlerts(),
                () -> pace,
                client,
                deliveryClients.resultWriter(),
                new DeliveryMetrics(metrics, receiver, circuitBreaker),
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

    /// Up if every receiver has a worker at work. Whether the receivers are is another question: see the metrics.
    public HealthState healthState() {
        String missing = workers.entrySet().stream()
                .filter(entry -> !entry.getValue().getFirst().isAlive())
                .map(Map.Entry::getKey)
                .sorted()
                .collect(Collectors.joining(", "));
        return HealthState.of(missing.isEmpty(), "workers not at work for: " + missing);
    }

    /// Finishes the attempts under way, gives everything else back to the brokers, and waits for neither for long.
    @Override
    public void close() {
        CompletableFuture<?>[] ends = stopAll().stream().map(WorkerLoop::ended).toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(ends).get(CLOSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.atWarn()
                    .addKeyValue("reason", e.getClass().getSimpleName())
                    .log("not all delivery workers left their groups; the broker takes them out in time");
        }
        pollers.shutdownNow();
        deliveryClients.close();
        client.close();
    }

    private synchronized List<WorkerLoop> stopAll() {
        workers.values().forEach(loops -> loops.forEach(this::leave));
        workers.clear();
        return List.copyOf(leaving);
    }
}
