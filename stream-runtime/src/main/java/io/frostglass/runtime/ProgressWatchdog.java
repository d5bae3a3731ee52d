package io.frostglass.runtime;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says in the log which loop does not come round any more, by name, for how long, and in which method: `thread_stuck`
/// once, and `thread_freed` when it goes on. So does it where virtual threads get no carrier. It has a thread of the
/// platform, and needs none of those that it watches.
///
/// What it finds does not make an application dead: a loop that waits for brokers longer than it should would be
/// started anew, and wait again.
public final class ProgressWatchdog {

    /// The one of this process.
    public static final ProgressWatchdog OF_PROCESS = new ProgressWatchdog(Duration.ofSeconds(30)).start();

    private static final Logger LOG = LoggerFactory.getLogger(ProgressWatchdog.class);
    private static final Duration EVERY = Duration.ofSeconds(1);

    private final Duration maxRound;
    private final Set<Loop> loops = ConcurrentHashMap.newKeySet();
    private final Loop virtualThreads = loop("virtual-threads");

    /// One that looks when it is told to.
    ///
    /// @param maxRound how long a round may take
    ProgressWatchdog(Duration maxRound) {
        this.maxRound = maxRound;
    }

    private ProgressWatchdog start() {
        Thread.ofPlatform().daemon().name("watchdog").start(() -> {
            while (true) {
                LockSupport.parkNanos(EVERY.toNanos());
                look();
            }
        });
        return this;
    }

    /// A loop to be watched, until it is closed.
    public Loop loop(String name) {
        var loop = new Loop(name);
        loops.add(loop);
        return loop;
    }

    void look() {
        loops.forEach(Loop::look);
        if (virtualThreads.since == 0) {
            virtualThreads.begin(null);
            Thread.ofVirtual().name("watchdog").start(virtualThreads::end);
        }
    }

    /// Something that comes round again and again, on one thread at a time.
    public final class Loop implements AutoCloseable {
        private final String name;
        private volatile @Nullable Thread thread;
        private volatile boolean told;

        /// When the round began; of [System#nanoTime()]; 0 between rounds.
        private volatile long since;

        private Loop(String name) {
            this.name = name;
        }

        /// A round begins on this thread, and the one before it is over.
        public void begin() {
            begin(Thread.currentThread());
        }

        private void begin(@Nullable Thread on) {
            end();
            thread = on;
            since = System.nanoTime();
        }

        /// The round is over, and the next may take its time.
        public void end() {
            if (told) {
                told = false;
                LOG.atWarn()
                        .addKeyValue("loop", name)
                        .addKeyValue("seconds", seconds())
                        .log("thread_freed");
            }
            since = 0;
        }

        private void look() {
            long began = since;
            if (began != 0 && !told && System.nanoTime() - began > maxRound.toNanos()) {
                told = true;
                Thread stuck = thread;
                LOG.atWarn()
                        .addKeyValue("loop", name)
                        .addKeyValue("thread", stuck == null ? "" : stuck.getName())
                        .addKeyValue("seconds", seconds())
                        .addKeyValue("at", StuckThread.whereIs(stuck))
                        .log("thread_stuck");
            }
        }

        private long seconds() {
            return Duration.ofNanos(System.nanoTime() - since).toSeconds();
        }

        /// It comes round no more.
        @Override
        public void close() {
            loops.remove(this);
        }
    }
}
