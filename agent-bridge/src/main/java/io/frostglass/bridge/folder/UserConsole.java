package io.frostglass.bridge.folder;

import java.io.PrintWriter;
import java.util.HashSet;
import java.util.Set;

/// Tells the person who started the program, in a line, what they should know. Never what a file holds.
final class UserConsole {

    /// An agent that makes up names must not fill a log.
    private static final int MAX_ONCE = 1_000;

    private final PrintWriter err;
    private final Set<String> said = new HashSet<>();

    UserConsole(PrintWriter err) {
        this.err = err;
    }

    synchronized void say(String line) {
        err.println("frostglass: " + line);
        err.flush();
    }

    /// Says it, unless it was said already in this session.
    synchronized void sayOnce(String line) {
        if (said.size() < MAX_ONCE && said.add(line)) {
            say(line);
        }
    }
}
