package io.frostglass.runtime.transactions;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/// The requests that wait to be written, in the order of arrival.
final class RequestQueue<R extends BatchWriteRequest, A> {

    private final BatchLimits limits;
    private final Queue<PendingRequest<R, A>> waiting = new ArrayDeque<>();
    private final Map<Class<?>, Integer> waitingByKind = new HashMap<>();
    private boolean open;
    private boolean stopped;

    record PendingRequest<R, A>(R request, CompletableFuture<A> answer) {}

    RequestQueue(BatchLimits limits) {
        this.limits = limits;
    }

    /// Takes requests from now on, unless stopped.
    synchronized void open() {
        open = !stopped;
    }

    /// Takes no requests from now on.
    ///
    /// @return the waiting requests, which leave the queue
    synchronized List<PendingRequest<R, A>> shut() {
        open = false;
        var left = List.copyOf(waiting);
        waiting.clear();
        waitingByKind.clear();
        return left;
    }

    /// Takes no requests any more. The waiting requests stay in the queue.
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

    /// @return whether there was room for the request
    synchronized boolean offer(PendingRequest<R, A> pending) {
        var request = pending.request();
        boolean taken = open
                && waiting.size() < limits.maxWaiting()
                && waitingByKind.getOrDefault(request.getClass(), 0) < limits.maxWaitingOf(request);
        if (taken) {
            waiting.add(pending);
            waitingByKind.merge(request.getClass(), 1, Integer::sum);
            notifyAll();
        }
        return taken;
    }

    /// Waits for requests, and takes as many as fit into one transaction. Leaves out answered requests: their
    /// callers come again.
    ///
    /// @return empty if the queue is stopped and empty
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
