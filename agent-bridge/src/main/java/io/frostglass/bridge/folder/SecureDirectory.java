package io.frostglass.bridge.folder;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryIteratorException;
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
import java.util.function.Consumer;

/// A directory that is found from the opened workspace each time it is used (`openat`, `O_NOFOLLOW`), so that nobody
/// can put a link in its place, or in that of a directory above it.
final class SecureDirectory extends WorkspaceDirectory {

    /// The group's, too: the agent may have an account of its own. The directories say who gets as far.
    private static final FileAttribute<Set<PosixFilePermission>> MODE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----"));

    private final SecureDirectoryStream<Path> workspace;
    private final Path name;

    /// @param workspace opened, and closed by who opened it
    /// @param name in it
    SecureDirectory(SecureDirectoryStream<Path> workspace, Path path, Path name) {
        super(path);
        this.workspace = workspace;
        this.name = name;
    }

    private SecureDirectoryStream<Path> opened() throws IOException {
        return workspace.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    void each(Consumer<Path> consumer) throws IOException {
        try (var directory = opened()) {
            for (Path entry : directory) {
                consumer.accept(entry.getFileName());
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    @Override
    BasicFileAttributes attributes(Path file) throws IOException {
        try (var directory = opened()) {
            return directory
                    .getFileAttributeView(file, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .readAttributes();
        }
    }

    @Override
    SeekableByteChannel open(Path file, Set<OpenOption> options) throws IOException {
        try (var directory = opened()) {
            return directory.newByteChannel(file, options, MODE);
        }
    }

    @Override
    void rename(Path file, WorkspaceDirectory to, Path as) throws IOException {
        if (!(to instanceof SecureDirectory other)) {
            throw new IllegalArgumentException("of another workspace");
        }
        try (var from = opened();
                var target = other.opened()) {
            from.move(file, target, as);
        }
    }

    @Override
    void remove(Path file) throws IOException {
        try (var directory = opened()) {
            directory.deleteFile(file);
        }
    }
}
