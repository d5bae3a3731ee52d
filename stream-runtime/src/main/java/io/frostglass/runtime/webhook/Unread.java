package io.frostglass.runtime.webhook;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/// Throws an answer's body away. A short one is taken to its end, so that the connection can be used again; of a
/// longer one the rest is not taken.
final class Unread implements BodySubscriber<Void> {

    private static final long MOST_BYTES = 1024;

    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private @Nullable Subscription subscription;
    private long bytes;

    @Override
    public CompletionStage<Void> getBody() {
        return done;
    }

    @Override
    public void onSubscribe(Subscription to) {
        subscription = to;
        to.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            bytes += buffer.remaining();
        }
        var from = subscription;
        if (from == null || done.isDone()) {
            return;
        }
        if (bytes > MOST_BYTES) {
            done.complete(null);
            from.cancel();
        } else {
            from.request(1);
        }
    }

    @Override
    public void onError(Throwable failure) {
        done.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        done.complete(null);
    }
}
