package io.frostglass.ingest;

import io.frostglass.ingest.RequestBodyReader.RequestBody.Failure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/// Reads bodies within three limits: the size of one body, the size of all bodies in memory, and the time.
///
/// A body counts as its bytes arrive, not by its announced length. So a request that announces much and sends little
/// takes no memory from others.
final class RequestBodyReader {

    private static final int UNIT = 1024;
    private static final int CHUNK = 64 * UNIT;

    private final int mostBytes;
    private final Duration longest;
    private final int units;
    private final Semaphore room;

    /// @param mostBytes of one body
    /// @param mostBytesInFlight of all bodies
    /// @param longest the time for a body to arrive
    RequestBodyReader(int mostBytes, int mostBytesInFlight, Duration longest) {
        this.mostBytes = mostBytes;
        this.longest = longest;
        this.units = mostBytesInFlight / UNIT;
        this.room = new Semaphore(units);
    }

    /// A request's body, or the reason that there is none.
    sealed interface RequestBody {
        /// Counts as in memory until it is closed.
        @SuppressWarnings("ArrayRecordComponent") // Never compared.
        record FullBody(byte[] bytes, Runnable release) implements RequestBody, AutoCloseable {
            @Override
            public void close() {
                release.run();
            }
        }

        enum Failure implements RequestBody {
            /// Longer than one request may be.
            TOO_LARGE,
            /// There is no memory for it now.
            NO_MEMORY,
            /// It took too long.
            TOO_SLOW,
            /// The camera closed the connection, or sent malformed HTTP.
            INCOMPLETE
        }
    }

    long bytesInFlight() {
        return (units - room.availablePermits()) * (long) UNIT;
    }

    RequestBody read(Request request) {
        if (request.getLength() > mostBytes) {
            return Failure.TOO_LARGE;
        }
        // Ends a request that sends nothing: the time is checked only between two reads.
        var connection = request.getConnectionMetaData().getConnection().getEndPoint();
        long idle = connection.getIdleTimeout();
        connection.setIdleTimeout(Math.min(idle, longest.toMillis()));
        var taken = new BodyReservation();
        RequestBody body = readAll(request, taken);
        // A camera that keeps the connection open for its next event may be quiet for longer.
        connection.setIdleTimeout(idle);
        if (!(body instanceof RequestBody.FullBody)) {
            taken.giveBack();
        }
        return body;
    }

    private RequestBody readAll(Request request, BodyReservation taken) {
        var bytes = new ByteArrayOutputStream();
        byte[] chunk = new byte[CHUNK];
        long start = System.nanoTime();
        try (InputStream in = Content.Source.asInputStream(request)) {
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                if (bytes.size() + read > mostBytes) {
                    return Failure.TOO_LARGE;
                }
                if (!taken.growTo(bytes.size() + read)) {
                    return Failure.NO_MEMORY;
                }
                bytes.write(chunk, 0, read);
                if (System.nanoTime() - start > longest.toNanos()) {
                    return Failure.TOO_SLOW;
                }
            }
            return new RequestBody.FullBody(bytes.toByteArray(), taken::giveBack);
        } catch (IOException e) {
            return e.getCause() instanceof TimeoutException ? Failure.TOO_SLOW : Failure.INCOMPLETE;
        }
    }

    /// The memory that one body takes.
    private final class BodyReservation {
        private int held;

        boolean growTo(int bytes) {
            int more = bytes / UNIT + 1 - held;
            if (more > 0 && !room.tryAcquire(more)) {
                return false;
            }
            held += Math.max(0, more);
            return true;
        }

        void giveBack() {
            room.release(held);
            held = 0;
        }
    }
}
