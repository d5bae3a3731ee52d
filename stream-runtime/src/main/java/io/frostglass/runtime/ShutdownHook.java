package io.frostglass.runtime;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Stops a process at SIGTERM or Ctrl-C. After [#MAX_DURATION] it ends the process by force.
public final class ShutdownHook {

    /// From the signal to the end of the process.
    public static final Duration MAX_DURATION = Duration.ofMillis(9_500);

    private static final Logger LOG = LoggerFactory.getLogger(ShutdownHook.class);

    private ShutdownHook() {}

    /// Runs `close` when the JVM stops. Call it before anything starts, for the start may be stuck.
    ///
    /// @param close may be called before there is anything to close
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
                .addKeyValue("waits_in", ProgressWatchdog.whereIs(stopping))
                .log("process_halted");
        Runtime.getRuntime().halt(1);
    }
}
