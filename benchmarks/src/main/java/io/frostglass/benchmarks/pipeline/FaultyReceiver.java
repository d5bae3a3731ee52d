package io.frostglass.benchmarks.pipeline;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A receiver that works, or has a fault. It speaks just enough HTTP/1.1 to be wrong on purpose, which no library does.
final class FaultyReceiver implements AutoCloseable {

    /// What it does with a request.
    enum Behaviour {
        WORKS,
        /// Takes the request, and answers after twelve seconds: later than the sender waits.
        SLOW,
        /// Answers 429 with `Retry-After: 1`.
        BUSY,
        /// Answers 500.
        FAILS,
        /// Answers with bytes that are no HTTP.
        TALKS_NONSENSE,
        /// Resets the connection in the middle of the request.
        RESETS,
        /// Accepts no connection.
        IS_DOWN
    }

    private static final JsonMapper JSON = new JsonMapper();
    private static final int SLOW_MS = 12_000;
    private static final int TIMEOUT_MS = 20_000;
    private static final int LONGEST_LINE = 8192;

    private final int port;
    private final Consumer<JsonNode> taken;
    private final ConcurrentMap<Behaviour, LongAdder> requests = new ConcurrentHashMap<>();
    private volatile Behaviour behaviour = Behaviour.WORKS;
    private volatile boolean closed;
    private volatile @Nullable ServerSocket socket;

    /// @param taken gets the body of each request that the receiver has taken, also of one that it answers too late
    FaultyReceiver(int port, Consumer<JsonNode> taken) throws IOException {
        this.port = port;
        this.taken = taken;
        listen();
    }

    /// Behaves like this from the next connection on.
    void behave(Behaviour next) throws IOException {
        behaviour = next;
        ServerSocket open = socket;
        if (next == Behaviour.IS_DOWN && open != null) {
            socket = null;
            open.close();
        } else if (next != Behaviour.IS_DOWN && open == null) {
            listen();
        }
    }

    /// How many requests met each behaviour.
    long requests(Behaviour met) {
        LongAdder count = requests.get(met);
        return count == null ? 0 : count.sum();
    }

    private void listen() throws IOException {
        var opened = new ServerSocket();
        opened.setReuseAddress(true);
        opened.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 256);
        socket = opened;
        Thread.ofVirtual().name("faulty-receiver").start(() -> accept(opened));
    }

    private void accept(ServerSocket opened) {
        while (!closed && !opened.isClosed()) {
            try {
                Socket connection = opened.accept();
                Thread.ofVirtual().name("faulty-request").start(() -> answer(connection));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void answer(Socket connection) {
        Behaviour now = behaviour;
        requests.computeIfAbsent(now, _ -> new LongAdder()).increment();
        try (connection) {
            connection.setSoTimeout(TIMEOUT_MS);
            if (now == Behaviour.RESETS) {
                connection.getInputStream().readNBytes(20);
                connection.setSoLinger(true, 0);
                return;
            }
            byte[] body = body(connection.getInputStream());
            OutputStream out = connection.getOutputStream();
            switch (now) {
                case BUSY -> out.write(head("429 Too Many Requests", "Retry-After: 1\r\n"));
                case FAILS -> out.write(head("500 Internal Server Error", ""));
                case TALKS_NONSENSE -> out.write(nonsense());
                default -> {
                    taken.accept(JSON.readTree(body));
                    if (now == Behaviour.SLOW) {
                        Thread.sleep(SLOW_MS);
                    }
                    out.write(head("200 OK", ""));
                }
            }
            out.flush();
        } catch (IOException e) {
            // The sender has gone: that is its right.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static byte[] body(InputStream in) throws IOException {
        var data = new BufferedInputStream(in);
        int length = 0;
        for (String line = line(data); !line.isEmpty(); line = line(data)) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
            }
        }
        return data.readNBytes(length);
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0 || line.length() > LONGEST_LINE) {
                throw new IOException("the request ends in its head");
            }
            line.append((char) next);
        }
        return line.toString().strip();
    }

    private static byte[] head(String status, String headers) {
        return ("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\nConnection: close\r\n" + headers + "\r\n")
                .getBytes(US_ASCII);
    }

    private static byte[] nonsense() {
        byte[] bytes = new byte[200];
        new Random(bytes.length).nextBytes(bytes);
        return bytes;
    }

    @Override
    public void close() throws IOException {
        closed = true;
        ServerSocket open = socket;
        if (open != null) {
            open.close();
        }
    }
}
