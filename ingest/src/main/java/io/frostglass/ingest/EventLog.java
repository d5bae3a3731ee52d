package io.frostglass.ingest;

import io.frostglass.audit.AuditEntry;
import io.frostglass.restricted.MotionRaw;
import io.frostglass.runtime.Health.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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

    private static final Duration LAST_BATCH = Duration.ofSeconds(10);

    private final BatchWriter writer;
    private final Receipts receipts;
    private final BlockingQueue<Submission> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Thread thread = Thread.ofPlatform().name("event-log").unstarted(this::run);

    private volatile boolean writing;
    private volatile boolean stopping;

    /// Something to write, and who waits for it.
    sealed interface Submission {
        CompletableFuture<Written> done();

        /// An event that may be new.
        record Event(MotionRaw raw, AuditEntry accepted, AuditEntry repeated, CompletableFuture<Written> done)
                implements Submission {
            @Override
            public String toString() {
                return "Event[redacted]";
            }
        }

        /// An audit entry on its own.
        record Entry(AuditEntry entry, CompletableFuture<Written> done) implements Submission {}
    }

    private EventLog(BatchWriter writer, Receipts receipts) {
        this.writer = writer;
        this.receipts = receipts;
    }

    /// Starts to write as soon as broker and receipts are there; until then all is unavailable.
    static EventLog start(BatchWriter writer, Receipts receipts) {
        var log = new EventLog(writer, receipts);
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
        if (!writing || stopping || !hasRoomFor(submission) || !waiting.offer(submission)) {
            submission.done().complete(new Written.Unavailable());
        }
        return submission.done();
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

    /// How many requests wait for the next transaction.
    int waiting() {
        return waiting.size();
    }

    private void run() {
        while (!stopping) {
            try {
                settle();
                writeUntilItFails();
            } catch (InterruptedException e) {
                break;
            } catch (RuntimeException e) {
                LOG.atWarn().setCause(e).log("events cannot be written");
            }
            writing = false;
            answerUnavailable(drain());
        }
        writing = false;
        answerUnavailable(drain());
    }

    private void settle() throws InterruptedException {
        writer.reopen();
        receipts.catchUp();
        writing = true;
        LOG.atInfo().log("events are written");
    }

    private void writeUntilItFails() throws InterruptedException {
        while (!stopping || !waiting.isEmpty()) {
            var first = waiting.poll(100, TimeUnit.MILLISECONDS);
            if (first != null) {
                write(batchFrom(first));
            }
        }
    }

    private List<Submission> batchFrom(Submission first) {
        var batch = new ArrayList<Submission>();
        batch.add(first);
        waiting.drainTo(batch, MOST_PER_BATCH - 1);
        return batch;
    }

    private void write(List<Submission> batch) {
        var plan = Batch.of(batch, receipts::contains);
        try {
            writer.write(plan);
        } catch (RuntimeException e) {
            answerUnavailable(batch);
            throw e;
        }
        plan.fresh().forEach(raw -> receipts.add(raw.getEventId(), raw.getReceivedAt()));
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
