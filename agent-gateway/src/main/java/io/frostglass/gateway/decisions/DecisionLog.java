package io.frostglass.gateway.decisions;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.frostglass.agent.AgentDecision;
import io.frostglass.audit.AuditEntry;
import io.frostglass.runtime.Health.State;
import io.frostglass.runtime.follow.Follower;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes attempts and audit entries, and says when they are durable (group commit).
///
/// One thread writes. While a transaction commits, requests collect; all of them go into the next one.
///
/// ```
///            commit failed: its outcome is unknown
/// [ writing ] ───────────────────────────────────▶ [ settling ]   a new producer with the same transactional id
///      ▲                                               │           ends what was left open; then the decisions are
///      └────────── decisions read to their end ────────┘           read to their end, so that we know
/// ```
/// While it settles, everything is answered *unavailable* at once.
public final class DecisionLog implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DecisionLog.class);

    /// Records in one transaction, about; a page of events that is shown has a hundred.
    private static final int MOST_PER_BATCH = 1024;

    /// Who waits longer than this is told to come again.
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private static final Duration TICK = Duration.ofMillis(100);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration LAST_BATCH = Duration.ofSeconds(10);

    private final DecisionWriter writer;
    private final Follower<AgentDecision> decisions;
    private final Waiting waiting = new Waiting();
    private final Thread thread = Thread.ofPlatform().name("decision-log").unstarted(this::run);
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Timer commits;
    private final Counter unrecorded;

    private volatile boolean writing;
    private volatile boolean stopping;

    private DecisionLog(DecisionWriter writer, Follower<AgentDecision> decisions, MeterRegistry metrics) {
        this.writer = writer;
        this.decisions = decisions;
        this.commits = metrics.timer("frostglass.gateway.commits");
        this.unrecorded = metrics.counter("frostglass.gateway.refusals.unrecorded");
        metrics.gauge("frostglass.gateway.commits.waiting", waiting, Waiting::size);
    }

    /// Starts to write as soon as the broker is there and the decisions are known; until then all is unavailable.
    public static DecisionLog start(DecisionWriter writer, Follower<AgentDecision> decisions, MeterRegistry metrics) {
        var log = new DecisionLog(writer, decisions, metrics);
        log.thread.start();
        return log;
    }

    /// Writes an attempt. Whether it was the first, the topic says.
    CompletableFuture<Written> write(AgentDecision decision, @Nullable String origin) {
        return submit(new Submission.Attempt(decision, origin, new CompletableFuture<>()));
    }

    /// Writes an audit entry of a refusal, and returns when it is written or cannot be: the refusal stands in any
    /// case.
    public void record(AuditEntry refusal) {
        var written = submit(new Submission.Refusal(refusal, new CompletableFuture<>()));
        if (written.join() instanceof Written.Unavailable) {
            unrecorded.increment();
        }
    }

    /// Writes audit entries of what is about to be shown, and returns when they are durable or cannot be. Nothing may
    /// be shown of which nobody could prove that it was.
    ///
    /// @return whether they are durable
    public boolean recordShown(List<AuditEntry> entries) {
        var written = submit(new Submission.Shown(entries, new CompletableFuture<>()));
        return written.join() instanceof Written.Durable;
    }

    private CompletableFuture<Written> submit(Submission submission) {
        boolean taken = writing && !stopping && waiting.offer(submission);
        // Looked at again: writing may have ended, and the queue been emptied, just before this was added.
        if (!taken || (!writing && waiting.remove(submission))) {
            submission.done().complete(new Written.Unavailable());
        }
        return submission.done().completeOnTimeout(new Written.Unavailable(), PATIENCE.toMillis(), MILLISECONDS);
    }

    public State health() {
        return State.of(writing, "the broker does not take decisions");
    }

    private void run() {
        try {
            writeUntilStopped();
        } finally {
            // Also where a fault of ours ends it: nobody is to wait for what nobody writes.
            writing = false;
            answerUnavailable(waiting.takeAll());
        }
    }

    private void writeUntilStopped() {
        while (!stopping) {
            try {
                settle();
                writeUntilItFails();
            } catch (InterruptedException e) {
                break;
            } catch (RuntimeException e) {
                LOG.atWarn()
                        .addKeyValue("pause_ms", PAUSE.toMillis())
                        .addKeyValue("reason", e.getClass().getSimpleName())
                        .log("decisions cannot be written");
            }
            writing = false;
            answerUnavailable(waiting.takeAll());
            pause();
        }
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
        decisions.catchUp();
        writing = true;
        LOG.atInfo().log("decisions are written");
    }

    private void writeUntilItFails() throws InterruptedException {
        while (!stopping || !waiting.isEmpty()) {
            var first = waiting.next(TICK);
            var batch = first == null ? List.<Submission>of() : batchFrom(first);
            if (!batch.isEmpty()) {
                write(batch);
            }
        }
    }

    private List<Submission> batchFrom(Submission first) {
        var batch = new ArrayList<Submission>();
        int records = 0;
        for (var next = first; next != null; next = records < MOST_PER_BATCH ? waiting.next() : null) {
            // Who has been answered by now will come again.
            if (!next.done().isDone()) {
                batch.add(next);
                records += next.size();
            }
        }
        return batch;
    }

    private void write(List<Submission> batch) {
        var commit = Timer.start();
        try {
            writer.write(batch);
        } catch (RuntimeException e) {
            // First, so that who is told to come back finds an application that says it is not ready.
            writing = false;
            answerUnavailable(batch);
            throw e;
        }
        commit.stop(commits);
        batch.forEach(submission -> submission.done().complete(new Written.Durable()));
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
