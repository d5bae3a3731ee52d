package io.frostglass.ingest;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.frostglass.audit.AuditEntry;
import io.frostglass.restricted.MotionRaw;
import io.frostglass.runtime.Health.State;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes accepted events, each once, and answers when they are durable (group commit).
///
/// One thread writes. While a transaction commits, requests collect; all of them go into the next one: so the price of
/// a commit is paid per batch, and a lone request waits for nobody. An event, its receipt and its audit entry are in
/// one transaction.
///
/// ```
///            commit failed: its outcome is unknown
/// [ writing ] ───────────────────────────────────▶ [ settling ]   a new producer with the same transactional id
///      ▲                                               │           ends what was left open; then the receipts are
///      └────────── receipts read to their end ─────────┘           read to their end, so that we know
/// ```
/// While it settles, everything is answered *unavailable* at once.
final class EventLog implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EventLog.class);

    /// Bounds one transaction, and what waits for the next.
    private static final int MOST_PER_BATCH = 256;

    private static final int MOST_WAITING = 1024;

    /// So that a transaction is over long before its timeout.
    private static final long MOST_BYTES_PER_BATCH = 32L * 1024 * 1024;

    /// A camera that waits longer than this is told to send again; if the event is written after all, it is recognised.
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration LAST_BATCH = Duration.ofSeconds(10);

    private final BatchWriter writer;
    private final Receipts receipts;
    private final BlockingQueue<Submission> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Thread thread = Thread.ofPlatform().name("event-log").unstarted(this::run);

    private final CountDownLatch stop = new CountDownLatch(1);
    private final Timer commits;
    private final DistributionSummary batchSizes;

    private volatile boolean writing;
    private volatile boolean stopping;

    /// Something to write, and who waits for it.
    sealed interface Submission {
        CompletableFuture<Written> done();

        /// About how much it adds to a transaction.
        long bytes();

        /// An event that may be new.
        record Event(MotionRaw raw, AuditEntry accepted, AuditEntry repeated, CompletableFuture<Written> done)
                implements Submission {
            @Override
            public long bytes() {
                return raw.getBody().remaining();
            }

            @Override
            public String toString() {
                return "Event[redacted]";
            }
        }

        /// An audit entry on its own.
        record Entry(AuditEntry entry, CompletableFuture<Written> done) implements Submission {
            private static final long ABOUT = 256;

            @Override
            public long bytes() {
                return ABOUT;
            }
        }
    }

    private EventLog(BatchWriter writer, Receipts receipts, MeterRegistry metrics) {
        this.writer = writer;
        this.receipts = receipts;
        this.commits = metrics.timer("frostglass.ingest.commits");
        this.batchSizes = metrics.summary("frostglass.ingest.batch.size");
        metrics.gauge("frostglass.ingest.waiting", waiting, BlockingQueue::size);
    }

    /// Starts to write as soon as broker and receipts are there; until then all is unavailable.
    static EventLog start(BatchWriter writer, Receipts receipts, MeterRegistry metrics) {
        var log = new EventLog(writer, receipts, metrics);
        log.thread.start();
        return log;
    }

    /// Writes an event, unless it has been accepted before.
    ///
    /// @param accepted the audit entry if it is new
    /// @param repeated the audit entry if it is not
    CompletableFuture<Written> write(MotionRaw raw, AuditEntry accepted, AuditEntry repeated) {
        return submit(new Submission.Event(raw, accepted, repeated, new CompletableFuture<>()));
    }

    /// Writes an audit entry.
    CompletableFuture<Written> write(AuditEntry entry) {
        return submit(new Submission.Entry(entry, new CompletableFuture<>()));
    }

    private CompletableFuture<Written> submit(Submission submission) {
        boolean taken = writing && !stopping && hasRoomFor(submission) && waiting.offer(submission);
        // Looked at again: writing may have ended, and the queue been emptied, just before this was added.
        if (!taken || (!writing && waiting.remove(submission))) {
            submission.done().complete(new Written.Unavailable());
        }
        return submission.done().completeOnTimeout(new Written.Unavailable(), PATIENCE.toMillis(), MILLISECONDS);
    }

    /// Who is refused can send as much as he likes; his entries must not take the place of events.
    private boolean hasRoomFor(Submission submission) {
        return switch (submission) {
            case Submission.Event _ -> true;
            case Submission.Entry _ -> waiting.size() < MOST_WAITING / 4;
        };
    }

    State health() {
        return State.of(writing, "the broker does not take events");
    }

    /// Whether an event has been accepted before, as far as is known now.
    boolean knows(String eventId) {
        return receipts.contains(eventId);
    }

    private void run() {
        while (!stopping) {
            try {
                settle();
                writeUntilItFails();
            } catch (InterruptedException e) {
                break;
            } catch (RuntimeException e) {
                LOG.atWarn()
                        .addKeyValue("pause_ms", PAUSE.toMillis())
                        .setCause(e)
                        .log("events cannot be written");
            }
            writing = false;
            answerUnavailable(drain());
            pause();
        }
        writing = false;
        answerUnavailable(drain());
    }

    private void pause() {
        try {
            stop.await(PAUSE.toMillis(), MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void settle() throws InterruptedException {
        writer.reopen();
        receipts.catchUp();
        writing = true;
        LOG.atInfo().log("events are written");
    }

    private void writeUntilItFails() throws InterruptedException {
        while (!stopping || !waiting.isEmpty()) {
            var first = waiting.poll(100, MILLISECONDS);
            var batch = first == null ? List.<Submission>of() : batchFrom(first);
            if (!batch.isEmpty()) {
                write(batch);
            }
        }
    }

    private List<Submission> batchFrom(Submission first) {
        var batch = new ArrayList<Submission>();
        long bytes = 0;
        for (var next = first; next != null; next = waiting.poll()) {
            // Who has been answered by now will send again.
            if (!next.done().isDone()) {
                batch.add(next);
                bytes += next.bytes();
            }
            if (batch.size() == MOST_PER_BATCH || bytes > MOST_BYTES_PER_BATCH) {
                break;
            }
        }
        return batch;
    }

    private void write(List<Submission> batch) {
        var plan = Batch.of(batch, receipts::contains);
        var commit = Timer.start();
        try {
            writer.write(plan);
        } catch (RuntimeException e) {
            // First, so that who is told to come back finds an application that says it is not ready.
            writing = false;
            answerUnavailable(batch);
            throw e;
        }
        commit.stop(commits);
        batchSizes.record(batch.size());
        plan.fresh().forEach(event -> receipts.add(event.raw().getEventId()));
        plan.answer();
    }

    private List<Submission> drain() {
        var left = new ArrayList<Submission>();
        waiting.drainTo(left);
        return left;
    }

    private static void answerUnavailable(List<Submission> submissions) {
        submissions.forEach(submission -> submission.done().complete(new Written.Unavailable()));
    }

    /// Writes what waits, then stops.
    @Override
    public void close() {
        stopping = true;
        stop.countDown();
        try {
            thread.join(LAST_BATCH);
            thread.interrupt();
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        writer.close();
    }
}
