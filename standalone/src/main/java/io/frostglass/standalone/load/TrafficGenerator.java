package io.frostglass.standalone.load;

import io.frostglass.standalone.camera.SceneCamera;
import io.frostglass.standalone.camera.SimulatedCamera;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;

/// Sends the events of several cameras in turn, at times that are fixed in advance: the n-th is due n / rate after
/// the first, however the pipeline fares. An event that has to wait is late by its own clock, so that a stalled
/// pipeline cannot make its figures look good by slowing down who measures it.
///
/// One thread takes the pictures and keeps to the schedule, a virtual thread each sends and waits for the answer.
public final class TrafficGenerator implements AutoCloseable {

    /// A camera with what it needs to be let in.
    public record Source(CameraAccount account, SimulatedCamera simulatedCamera) {

        private static final long SEED = 1;

        /// Cameras that draw their scenes.
        public static List<Source> drawn(List<CameraAccount> accounts) {
            var sources = new ArrayList<Source>();
            for (CameraAccount account : accounts) {
                sources.add(new Source(account, SceneCamera.number(sources.size() + 1, SEED)));
            }
            return sources;
        }

        /// Cameras that send the pictures of one source in turn, so that each is sent in its turn.
        public static List<Source> of(List<CameraAccount> accounts, SimulatedCamera pictures) {
            return accounts.stream()
                    .map(account -> new Source(account, pictures))
                    .toList();
        }
    }

    /// How much is sent.
    ///
    /// @param perSecond events a second of all cameras together, above 0
    /// @param events after how many to stop; [Long#MAX_VALUE] for never
    /// @param inFlight how many may wait for their answer at once; at this bound sending stands still, and
    ///     the delay counts
    public record TrafficPlan(double perSecond, long events, int inFlight) {

        /// As many in flight as a pipeline in trouble collects in a while without filling the memory with pictures.
        private static final int USUAL_IN_FLIGHT = 256;

        public TrafficPlan {
            if (!(perSecond > 0 && perSecond <= 100_000) || events < 0 || inFlight < 1) {
                throw new IllegalArgumentException("rate above 0, events from 0, in flight from 1");
            }
        }

        public TrafficPlan(double perSecond, long events) {
            this(perSecond, events, USUAL_IN_FLIGHT);
        }

        private long dueNanos(long n) {
            return (long) (n * (1e9 / perSecond));
        }
    }

    /// An event on its way.
    ///
    /// @param webhookId the same for every attempt
    /// @param due when it was to be sent; delays count from here
    public record Sending(String webhookId, String cameraId, Instant due) {}

    /// Is told of every answer, on the thread that waited for it.
    @FunctionalInterface
    public interface AnswerListener {
        void answered(Sending sending, WebhookAnswer webhookAnswer);
    }

    /// What was sent and what came of it so far; `sent` is at least the sum of the others.
    public record TrafficCounts(long sent, long accepted, long duplicates, long refused, long gaveUp) {}

    private final URI ingest;
    private final List<Source> sources;
    private final TrafficPlan trafficPlan;
    private final CameraClient client;
    private final AnswerListener answerListener;
    private final String run = HexFormat.of().formatHex(new SecureRandom().generateSeed(6));
    private final Semaphore places;
    private final CountDownLatch finished = new CountDownLatch(1);
    private final ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor();
    private final Thread scheduler;
    private final LongAdder sent = new LongAdder();
    private final LongAdder accepted = new LongAdder();
    private final LongAdder duplicates = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder gaveUp = new LongAdder();

    private TrafficGenerator(
            URI ingest,
            List<Source> sources,
            TrafficPlan trafficPlan,
            CameraClient client,
            AnswerListener answerListener) {
        this.ingest = ingest;
        this.sources = List.copyOf(sources);
        this.trafficPlan = trafficPlan;
        this.client = client;
        this.answerListener = answerListener;
        this.places = new Semaphore(trafficPlan.inFlight());
        this.scheduler = Thread.ofPlatform().daemon().name("cameras").unstarted(this::keepToSchedule);
    }

    /// Begins to send.
    public static TrafficGenerator start(
            URI ingest,
            List<Source> sources,
            TrafficPlan trafficPlan,
            CameraClient client,
            AnswerListener answerListener) {
        if (sources.isEmpty()) {
            throw new IllegalArgumentException("no cameras");
        }
        TrafficGenerator trafficGenerator = new TrafficGenerator(ingest, sources, trafficPlan, client, answerListener);
        trafficGenerator.scheduler.start();
        return trafficGenerator;
    }

    /// Waits until everything of the plan is sent and answered, or given up.
    public void await() throws InterruptedException {
        finished.await();
    }

    /// What was sent and what came of it so far.
    public TrafficCounts trafficCounts() {
        // The parts before the whole, so that no answer is counted whose event is not.
        TrafficCounts parts = new TrafficCounts(0, accepted.sum(), duplicates.sum(), refused.sum(), gaveUp.sum());
        return new TrafficCounts(sent.sum(), parts.accepted(), parts.duplicates(), parts.refused(), parts.gaveUp());
    }

    /// Sends no more, and interrupts what waits for its answer.
    @Override
    public void close() {
        scheduler.interrupt();
        senders.shutdownNow();
    }

    private void keepToSchedule() {
        try {
            long startNanos = 0;
            Instant start = Instant.now();
            for (long n = 0; n < trafficPlan.events(); n++) {
                Source source = sources.get((int) (n % sources.size()));
                Instant due = start.plusNanos(trafficPlan.dueNanos(n));
                Sending sending =
                        new Sending("msg_" + run + "_" + n, source.account().cameraId(), due);
                SignedRequest request = new SignedRequest(
                        ingest,
                        source.account(),
                        sending.webhookId(),
                        source.simulatedCamera().take(due),
                        due);
                if (n == 0) {
                    // The clock starts when the first picture is there: taking it is the camera's time.
                    startNanos = System.nanoTime();
                    start = Instant.now();
                    sending = new Sending(sending.webhookId(), sending.cameraId(), start);
                }
                Thread.sleep(Duration.ofNanos(Math.max(0, startNanos + trafficPlan.dueNanos(n) - System.nanoTime())));
                send(sending, request);
            }
            places.acquire(trafficPlan.inFlight());
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
                WebhookAnswer webhookAnswer = client.send(request);
                count(webhookAnswer);
                answerListener.answered(sending, webhookAnswer);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                places.release();
            }
        });
    }

    private void count(WebhookAnswer webhookAnswer) {
        switch (webhookAnswer) {
            case WebhookAnswer.AcceptedAnswer a when a.duplicate() -> duplicates.increment();
            case WebhookAnswer.AcceptedAnswer _ -> accepted.increment();
            case WebhookAnswer.RejectedAnswer _ -> refused.increment();
            case WebhookAnswer.GaveUp _ -> gaveUp.increment();
        }
    }
}
