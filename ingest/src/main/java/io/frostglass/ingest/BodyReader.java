package io.frostglass.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/// Reads bodies within limits: of one, before it is buffered, and of all that are in memory at once.
final class BodyReader {

    private static final int UNIT = 1024;

    private final int mostBytes;
    private final Semaphore room;

    BodyReader(int mostBytes, int mostBytesInFlight) {
        this.mostBytes = mostBytes;
        this.room = new Semaphore(mostBytesInFlight / UNIT);
    }

    /// A request's body, or why there is none.
    sealed interface Body {
        /// All of it. Its room is kept until it is closed.
        final class Whole implements Body, AutoCloseable {
            private final byte[] bytes;
            private final Runnable release;

            private Whole(byte[] bytes, Runnable release) {
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
        record TooLarge() implements Body {}

        /// No memory for it now.
        record NoRoom() implements Body {}

        /// The camera went away, or sent too slowly.
        record Broken() implements Body {}
    }

    Body read(Request request) {
        long length = request.getLength();
        if (length > mostBytes) {
            return new Body.TooLarge();
        }
        // A length that is not told may be the longest.
        int units = (int) (length < 0 ? mostBytes : length) / UNIT + 1;
        if (!room.tryAcquire(units)) {
            return new Body.NoRoom();
        }
        Body body = readAll(request, units);
        if (!(body instanceof Body.Whole)) {
            room.release(units);
        }
        return body;
    }

    private Body readAll(Request request, int units) {
        try (InputStream in = Content.Source.asInputStream(request)) {
            byte[] bytes = in.readNBytes(mostBytes + 1);
            return bytes.length > mostBytes ? new Body.TooLarge() : new Body.Whole(bytes, () -> room.release(units));
        } catch (IOException e) {
            return new Body.Broken();
        }
    }
}
