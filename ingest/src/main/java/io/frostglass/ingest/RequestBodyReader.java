package io.frostglass.ingest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/// Reads bodies within limits: of one, before it is buffered, of all that are in memory at once, and of time.
///
/// Room is taken as bytes arrive, not as they are announced: who announces much and sends little holds up nobody.
final class RequestBodyReader {

    private static final int UNIT = 1024;
    private static final int CHUNK = 64 * UNIT;

    private final int mostBytes;
    private final Duration longest;
    private final int units;
    private final Semaphore room;

    /// @param mostBytes of one body
    /// @param mostBytesInFlight of all bodies
    /// @param longest how long a body may take to arrive
    RequestBodyReader(int mostBytes, int mostBytesInFlight, Duration longest) {
        this.mostBytes = mostBytes;
        this.longest = longest;
        this.units = mostBytesInFlight / UNIT;
        this.room = new Semaphore(units);
    }

    /// A request's body, or why there is none.
    sealed interface RequestBody {
        /// All of it. Its room is kept until it is closed.
        final class FullBody implements RequestBody, AutoCloseable {
            private final byte[] bytes;
            private final Runnable release;

            private FullBody(byte[] bytes, Runnable release) {
                this.bytes = bytes;
                this.release = release;
            }

            byte[] bytes() {
                return bytes;
            }

            @Override
            public void close() {
                release.run();
            }
        }

        /// More than one request may have.
        record TooLarge() implements RequestBody {}

        /// No memory for it now.
        record NoRoom() implements RequestBody {}

        /// It took too long.
        record TooSlow() implements RequestBody {}

        /// The camera went away, or sent what is not HTTP.
        record BrokenBody() implements RequestBody {}
    }

    /// How many bytes of bodies are in memory.
    long bytesInFlight() {
        return (units - room.availablePermits()) * (long) UNIT;
    }

    /// Reads a request's body.
    RequestBody read(Request request) {
        if (request.getLength() > mostBytes) {
            return new RequestBody.TooLarge();
        }
        // Who sends nothing at all is not noticed by a look at the clock between two reads.
        var connection = request.getConnectionMetaData().getConnection().getEndPoint();
        connection.setIdleTimeout(Math.min(connection.getIdleTimeout(), longest.toMillis()));
        var taken = new BodyReservation();
        RequestBody requestBody = readAll(request, taken);
        if (!(requestBody instanceof RequestBody.FullBody)) {
            taken.giveBack();
        }
        return requestBody;
    }

    private RequestBody readAll(Request request, BodyReservation taken) {
        var bytes = new ByteArrayOutputStream();
        byte[] chunk = new byte[CHUNK];
        long start = System.nanoTime();
        try (InputStream in = Content.Source.asInputStream(request)) {
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                if (bytes.size() + read > mostBytes) {
                    return new RequestBody.TooLarge();
                }
                if (!taken.growTo(bytes.size() + read)) {
                    return new RequestBody.NoRoom();
                }
                bytes.write(chunk, 0, read);
                if (System.nanoTime() - start > longest.toNanos()) {
                    return new RequestBody.TooSlow();
                }
            }
            return new RequestBody.FullBody(bytes.toByteArray(), taken::giveBack);
        } catch (IOException e) {
            return e.getCause() instanceof TimeoutException ? new RequestBody.TooSlow() : new RequestBody.BrokenBody();
        }
    }

    /// What one body has of the room.
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
