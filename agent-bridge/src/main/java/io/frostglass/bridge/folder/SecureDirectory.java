package io.frostglass.bridge.folder;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// A directory that is looked up from the open workspace at each use (`openat`, `O_NOFOLLOW`), so a link cannot take
/// its place, or that of a directory above it.
final class SecureDirectory extends WorkspaceDirectory {

    /// The group may read: the agent may have an account of its own. The rights of the directories decide who gets
    /// there.
    private static final FileAttribute<Set<PosixFilePermission>> MODE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----"));

    private final SecureDirectoryStream<Path> workspace;
    private final Path name;

    /// @param workspace the open workspace; its owner closes it
    /// @param name of the directory in it
    SecureDirectory(SecureDirectoryStream<Path> workspace, Path path, Path name) {
        super(path);
        this.workspace = workspace;
        this.name = name;
    }

    @Override
    SecureDirectoryStream<Path> entries() throws IOException {
        return workspace.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    BasicFileAttributes attributes(Path file) throws IOException {
        try (var directory = entries()) {
            return directory
                    .getFileAttributeView(file, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .readAttributes();
        }
    }

    @Override
    SeekableByteChannel open(Path file, Set<OpenOption> options) throws IOException {
        try (var directory = entries()) {
            return directory.newByteChannel(file, options, MODE);
        }
    }

    @Override
    void rename(Path from, Path to) throws IOException {
        try (var directory = entries()) {
            directory.move(from, directory, to);
        }
    }

    @Override
    void remove(Path file) throws IOException {
        try (var directory = entries()) {
            directory.deleteFile(file);
        }
    }
}
