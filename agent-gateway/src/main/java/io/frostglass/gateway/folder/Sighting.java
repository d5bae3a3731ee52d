package io.frostglass.gateway.folder;

import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/// What a name stood for when it was looked at. Two that are equal saw the same file, which nobody had written to in
/// between.
///
/// @param size in bytes
/// @param key tells files apart where the platform does
/// @param links how many names the file has; 1 where the platform does not say
record Sighting(
        Kind kind, long size, FileTime modified, @Nullable Object key, int links) {

    /// What it is.
    enum Kind {
        FILE("a file"),
        LINK("a symbolic link"),
        DIRECTORY("a directory"),
        OTHER("a pipe or device");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    static Sighting of(BasicFileAttributes found, int links) {
        return new Sighting(kind(found), found.size(), found.lastModifiedTime(), found.fileKey(), links);
    }

    private static Kind kind(BasicFileAttributes found) {
        if (found.isSymbolicLink()) {
            return Kind.LINK;
        }
        if (found.isDirectory()) {
            return Kind.DIRECTORY;
        }
        return found.isRegularFile() ? Kind.FILE : Kind.OTHER;
    }

    boolean isFile() {
        return kind == Kind.FILE;
    }

    /// Whether it may be known by another name too, perhaps outside the workspace.
    boolean isShared() {
        return links > 1;
    }
}
