package io.frostglass.delivery;

import io.frostglass.delivery.egress.EgressCheck;
import io.frostglass.delivery.links.LinkSettings;
import io.frostglass.delivery.links.ReceiverLinks;
import io.frostglass.delivery.links.ThumbnailPositions;
import io.frostglass.delivery.receivers.AlertLinks;
import io.frostglass.delivery.receivers.Receiver;
import io.frostglass.runtime.Health.HealthState;
import io.frostglass.runtime.RunningApplication.Assembly;
import io.frostglass.runtime.webhook.WebhookClient;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
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

/// Delivers alerts. Each receiver of the receivers file has one worker, a member of the receiver's own share
/// group. While an alert keeps that worker from taking others, more workers help.
///
/// | part | does |
/// |---|---|
/// | [WorkerLoop] | runs a worker, and replaces it after a failure |
/// | [DeliveryWorker] | takes alerts from the group, acknowledges or renews them |
/// | [AlertIntake] | reads the records, and leaves out settled alerts |
/// | [AlertDelivery] | delivers one alert to the receiver, or to the dead letters |
/// | [IncidentOrder] | keeps the order within an incident |
/// | [RateWindow], [RateQueue] | hold back the deliveries beyond a receiver's rate limit |
/// | [EgressCheck] | looks at the final bytes; what may not leave is replaced |
/// | [CircuitBreaker] | holds back the deliveries to a receiver that is down, but for one probe |
/// | [ResultWriter] | writes the results |
///
/// All workers share a few platform threads, however many receivers there are: a consumer that polls while its broker
/// is away never frees its thread, so on virtual threads two such consumers would stop all others of the process.
/// Each delivery has a virtual thread, where it waits for the receiver.
final class DeliveryPool implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryPool.class);

    static final int POLLERS = 4;

    /// For all receivers together.
    private static final int MAX_HELPERS = 64;

    private static final Duration HELD_UP = Duration.ofSeconds(2);
    private static final Duration HELP_EVERY = Duration.ofSeconds(1);
    private static final Duration MEASURE_EVERY = Duration.ofSeconds(10);

    /// Helpers leave this long after they were last needed.
    private static final Duration STAY = Duration.ofSeconds(30);

    /// All workers together poll at most 500 times a second, each worker at least four times.
    private static final Duration PACE_PER_WORKER = Duration.ofMillis(2);

    private static final Duration SHORTEST_PACE = Duration.ofMillis(10);
    private static final Duration LONGEST_PACE = Duration.ofMillis(250);

    private static final int MAX_SETTLED = 10_000;

    /// For workers to finish and to leave their groups.
    private static final Duration CLOSE = Duration.ofSeconds(6);

    private final DeliverySettings settings;
    private final Optional<LinkSettings> links;
    private final DeliveryClients clients;
    private final WebhookClient client;
    private final EgressCheck egressCheck = new EgressCheck();
    private final MeterRegistry metrics;
    private final InstantSource clock;

    /// Not one per receiver: two receivers can share a limit.
    private final ConcurrentMap<String, RateWindow> rateWindows = new ConcurrentHashMap<>();

    private final Map<String, DeliveryContext> contexts = new HashMap<>();
    private final Map<String, Instant> helpedUntil = new HashMap<>();
    private final Map<String, List<WorkerLoop>> workers = new ConcurrentHashMap<>();
    private final Set<WorkerLoop> leaving = ConcurrentHashMap.newKeySet();
    private final ScheduledThreadPoolExecutor pollers =
            new ScheduledThreadPoolExecutor(POLLERS, threads("delivery-poller"));
    private volatile Map<String, Receiver> receivers = Map.of();
    private volatile Duration pace = SHORTEST_PACE;

    private DeliveryPool(
            DeliverySettings settings,
            Optional<LinkSettings> links,
            DeliveryClients clients,
            MeterRegistry metrics,
            InstantSource clock) {
        this.settings = settings;
        this.links = links;
        this.clients = clients;
        this.client = new WebhookClient(clock);
        this.metrics = metrics;
        this.clock = clock;
    }

    /// Starts the workers of all receivers. Brokers need not answer yet: see [#healthState].
    static DeliveryPool start(
            DeliverySettings deliveries,
            Optional<LinkSettings> links,
            Assembly assembly,
            Map<String, Receiver> receivers,
            InstantSource clock) {
        var clients = new DeliveryClients(assembly.applicationSettings(), assembly.admin(), assembly.serdes(), clock);
        var pool = new DeliveryPool(deliveries, links, clients, assembly.metrics(), clock);
        pool.update(receivers);
        long every = HELP_EVERY.toMillis();
        var _ = pool.pollers.scheduleWithFixedDelay(pool::help, every, every, TimeUnit.MILLISECONDS);
        long look = MEASURE_EVERY.toMillis();
        var _ = pool.pollers.scheduleWithFixedDelay(pool::measureLags, look, look, TimeUnit.MILLISECONDS);
        return pool;
    }

    /// Asks the brokers, and does not wait for the answer.
    private synchronized void measureLags() {
        Map<String, DeliveryMetrics> byGroup = workers.keySet().stream()
                .collect(Collectors.toMap(
                        ShareGroups::of,
                        receiver ->
                                Objects.requireNonNull(contexts.get(receiver)).metrics()));
        clients.lags(byGroup.keySet()).forEach((group, lag) -> {
            var _ = lag.thenAccept(Objects.requireNonNull(byGroup.get(group))::lag);
        });
    }

    static ThreadFactory threads(String name) {
        return Thread.ofPlatform().daemon().name(name + "-", 1).factory();
    }

    /// Takes the content of the receivers file. New receivers get workers, and removed receivers lose theirs. A change
    /// of a receiver counts from the next attempt on.
    synchronized void update(Map<String, Receiver> named) {
        // A delivery under way to a removed receiver goes on with the old address.
        var known = new HashMap<>(receivers);
        known.putAll(named);
        receivers = Map.copyOf(known);
        Set.copyOf(workers.keySet()).stream()
                .filter(name -> !named.containsKey(name))
                .forEach(this::removeWorkers);
        named.keySet().stream().filter(name -> !workers.containsKey(name)).forEach(this::addWorker);
        if (links.isEmpty()) {
            named.values().stream()
                    .filter(receiver -> receiver.api().linksThumbnails())
                    .forEach(receiver -> LOG.atWarn()
                            .addKeyValue("receiver", receiver.name())
                            .log("thumbnails_need_links_public_url"));
        }
    }

    private void addWorker(String receiver) {
        DeliveryContext context = contexts.computeIfAbsent(receiver, this::context);
        workers.put(receiver, new CopyOnWriteArrayList<>(List.of(WorkerLoop.start(context, clients, pollers))));
        keepPace();
        LOG.atInfo().addKeyValue("receiver", receiver).log("receiver_added");
    }

    /// The receiver's undelivered alerts stay in its group for the retention of the topic.
    private void removeWorkers(String receiver) {
        List<WorkerLoop> removed = workers.remove(receiver);
        if (removed != null) {
            removed.forEach(this::leave);
            keepPace();
            LOG.atWarn().addKeyValue("receiver", receiver).log("receiver_removed");
        }
    }

    private void leave(WorkerLoop loop) {
        leaving.add(loop);
        loop.stop();
        var _ = loop.ended().thenRun(() -> leaving.remove(loop));
    }

    /// Each partition has one member until there are more members than partitions. Only then can others take the
    /// alerts behind one that keeps its worker busy.
    private synchronized void help() {
        Instant now = clock.instant();
        workers.forEach((receiver, loops) -> {
            if (loops.stream().anyMatch(loop -> loop.isHeldUpFor(HELD_UP))) {
                helpedUntil.put(receiver, now.plus(STAY));
                int missing = settings.workers() - loops.size();
                if (helpers() + missing <= MAX_HELPERS) {
                    var context = loops.getFirst().context();
                    IntStream.range(0, missing).forEach(_ -> loops.add(WorkerLoop.start(context, clients, pollers)));
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

    private DeliveryContext context(String receiver) {
        var circuitBreaker = new CircuitBreaker(ThreadLocalRandom.current(), clock);
        var thumbnails = new ThumbnailPositions();
        return new DeliveryContext(
                receiver,
                () -> Objects.requireNonNull(receivers.get(receiver)),
                rateWindows,
                new RateQueue(),
                new IncidentOrder(clock),
                circuitBreaker,
                ConcurrentHashMap.newKeySet(),
                newestAlerts(),
                thumbnails,
                links.<AlertLinks>map(it -> new ReceiverLinks(it, receiver, thumbnails, clock))
                        .orElse(AlertLinks.NONE),
                () -> pace,
                client,
                egressCheck,
                clients.resultWriter(),
                new DeliveryMetrics(metrics, receiver, circuitBreaker),
                settings,
                clock.instant(),
                clock);
    }

    /// Ids of alerts, about 100 bytes each. Not positions: those begin anew when a topic is made again.
    private static Set<String> newestAlerts() {
        return Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                return size() > MAX_SETTLED;
            }
        }));
    }

    /// Up if every receiver has a worker that takes alerts. The metrics show whether the receivers are up.
    HealthState healthState() {
        String missing = workers.entrySet().stream()
                .filter(entry -> !entry.getValue().getFirst().isAlive())
                .map(Map.Entry::getKey)
                .sorted()
                .collect(Collectors.joining(", "));
        return HealthState.of(missing.isEmpty(), "no worker yet for: " + missing);
    }

    /// Finishes the attempts under way and releases all other alerts, within seconds.
    @Override
    public void close() {
        List<WorkerLoop> loops = stopAll();
        CompletableFuture<?>[] ends = loops.stream().map(WorkerLoop::ended).toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(ends).get(CLOSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.atWarn().setCause(e).log("workers_left_groups_late");
        }
        pollers.shutdownNow();
        // Nobody waits for this: where the process ends, the consumers end with it.
        Thread.ofPlatform().daemon().name("delivery-abandon").start(() -> abandon(loops));
        clients.close();
        client.close();
    }

    private void abandon(List<WorkerLoop> loops) {
        try {
            if (pollers.awaitTermination(1, TimeUnit.MINUTES)) {
                loops.forEach(WorkerLoop::abandon);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized List<WorkerLoop> stopAll() {
        workers.values().forEach(loops -> loops.forEach(this::leave));
        workers.clear();
        return List.copyOf(leaving);
    }
}
