package io.frostglass.bridge.folder;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostglass.tools.AgentApi;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// From start to end: asks for events in a thread of its own, and looks into the folder four times a second. Looking is
/// right on network drives too, where nobody tells that a file was written.
final class FolderSession {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);
    private static final int MAX_WAITING = 100;

    private final FolderHandoff folderHandoff;
    private final BlockingQueue<ObjectNode> events = new ArrayBlockingQueue<>(MAX_WAITING);
    private final Thread feeder;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable Thread runner;
    private volatile boolean stopping;

    FolderSession(Workspace workspace, AgentApi agentApi, UserConsole userConsole) {
        this.folderHandoff = new FolderHandoff(workspace, agentApi, Clock.systemUTC(), userConsole);
        this.feeder = Thread.ofVirtual().name("events").unstarted(new EventPoller(agentApi, events, userConsole));
    }

    /// Runs until it is told to stop, or the gateway does not know the key.
    ///
    /// @return whether it was told to stop
    /// @throws IOException if the folder cannot be used any more
    boolean run() throws IOException {
        runner = Thread.currentThread();
        try {
            folderHandoff.begin();
            feeder.start();
            while (!stopping && feeder.isAlive()) {
                turn();
            }
        } catch (InterruptedException | ClosedByInterruptException e) {
            // Told to stop.
        } finally {
            feeder.interrupt();
            runner = null;
            // An interrupt that is left over would close the files that are cleared away.
            Thread.interrupted();
            try {
                folderHandoff.end();
            } finally {
                ended.countDown();
            }
        }
        return stopping;
    }

    private void turn() throws IOException, InterruptedException {
        if (!folderHandoff.hasRoom()) {
            Thread.sleep(BETWEEN_LOOKS);
        } else {
            ObjectNode event = events.poll(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
            while (event != null) {
                folderHandoff.show(event);
                event = folderHandoff.hasRoom() ? events.poll() : null;
            }
        }
        folderHandoff.look();
    }

    /// Tells it to stop, and waits until it has cleared up.
    ///
    /// @return whether it has, in time
    boolean stop(Duration patience) throws InterruptedException {
        stopping = true;
        Thread running = runner;
        if (running != null) {
            running.interrupt();
        }
        return ended.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    boolean hasEnded() {
        return ended.getCount() == 0;
    }
}
