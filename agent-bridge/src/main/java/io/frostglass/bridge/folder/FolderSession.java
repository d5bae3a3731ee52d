package io.frostglass.bridge.folder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostglass.tools.AgentApi;
import io.frostglass.tools.ApiResponse.Declined;
import io.frostglass.tools.ApiResponse.Given;
import io.frostglass.tools.ProblemType;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The folder hand-off from start to end. One thread asks the gateway for events; another looks into the folder four
/// times a second, which works on network drives too, where no program is told of a new file.
public final class FolderSession {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);
    private static final Duration A_SECOND = Duration.ofSeconds(1);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    /// Most events of one page, and most that wait for room in the folder.
    private static final int MAX_EVENTS = 100;

    /// How long the gateway waits for an event before it answers.
    private static final Duration LONG_POLL = Duration.ofSeconds(20);

    private final AgentApi gateway;
    private final FolderHandoff handoff;
    private final GatewayBackoff backoff;
    private final BlockingQueue<ObjectNode> events = new ArrayBlockingQueue<>(MAX_EVENTS);
    private final Thread poller = Thread.ofVirtual().name("events").unstarted(this::poll);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable Thread runner;
    private volatile boolean stopping;

    private FolderSession(Workspace workspace, AgentApi gateway, UserConsole console) {
        this.gateway = gateway;
        this.handoff = new FolderHandoff(workspace, gateway, Clock.systemUTC(), console);
        this.backoff = new GatewayBackoff(console, "events");
    }

    /// Serves a folder until a signal ends the process, or the gateway rejects the API key.
    ///
    /// @param err for the user: what is served, and what needs attention
    /// @return whether a signal ended it
    /// @throws WorkspaceRefused if the folder cannot be served
    /// @throws IOException if the folder cannot be used any more
    public static boolean serve(Path folder, AgentApi gateway, PrintWriter err) throws WorkspaceRefused, IOException {
        var console = new UserConsole(err);
        try (var workspace = Workspace.open(folder)) {
            var session = new FolderSession(workspace, gateway, console);
            Runtime.getRuntime().addShutdownHook(new Thread(session::stop, "shutdown"));
            console.say("serving " + folder + " until it is told to stop");
            return session.run();
        }
    }

    private boolean run() throws IOException {
        runner = Thread.currentThread();
        try {
            handoff.clear();
            poller.start();
            while (!stopping && poller.isAlive()) {
                showEvents();
                handoff.look();
            }
        } catch (InterruptedException | ClosedByInterruptException e) {
            // Told to stop.
        } finally {
            poller.interrupt();
            runner = null;
            // A pending interrupt would close the files that are cleared away.
            Thread.interrupted();
            try {
                handoff.clear();
            } finally {
                ended.countDown();
            }
        }
        return stopping;
    }

    private void showEvents() throws IOException, InterruptedException {
        if (!handoff.hasRoom()) {
            Thread.sleep(BETWEEN_LOOKS);
            return;
        }
        ObjectNode event = events.poll(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
        while (event != null) {
            handoff.show(event);
            event = handoff.hasRoom() ? events.poll() : null;
        }
    }

    /// Asks the gateway for events until it is interrupted, or the gateway rejects the API key.
    private void poll() {
        Optional<String> cursor = Optional.empty();
        try {
            while (!Thread.interrupted()) {
                switch (gateway.list(cursor, MAX_EVENTS, LONG_POLL)) {
                    case Given(ObjectNode page) -> {
                        backoff.succeeded();
                        for (JsonNode event : page.path("events")) {
                            if (event instanceof ObjectNode object) {
                                events.put(object);
                            }
                        }
                        cursor = Optional.ofNullable(page.path("cursor").textValue());
                    }
                    case Declined declined
                    when declined.type() == ProblemType.CURSOR_GONE
                            || declined.type() == ProblemType.CURSOR_UNKNOWN -> {
                        cursor = Optional.empty();
                        Thread.sleep(A_SECOND);
                    }
                    case Declined declined -> {
                        Duration pause = backoff.failed(declined);
                        if (declined.type() == ProblemType.UNAUTHORIZED || declined.type() == ProblemType.FORBIDDEN) {
                            return;
                        }
                        Thread.sleep(pause);
                    }
                }
            }
        } catch (InterruptedException e) {
            // Told to stop.
        }
    }

    /// Runs when the process ends: by a signal, or by itself after [#run].
    private void stop() {
        if (ended.getCount() == 0) {
            return;
        }
        stopping = true;
        Thread running = runner;
        if (running != null) {
            running.interrupt();
        }
        try {
            if (ended.await(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                // The exit code of a signal would tell of a failure.
                Runtime.getRuntime().halt(0);
            }
        } catch (InterruptedException e) {
            // No thread waits for this one.
        }
    }
}
