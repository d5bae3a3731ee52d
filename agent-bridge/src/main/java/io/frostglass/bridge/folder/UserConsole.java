package io.frostglass.bridge.folder;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/// Tells the user of the program, one line each, what needs attention. It never repeats the content of a file.
final class UserConsole {

    /// Most lines of [#sayOnce]: an agent that makes up file names must not fill a log.
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

    /// Says a line, unless this session has said it.
    synchronized void sayOnce(String line) {
        if (said.size() < MAX_ONCE && said.add(line)) {
            say(line);
        }
    }

    /// Says that a file in `output/` could not be handled. The other files do not wait for it.
    void sayStuck(Path name) {
        sayOnce("output/" + FileNames.sayable(name)
                + " cannot be read or deleted, or archive/ not be written to: see who may read and write there");
    }
}
