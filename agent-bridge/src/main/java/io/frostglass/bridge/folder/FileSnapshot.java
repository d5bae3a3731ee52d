package io.frostglass.bridge.folder;

import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/// What a name stood for when it was looked at. Two that are equal saw the same file, which nobody had written to in
/// between.
///
/// @param size in bytes
/// @param key tells files apart where the platform does
/// @param links how many names the file has; 1 where the platform does not say
record FileSnapshot(
        FileKind fileKind,
        long size,
        FileTime modified,
        @Nullable Object key,
        int links) {

    /// What it is.
    enum FileKind {
        FILE("a file"),
        LINK("a symbolic link"),
        DIRECTORY("a directory"),
        OTHER("a pipe or device");

        private final String words;

        FileKind(String words) {
            this.words = words;
        }

        String description() {
            return words;
        }
    }

    static FileSnapshot of(BasicFileAttributes found, int links) {
        return new FileSnapshot(kind(found), found.size(), found.lastModifiedTime(), found.fileKey(), links);
    }

    private static FileKind kind(BasicFileAttributes found) {
        if (found.isSymbolicLink()) {
            return FileKind.LINK;
        }
        if (found.isDirectory()) {
            return FileKind.DIRECTORY;
        }
        return found.isRegularFile() ? FileKind.FILE : FileKind.OTHER;
    }

    boolean isFile() {
        return fileKind == FileKind.FILE;
    }

    /// Whether it may be known by another name too, perhaps outside the workspace.
    boolean isShared() {
        return links > 1;
    }
}
