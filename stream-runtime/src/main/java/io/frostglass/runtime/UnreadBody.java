package io.frostglass.runtime;

import java.time.Duration;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Reads on and throws away what came of a body that was answered unread, as a refusal is. The server would close the
/// connection instead, without a word, where the rest is still on its way: the client's next request on it fails, and
/// a client repeats no POST of itself.
final class UnreadBody extends Handler.Wrapper {

    /// Past this the connection is closed after all.
    static final int MAX_BYTES = 1 << 20;

    /// And past this, which is less than a server that stops waits for its requests.
    static final Duration TIMEOUT = Duration.ofSeconds(2);

    UnreadBody(Handler handler) {
        super(handler);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        // Who asks before he sends a body may keep it when he is refused.
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

    /// Who sends nothing at all is the server's to see to.
    ///
    /// @param most bytes still to be read
    /// @param end when it is enough; of [System#nanoTime()]
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
