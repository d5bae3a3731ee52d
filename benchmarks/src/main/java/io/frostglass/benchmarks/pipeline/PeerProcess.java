package io.frostglass.benchmarks.pipeline;

import io.frostglass.standalone.Installation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The script that a firm would write in place of Frostglass (`benchmarks/peer`), as a process of Node.
final class PeerProcess implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(20);
    private static final int PORT_OFFSET = 20;

    private final MeasuredProcess process;
    private final int port;

    private PeerProcess(MeasuredProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /// Why it cannot run here; empty if it can.
    static Optional<String> missing() {
        if (!Files.exists(folder().resolve("node_modules"))) {
            return Optional.of("its libraries are missing: run `npm install` in " + folder());
        }
        try {
            new ProcessBuilder("node", "--version")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("there is no `node`");
        }
    }

    private static Path folder() {
        return BenchRun.home().resolve("benchmarks").resolve("peer");
    }

    /// Starts it with the cameras and the receiver of an installation, and waits until it listens.
    ///
    /// @throws IllegalStateException if it does not listen soon
    static PeerProcess start(Installation installation) throws IOException, InterruptedException {
        int port = installation.ports().base() + PORT_OFFSET;
        Path log =
                Files.createDirectories(installation.folder().resolve("logs")).resolve("peer.log");
        var peer = new PeerProcess(
                MeasuredProcess.start(
                        List.of(
                                "node",
                                folder().resolve("peer.mjs").toString(),
                                installation.sites().toString(),
                                Integer.toString(port),
                                installation.receiverUrl().toString()),
                        Map.of("RECEIVER_SECRET", installation.receiverSecret()),
                        log),
                port);
        Instant end = Instant.now().plus(START);
        while (!peer.listens()) {
            if (!peer.process.isAlive() || Instant.now().isAfter(end)) {
                peer.close();
                throw new IllegalStateException("the script did not start; see " + log);
            }
            Thread.sleep(50);
        }
        return peer;
    }

    private boolean listens() {
        try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    MeasuredProcess process() {
        return process;
    }

    @Override
    public void close() {
        process.stop();
        process.awaitEnd();
    }
}
