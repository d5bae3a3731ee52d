package io.frostglass.standalone.load;

import io.frostglass.standalone.camera.FolderCamera;
import io.frostglass.standalone.camera.SceneCamera;
import io.frostglass.standalone.camera.SimulatedCamera;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/// Sends the events of several cameras in turn, at times that are fixed in advance: the n-th event is due n / rate
/// after the first. Delays count from these times: a slow pipeline cannot hide delays by slowing the measurement
/// down.
///
/// One thread takes the pictures on schedule. A virtual thread per event sends it and waits for the answer.
public final class TrafficGenerator implements AutoCloseable {

    /// A camera with its account at ingest.
    public record Source(CameraAccount account, SimulatedCamera camera) {

        private static final long SEED = 1;

        /// Returns cameras that draw their scenes; or with a folder, cameras that send its JPEGs, each picture
        /// by the next camera.
        ///
        /// @param media the folder, or a single file
        /// @throws IOException if the media cannot be read
        public static List<Source> of(List<CameraAccount> accounts, Optional<Path> media) throws IOException {
            var sources = new ArrayList<Source>();
            SimulatedCamera folder = media.isPresent() ? FolderCamera.open(media.get()) : null;
            for (CameraAccount account : accounts) {
                sources.add(
                        new Source(account, folder == null ? SceneCamera.number(sources.size() + 1, SEED) : folder));
            }
            return sources;
        }
    }

    /// How much is sent.
    ///
    /// @param perSecond events a second of all cameras together, above 0
    /// @param events after how many to stop; [Long#MAX_VALUE] for never
    public record TrafficPlan(double perSecond, long events) {

        public TrafficPlan {
            if (!(perSecond > 0 && perSecond <= 100_000) || events < 0) {
                throw new IllegalArgumentException("rate above 0, events from 0");
            }
        }

        private long dueNanos(long n) {
            return (long) (n * (1e9 / perSecond));
        }
    }

    /// An event that is being sent.
    ///
    /// @param webhookId the same for every attempt
    /// @param due when the schedule says to send it; delays count from here
    public record Sending(String webhookId, String cameraId, Instant due) {}

    /// Counts so far; `sent` is at least the sum of the others.
    public record TrafficCounts(long sent, long accepted, long duplicates, long refused, long gaveUp) {}

    /// How many events may wait for their answer at once; at this number the generator waits, and the delay counts.
    /// Enough for a slow pipeline, and not so many that pictures fill the memory.
    private static final int MAX_IN_FLIGHT = 256;

    private final Supplier<URI> ingest;
    private final List<Source> sources;
    private final TrafficPlan plan;
    private final CameraClient client;
    private final BiConsumer<Sending, WebhookAnswer> listener;
    private final String run = HexFormat.of().formatHex(new SecureRandom().generateSeed(6));
    private final Semaphore places = new Semaphore(MAX_IN_FLIGHT);
    private final CountDownLatch finished = new CountDownLatch(1);
    private final ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor();
    private final Thread scheduler;
    private final LongAdder sent = new LongAdder();
    private final LongAdder accepted = new LongAdder();
    private final LongAdder duplicates = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder gaveUp = new LongAdder();

    private TrafficGenerator(
            Supplier<URI> ingest,
            List<Source> sources,
            TrafficPlan plan,
            CameraClient client,
            BiConsumer<Sending, WebhookAnswer> listener) {
        this.ingest = ingest;
        this.sources = List.copyOf(sources);
        this.plan = plan;
        this.client = client;
        this.listener = listener;
        this.scheduler = Thread.ofPlatform().daemon().name("cameras").unstarted(this::keepToSchedule);
    }

    /// Starts to send.
    ///
    /// @param listener gets every answer, on the thread that waited for it
    public static TrafficGenerator start(
            URI ingest,
            List<Source> sources,
            TrafficPlan plan,
            CameraClient client,
            BiConsumer<Sending, WebhookAnswer> listener) {
        return start(() -> ingest, sources, plan, client, listener);
    }

    /// The same, to several instances of ingest.
    ///
    /// @param ingest the base URL for the next event, as a load balancer chooses it
    public static TrafficGenerator start(
            Supplier<URI> ingest,
            List<Source> sources,
            TrafficPlan plan,
            CameraClient client,
            BiConsumer<Sending, WebhookAnswer> listener) {
        if (sources.isEmpty()) {
            throw new IllegalArgumentException("no cameras");
        }
        TrafficGenerator traffic = new TrafficGenerator(ingest, sources, plan, client, listener);
        traffic.scheduler.start();
        return traffic;
    }

    /// Waits until every event of the plan is answered or given up.
    public void await() throws InterruptedException {
        finished.await();
    }

    /// Whether every event of the plan is answered or given up.
    public boolean isFinished() {
        return finished.getCount() == 0;
    }

    /// Returns the counts so far.
    public TrafficCounts counts() {
        // Sent comes last: an answer may not be counted without its event.
        long[] answers = {accepted.sum(), duplicates.sum(), refused.sum(), gaveUp.sum()};
        return new TrafficCounts(sent.sum(), answers[0], answers[1], answers[2], answers[3]);
    }

    /// Sends no more events, and interrupts those that wait for an answer.
    @Override
    public void close() {
        scheduler.interrupt();
        senders.shutdownNow();
    }

    private void keepToSchedule() {
        try {
            long startNanos = 0;
            Instant start = Instant.now();
            for (long n = 0; n < plan.events(); n++) {
                Source source = sources.get((int) (n % sources.size()));
                Instant due = start.plusNanos(plan.dueNanos(n));
                Sending sending =
                        new Sending("msg_" + run + "_" + n, source.account().cameraId(), due);
                SignedRequest request = new SignedRequest(
                        ingest.get(),
                        source.account(),
                        sending.webhookId(),
                        source.camera().take(due),
                        due);
                if (n == 0) {
                    // The clock starts after the first picture: the time to take it does not count.
                    startNanos = System.nanoTime();
                    start = Instant.now();
                    sending = new Sending(sending.webhookId(), sending.cameraId(), start);
                }
                Thread.sleep(Duration.ofNanos(Math.max(0, startNanos + plan.dueNanos(n) - System.nanoTime())));
                send(sending, request);
            }
            places.acquire(MAX_IN_FLIGHT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            finished.countDown();
        }
    }

    private void send(Sending sending, SignedRequest request) throws InterruptedException {
        places.acquire();
        sent.increment();
        senders.execute(() -> {
            try {
                WebhookAnswer answer = client.send(request);
                count(answer);
                listener.accept(sending, answer);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                places.release();
            }
        });
    }

    private void count(WebhookAnswer answer) {
        switch (answer) {
            case WebhookAnswer.AcceptedAnswer a when a.duplicate() -> duplicates.increment();
            case WebhookAnswer.AcceptedAnswer _ -> accepted.increment();
            case WebhookAnswer.RejectedAnswer _ -> refused.increment();
            case WebhookAnswer.GaveUp _ -> gaveUp.increment();
        }
    }
}
