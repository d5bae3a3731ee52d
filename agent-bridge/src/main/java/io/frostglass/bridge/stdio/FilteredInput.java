package io.frostglass.bridge.stdio;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/// The agent's messages, one per line, without those that a filter keeps back, empty lines, and lines that are too
/// long. The text is valid UTF-8, with replacement characters where it was not: filter and reader see the same text.
final class FilteredInput extends InputStream {

    private final InputStream in;
    private final int maxBytes;
    private final Filter filter;
    private final CountDownLatch end = new CountDownLatch(1);
    private byte[] line = {};
    private int position;

    interface Filter {
        boolean passes(byte[] message) throws IOException;
    }

    FilteredInput(InputStream in, int maxBytes, Filter filter) {
        this.in = new BufferedInputStream(in);
        this.maxBytes = maxBytes;
        this.filter = filter;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        while (position == line.length) {
            Optional<String> next = nextLine();
            if (next.isEmpty()) {
                end.countDown();
                return -1;
            }
            String text = next.get();
            boolean passes = !text.isBlank() && filter.passes(text.getBytes(UTF_8));
            line = passes ? (text + "\n").getBytes(UTF_8) : new byte[0];
            position = 0;
        }
        int count = Math.min(length, line.length - position);
        System.arraycopy(line, position, buffer, offset, count);
        position += count;
        return count;
    }

    void awaitEnd() throws InterruptedException {
        end.await();
    }

    /// The next line; empty text if it is too long, nothing at the end. CR ends a line too, as it does for the SDK.
    private Optional<String> nextLine() throws IOException {
        var bytes = new ByteArrayOutputStream();
        int read = in.read();
        if (read < 0) {
            return Optional.empty();
        }
        for (; read >= 0 && read != '\n' && read != '\r'; read = in.read()) {
            if (bytes.size() <= maxBytes) {
                bytes.write(read);
            }
        }
        return Optional.of(bytes.size() > maxBytes ? "" : bytes.toString(UTF_8));
    }
}
