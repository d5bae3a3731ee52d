package io.frostglass.gateway.decisions;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What waits to be written, in the order in which it came.
///
/// Who reads, or is refused, can ask as often as he likes: each of these two has places of its own, so that
/// neither takes those of decisions, nor the other's. Anybody can be refused, and only agents read.
final class Waiting {

    static final int MOST = 1024;
    static final int MOST_OF_A_KIND = MOST / 4;

    private final BlockingQueue<Submission> queue = new ArrayBlockingQueue<>(MOST);
    private final Semaphore shown = new Semaphore(MOST_OF_A_KIND);
    private final Semaphore refusals = new Semaphore(MOST_OF_A_KIND);

    /// Adds it, if there is room.
    ///
    /// @return whether there was
    boolean offer(Submission submission) {
        Semaphore places = placesOf(submission);
        if (places != null && !places.tryAcquire()) {
            return false;
        }
        boolean taken = queue.offer(submission);
        if (!taken) {
            left(submission);
        }
        return taken;
    }

    /// Takes it out again.
    ///
    /// @return whether it was still there
    boolean remove(Submission submission) {
        boolean removed = queue.remove(submission);
        if (removed) {
            left(submission);
        }
        return removed;
    }

    /// The next, if one comes in time.
    @Nullable
    Submission next(Duration patience) throws InterruptedException {
        return left(queue.poll(patience.toMillis(), TimeUnit.MILLISECONDS));
    }

    /// The next, if there is one.
    @Nullable
    Submission next() {
        return left(queue.poll());
    }

    /// All that are there.
    List<Submission> takeAll() {
        var all = new ArrayList<Submission>();
        for (var next = next(); next != null; next = next()) {
            all.add(next);
        }
        return all;
    }

    int size() {
        return queue.size();
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    private @Nullable Submission left(@Nullable Submission submission) {
        Semaphore places = submission == null ? null : placesOf(submission);
        if (places != null) {
            places.release();
        }
        return submission;
    }

    private @Nullable Semaphore placesOf(Submission submission) {
        return switch (submission) {
            case Submission.Attempt _ -> null;
            case Submission.Shown _ -> shown;
            case Submission.Refusal _ -> refusals;
        };
    }
}
