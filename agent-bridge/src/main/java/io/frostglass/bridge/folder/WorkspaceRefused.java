package io.frostglass.bridge.folder;

/// The program cannot serve this directory. The message says what to do.
public final class WorkspaceRefused extends Exception {

    WorkspaceRefused(String message) {
        super(message, null, false, false);
    }
}
