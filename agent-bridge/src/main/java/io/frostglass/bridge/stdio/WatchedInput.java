package io.frostglass.bridge.stdio;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// The agent's messages, a line each, but for those that somebody who looks at them keeps back. What is read from
/// here is what was looked at: text in UTF-8, with a replacement where it is none, so that nobody reads a line in
/// another way.
///
/// Empty lines and those that are too long are left out, too.
final class WatchedInput extends InputStream {

    /// Asked by whoever reads.
    interface Look {
        boolean passes(byte[] message) throws IOException;
    }

    private final InputStream in;
    private final int most;
    private final Look look;
    private byte[] line = {};
    private int at;

    /// @param most bytes of a line
    WatchedInput(InputStream in, int most, Look look) {
        this.in = new BufferedInputStream(in);
        this.most = most;
        this.look = look;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        while (at == line.length) {
            Optional<String> next = nextLine();
            if (next.isEmpty()) {
                return -1;
            }
            line = checked(next.get());
            at = 0;
        }
        int count = Math.min(length, line.length - at);
        System.arraycopy(line, at, buffer, offset, count);
        at += count;
        return count;
    }

    private byte[] checked(String text) throws IOException {
        if (text.isBlank()) {
            return new byte[0];
        }
        return look.passes(text.getBytes(UTF_8)) ? (text + "\n").getBytes(UTF_8) : new byte[0];
    }

    /// The next line; empty text for one that is too long, nothing at the end. Either sign ends a line, as for the SDK.
    private Optional<String> nextLine() throws IOException {
        var bytes = new ByteArrayOutputStream();
        int read = in.read();
        if (read < 0) {
            return Optional.empty();
        }
        for (; read >= 0 && read != '\n' && read != '\r'; read = in.read()) {
            if (bytes.size() <= most) {
                bytes.write(read);
            }
        }
        return Optional.of(bytes.size() > most ? "" : bytes.toString(UTF_8));
    }
}
