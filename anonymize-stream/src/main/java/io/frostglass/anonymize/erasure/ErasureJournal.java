package io.frostglass.anonymize.erasure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/// A file of requests of erasure, one a line, oldest first. Operators keep it where neither a backup nor a copy of a
/// broker's disk is. After one of these has come back, all requests are carried out again.
record ErasureJournal(Path file) {

    /// Appends a request, unless it is there. It is on the disk when this returns.
    ///
    /// @throws UncheckedIOException if it cannot be written
    void add(ErasureRequest request) {
        try {
            if (!Files.exists(file) || !read().contains(request)) {
                append(request);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    private void append(ErasureRequest request) throws IOException {
        try (var channel = FileChannel.open(file, CREATE, APPEND)) {
            var line = ByteBuffer.wrap((request.line() + "\n").getBytes(UTF_8));
            while (line.hasRemaining()) {
                channel.write(line);
            }
            channel.force(true);
        }
    }

    /// All requests, each once.
    ///
    /// @throws IOException if the file cannot be read, or a line is wrong; the message names it
    List<ErasureRequest> read() throws IOException {
        var requests = new LinkedHashSet<ErasureRequest>();
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (NoSuchFileException e) {
            throw new IOException("no such file: " + file, e);
        }
        for (int i = 0; i < lines.size(); i++) {
            try {
                requests.add(ErasureRequest.parse(lines.get(i)));
            } catch (IllegalArgumentException e) {
                throw new IOException(file + ", line " + (i + 1) + ": " + e.getMessage(), e);
            }
        }
        return new ArrayList<>(requests);
    }
}
