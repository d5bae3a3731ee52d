package io.frostglass.runtime;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The stop of a process, at SIGTERM or Ctrl-C: in good order where that takes no longer than [#MAX_DURATION], and
/// by force after it, whatever is stuck.
public final class ShutdownHook {

    /// From the signal to the end of the process.
    public static final Duration MAX_DURATION = Duration.ofMillis(9_500);

    private static final Logger LOG = LoggerFactory.getLogger(ShutdownHook.class);

    private ShutdownHook() {}

    /// Has this done when the JVM is told to stop. To be called before anything is started: what is stuck may be the
    /// start.
    ///
    /// @param close what stops in good order; may be called before there is anything to stop
    public static void hook(Runnable close) {
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("shutdown").unstarted(() -> {
                    Thread stopping = Thread.currentThread();
                    Thread.ofPlatform().daemon().name("stop-deadline").start(() -> endInTime(stopping));
                    close.run();
                }));
    }

    private static void endInTime(Thread stopping) {
        try {
            Thread.sleep(MAX_DURATION);
        } catch (InterruptedException e) {
            return;
        }
        LOG.atError()
                .addKeyValue("seconds", MAX_DURATION.toMillis() / 1000.0)
                .addKeyValue("waits_in", StuckThread.whereIs(stopping))
                .log("stop_took_too_long_process_ended");
        Runtime.getRuntime().halt(1);
    }
}
