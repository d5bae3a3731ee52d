package io.frostglass.bridge.folder;

import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/// What was there under a name at one moment. Two equal snapshots show the same file, unchanged in between.
///
/// @param kind a word for the user: [#FILE], or what it is instead
/// @param size in bytes
/// @param key tells files apart, where the platform does
/// @param links how many names the file has; 1 where the platform does not say
record FileSnapshot(
        String kind, long size, FileTime modified, @Nullable Object key, int links) {

    private static final String FILE = "a file";

    static FileSnapshot of(BasicFileAttributes found, int links) {
        String kind = found.isSymbolicLink()
                ? "a symbolic link"
                : found.isDirectory() ? "a directory" : found.isRegularFile() ? FILE : "a pipe or device";
        return new FileSnapshot(kind, found.size(), found.lastModifiedTime(), found.fileKey(), links);
    }

    boolean isFile() {
        return kind.equals(FILE);
    }

    /// Whether the file has another name too, perhaps outside the workspace.
    boolean isShared() {
        return links > 1;
    }
}
