package io.frostglass.bridge.folder;

/// A directory that cannot be served. The message says what to do.
final class WorkspaceRefused extends Exception {

    WorkspaceRefused(String message) {
        super(message, null, false, false);
    }

    String what() {
        return String.valueOf(getMessage());
    }
}
