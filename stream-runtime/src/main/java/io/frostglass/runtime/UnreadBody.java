package io.frostglass.runtime;

import java.time.Duration;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Reads and discards the rest of a body after an early answer, such as a refusal. Without this the server would
/// close the connection while the body arrives: the client's next request on it would fail, and clients do not
/// repeat a POST.
final class UnreadBody extends Handler.Wrapper {

    /// After more bytes the connection is closed.
    static final int MAX_BYTES = 1 << 20;

    /// After more time the connection is closed; less than the server waits for requests when it stops.
    static final Duration TIMEOUT = Duration.ofSeconds(2);

    UnreadBody(Handler handler) {
        super(handler);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        // A client that sends Expect does not send the body after a refusal.
        if (request.getHeaders().contains(HttpHeader.EXPECT)) {
            return super.handle(request, response, callback);
        }
        return super.handle(request, response, new Callback.Nested(callback) {
            @Override
            public void succeeded() {
                readOn(request, MAX_BYTES, System.nanoTime() + TIMEOUT.toNanos(), getCallback());
            }
        });
    }

    /// The server's idle timeout ends a client that sends nothing.
    ///
    /// @param most bytes to read
    /// @param end when to stop; of [System#nanoTime()]
    private static void readOn(Request request, int most, long end, Callback then) {
        int left = most;
        while (left >= 0 && System.nanoTime() - end < 0) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                int still = left;
                request.demand(() -> readOn(request, still, end, then));
                return;
            }
            left -= chunk.remaining();
            chunk.release();
            if (chunk.isLast() || Content.Chunk.isFailure(chunk)) {
                break;
            }
        }
        then.succeeded();
    }
}
