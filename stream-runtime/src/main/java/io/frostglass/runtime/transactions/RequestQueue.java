package io.frostglass.runtime.transactions;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/// What waits to be written, in the order in which it came.
final class RequestQueue<R extends BatchWriteRequest, A> {

    private final BatchLimits limits;
    private final Queue<PendingRequest<R, A>> waiting = new ArrayDeque<>();
    private final Map<Class<?>, Integer> waitingByKind = new HashMap<>();
    private boolean open;
    private boolean stopped;

    /// A request, and where its answer is waited for.
    record PendingRequest<R, A>(R request, CompletableFuture<A> answer) {}

    /// A queue that takes nothing yet.
    RequestQueue(BatchLimits limits) {
        this.limits = limits;
    }

    /// From now on it takes requests, unless it is stopped.
    synchronized void open() {
        open = !stopped;
    }

    /// From now on it takes nothing.
    ///
    /// @return all that waited, which is not in the queue any more
    synchronized List<PendingRequest<R, A>> shut() {
        open = false;
        var left = List.copyOf(waiting);
        waiting.clear();
        waitingByKind.clear();
        return left;
    }

    /// From now on it takes nothing, for good. What waits stays.
    synchronized void stop() {
        open = false;
        stopped = true;
        notifyAll();
    }

    synchronized boolean isOpen() {
        return open;
    }

    synchronized int size() {
        return waiting.size();
    }

    /// Adds a request, if there is room.
    ///
    /// @return whether there was
    synchronized boolean offer(PendingRequest<R, A> pendingRequest) {
        var request = pendingRequest.request();
        boolean taken = open
                && waiting.size() < limits.maxWaiting()
                && waitingByKind.getOrDefault(request.getClass(), 0) < limits.maxWaitingOf(request);
        if (taken) {
            waiting.add(pendingRequest);
            waitingByKind.merge(request.getClass(), 1, Integer::sum);
            notifyAll();
        }
        return taken;
    }

    /// Waits for requests, and takes as many as go into one transaction. Leaves out what has been answered by now:
    /// who asked for it will come again.
    ///
    /// @return empty when it is stopped and nothing waits any more
    synchronized List<PendingRequest<R, A>> nextBatch() throws InterruptedException {
        var batch = List.<PendingRequest<R, A>>of();
        while (batch.isEmpty() && !(stopped && waiting.isEmpty())) {
            if (waiting.isEmpty()) {
                wait();
            }
            batch = takeBatch();
        }
        return batch;
    }

    private List<PendingRequest<R, A>> takeBatch() {
        var batch = new ArrayList<PendingRequest<R, A>>();
        long records = 0;
        long bytes = 0;
        while (!waiting.isEmpty() && records < limits.maxRecords() && bytes < limits.maxBytes()) {
            var next = waiting.remove();
            waitingByKind.merge(next.request().getClass(), -1, Integer::sum);
            if (!next.answer().isDone()) {
                batch.add(next);
                records += next.request().records();
                bytes += next.request().bytes();
            }
        }
        return batch;
    }
}
