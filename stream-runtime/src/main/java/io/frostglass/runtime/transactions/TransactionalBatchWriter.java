package io.frostglass.runtime.transactions;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.frostglass.runtime.transactions.RequestQueue.PendingRequest;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.producer.Producer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes the requests of many callers, and answers each when its records are durable (group commit).
///
/// One thread writes. Requests that arrive while a transaction commits go into the next one. So there is one commit
/// per batch, and a single request does not wait for others.
///
/// ```
///            commit failed: its outcome is unknown
/// [ writing ] ───────────────────────────────────▶ [ settling ]   a new producer with the same transactional id
///      ▲                                               │           ends what was left open; then the application
///      └──────── the application has caught up ────────┘           reads what was committed, so that it knows
/// ```
/// While the writer settles, the answer to each request is *unavailable* at once.
///
/// An [Error] ends the thread for good. From then on each answer is *unavailable*.
///
/// @param <R> the type of the requests
/// @param <A> the type of the answers
public final class TransactionalBatchWriter<R extends BatchWriteRequest, A> implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TransactionalBatchWriter.class);
    private static final Duration RETRY_PAUSE = Duration.ofMillis(500);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private final String name;
    private final Map<String, Object> producerSettings;
    private final BatchLimits limits;
    private final BatchHandler<R, A> handler;
    private final Timer commits;
    private final RequestQueue<R, A> queue;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;

    private TransactionalBatchWriter(
            String name,
            Map<String, Object> producerSettings,
            BatchLimits limits,
            BatchHandler<R, A> handler,
            Timer commits) {
        this.name = name;
        this.producerSettings = producerSettings;
        this.limits = limits;
        this.handler = handler;
        this.commits = commits;
        this.queue = new RequestQueue<>(limits);
        this.thread = Thread.ofPlatform().name(name).unstarted(this::run);
    }

    /// Writes as soon as the broker answers and the application has caught up. Until then each answer is
    /// *unavailable*.
    ///
    /// @param name of the thread, and in log events
    /// @param producerSettings of [TransactionalProducers#settings]
    /// @param commits measures the committed transactions
    public static <R extends BatchWriteRequest, A> TransactionalBatchWriter<R, A> start(
            String name,
            Map<String, Object> producerSettings,
            BatchLimits limits,
            BatchHandler<R, A> handler,
            Timer commits) {
        var writer = new TransactionalBatchWriter<>(name, producerSettings, limits, handler, commits);
        writer.thread.start();
        return writer;
    }

    /// Writes a request. The answer comes within the limits' request timeout, and is never an exception.
    public CompletableFuture<A> write(R request) {
        var answer = new CompletableFuture<A>();
        if (!queue.offer(new PendingRequest<>(request, answer))) {
            answer.complete(handler.unavailable());
        }
        return answer.completeOnTimeout(
                handler.unavailable(), limits.requestTimeout().toMillis(), MILLISECONDS);
    }

    public boolean isWriting() {
        return queue.isOpen();
    }

    /// The number of requests that wait for the next transaction.
    public int waiting() {
        return queue.size();
    }

    private void run() {
        try {
            while (stop.getCount() > 0) {
                try {
                    settleAndWrite();
                } catch (RuntimeException e) {
                    LOG.atWarn()
                            .addKeyValue("writer", name)
                            .addKeyValue("pause_ms", RETRY_PAUSE.toMillis())
                            .addKeyValue("cause", e)
                            .log("writer_failed");
                    stop.await(RETRY_PAUSE.toMillis(), MILLISECONDS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void settleAndWrite() throws InterruptedException {
        var producer = TransactionalProducers.open(producerSettings, this::waitsOn);
        try {
            handler.catchUp();
            queue.open();
            LOG.atInfo().addKeyValue("writer", name).log("writer_opened");
            for (var batch = queue.nextBatch(); !batch.isEmpty(); batch = queue.nextBatch()) {
                write(producer, batch);
            }
        } finally {
            answerUnavailable(queue.shut());
            // The next producer ends the open transaction.
            producer.close(Duration.ZERO);
        }
    }

    /// Asked each time the broker has not answered in time.
    private boolean waitsOn() {
        LOG.atWarn().addKeyValue("writer", name).log("writer_waits_for_broker");
        return stop.getCount() > 0;
    }

    private void write(Producer<String, byte[]> producer, List<PendingRequest<R, A>> batch) {
        try {
            var requests = batch.stream().map(PendingRequest::request).toList();
            List<A> answers = commit(producer, requests);
            handler.committed(requests);
            for (int i = 0; i < batch.size(); i++) {
                batch.get(i).answer().complete(answers.get(i));
            }
        } catch (Throwable e) {
            // The queue first: callers that come again must find that the application is not ready.
            answerUnavailable(queue.shut());
            answerUnavailable(batch);
            throw e;
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // commitTransaction throws what a send failed with
    private List<A> commit(Producer<String, byte[]> producer, List<R> requests) {
        var commit = Timer.start();
        producer.beginTransaction();
        List<A> answers = handler.send(requests, producer::send);
        producer.commitTransaction();
        commit.stop(commits);
        return answers;
    }

    private void answerUnavailable(List<PendingRequest<R, A>> requests) {
        requests.forEach(pending -> pending.answer().complete(handler.unavailable()));
    }

    /// Writes the waiting requests, then stops. After ten seconds the answer to the rest is *unavailable*.
    @Override
    public void close() {
        stop.countDown();
        queue.stop();
        try {
            thread.join(CLOSE_TIMEOUT);
            thread.interrupt();
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
