package io.frostglass.runtime;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Watches loops, and logs `thread_stuck` once when a round of a loop takes too long, with the method in which its
/// thread is, and `thread_freed` when the loop goes on. It also logs when virtual threads get no carrier. It has a
/// platform thread of its own.
///
/// A stuck loop does not make an application dead: after a restart it would wait for the brokers again.
public final class ProgressWatchdog {

    /// The watchdog of this process.
    public static final ProgressWatchdog OF_PROCESS = new ProgressWatchdog(Duration.ofSeconds(30)).start();

    private static final Logger LOG = LoggerFactory.getLogger(ProgressWatchdog.class);
    private static final Duration EVERY = Duration.ofSeconds(1);

    private final Duration maxRound;
    private final Set<Loop> loops = ConcurrentHashMap.newKeySet();
    private final Loop virtualThreads = loop("virtual-threads");

    ProgressWatchdog(Duration maxRound) {
        this.maxRound = maxRound;
    }

    private ProgressWatchdog start() {
        Thread.ofPlatform().daemon().name("watchdog").start(() -> {
            while (true) {
                LockSupport.parkNanos(EVERY.toNanos());
                check();
            }
        });
        return this;
    }

    /// Watches a loop until it is closed.
    public Loop loop(String name) {
        var loop = new Loop(name);
        loops.add(loop);
        return loop;
    }

    void check() {
        loops.forEach(Loop::check);
        if (virtualThreads.since == 0) {
            virtualThreads.begin(null);
            Thread.ofVirtual().name("watchdog").start(virtualThreads::end);
        }
    }

    /// Class and method of a thread's top frame, and nothing of its data.
    static String whereIs(@Nullable Thread thread) {
        StackTraceElement[] frames = thread == null ? new StackTraceElement[0] : thread.getStackTrace();
        return frames.length == 0 ? "nowhere" : frames[0].getClassName() + "." + frames[0].getMethodName();
    }

    /// A loop, on one thread at a time.
    public final class Loop implements AutoCloseable {
        private final String name;
        private volatile @Nullable Thread thread;
        private volatile boolean reported;

        /// The start of the round, of [System#nanoTime()]; 0 between rounds.
        private volatile long since;

        private Loop(String name) {
            this.name = name;
        }

        /// Ends the last round, and begins one on this thread.
        public void begin() {
            begin(Thread.currentThread());
        }

        private void begin(@Nullable Thread on) {
            end();
            thread = on;
            since = System.nanoTime();
        }

        /// Ends the round. The next one need not begin soon.
        public void end() {
            if (reported) {
                reported = false;
                LOG.atWarn()
                        .addKeyValue("loop", name)
                        .addKeyValue("seconds", seconds())
                        .log("thread_freed");
            }
            since = 0;
        }

        private void check() {
            long began = since;
            if (began != 0 && !reported && System.nanoTime() - began > maxRound.toNanos()) {
                reported = true;
                Thread stuck = thread;
                LOG.atWarn()
                        .addKeyValue("loop", name)
                        .addKeyValue("thread", stuck == null ? "" : stuck.getName())
                        .addKeyValue("seconds", seconds())
                        .addKeyValue("at", whereIs(stuck))
                        .log("thread_stuck");
            }
        }

        private long seconds() {
            return Duration.ofNanos(System.nanoTime() - since).toSeconds();
        }

        @Override
        public void close() {
            loops.remove(this);
        }
    }
}
