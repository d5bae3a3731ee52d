package io.frostglass.runtime;

import org.jspecify.annotations.Nullable;

/// What may be said of a thread that is stuck: where it is, and nothing of what it works on.
final class StuckThread {

    private StuckThread() {}

    /// Class and method of its top frame.
    static String whereIs(@Nullable Thread thread) {
        StackTraceElement[] frames = thread == null ? new StackTraceElement[0] : thread.getStackTrace();
        return frames.length == 0 ? "nowhere" : frames[0].getClassName() + "." + frames[0].getMethodName();
    }
}
