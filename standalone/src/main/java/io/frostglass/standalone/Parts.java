package io.frostglass.standalone;

import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.Deque;

/// The running parts of a demo or a bench. They are closed in reverse order, and one that fails does not stop the
/// others.
public final class Parts implements AutoCloseable {

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final PrintStream problems;

    /// @param problems shows which parts could not be closed
    public Parts(PrintStream problems) {
        this.problems = problems;
    }

    /// Adds a part, and returns it.
    public <T extends AutoCloseable> T add(T part) {
        parts.push(part);
        return part;
    }

    /// Closes all parts. Two threads may call this: after Ctrl-C the shutdown hook does.
    @Override
    public synchronized void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                problems.println("frostglass: a part did not stop: " + e.getMessage());
            }
        }
    }
}
