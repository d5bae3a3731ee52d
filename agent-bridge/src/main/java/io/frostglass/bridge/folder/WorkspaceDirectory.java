package io.frostglass.bridge.folder;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// One directory of the workspace. Each use looks it up from the open workspace (`openat`, `O_NOFOLLOW`), so a link
/// cannot take its place, or that of a directory above it. No use follows a link in it.
///
/// A program that can write into the directory can replace a file between a look and a read. So a read looks again
/// afterwards, and drops the content if another file is there now. A pipe that takes the place of a file in that moment
/// blocks the reader; that harms only the agent whose folder it is.
final class WorkspaceDirectory {

    private static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    private static final Set<OpenOption> CREATE =
            Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW, LinkOption.NOFOLLOW_LINKS);

    /// The group may read: the agent may have an account of its own. The rights of the directories decide who gets
    /// there.
    private static final FileAttribute<Set<PosixFilePermission>> MODE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----"));

    private final SecureDirectoryStream<Path> workspace;
    private final Path path;
    private final boolean countsLinks;

    /// @param workspace the open workspace; its owner closes it
    /// @param path only to ask how many names a file has: there is no other way to ask
    WorkspaceDirectory(SecureDirectoryStream<Path> workspace, Path path) {
        this.workspace = workspace;
        this.path = path;
        this.countsLinks = path.getFileSystem().supportedFileAttributeViews().contains("unix");
    }

    private SecureDirectoryStream<Path> open() throws IOException {
        return workspace.newDirectoryStream(path.getFileName(), LinkOption.NOFOLLOW_LINKS);
    }

    /// The names that are wanted. Others use no memory: there may be any number of them.
    List<Path> names(Predicate<Path> wanted) throws IOException {
        var names = new ArrayList<Path>();
        try (var directory = open()) {
            for (Path entry : directory) {
                if (wanted.test(entry.getFileName())) {
                    names.add(entry.getFileName());
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return names;
    }

    /// What is there by this name; empty if nothing is, or if it changed in this moment.
    Optional<FileSnapshot> look(Path name) throws IOException {
        try (var directory = open()) {
            BasicFileAttributes found = directory
                    .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .readAttributes();
            if (!countsLinks || !found.isRegularFile()) {
                return Optional.of(FileSnapshot.of(found, 1));
            }
            var unix = Files.readAttributes(path.resolve(name), "unix:nlink,fileKey", LinkOption.NOFOLLOW_LINKS);
            return Objects.equals(found.fileKey(), unix.get("fileKey"))
                    ? Optional.of(FileSnapshot.of(found, (int) Objects.requireNonNull(unix.get("nlink"))))
                    : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    boolean isUnchanged(Path name, FileSnapshot seen) throws IOException {
        return look(name).equals(Optional.of(seen));
    }

    /// The content of a file; empty if it is no longer as it was seen.
    Optional<byte[]> read(Path name, FileSnapshot seen) throws IOException {
        if (!isUnchanged(name, seen)) {
            return Optional.empty();
        }
        byte[] content;
        try (var directory = open();
                var channel = directory.newByteChannel(name, READ, MODE);
                var in = Channels.newInputStream(channel)) {
            content = in.readNBytes(Math.toIntExact(seen.size() + 1));
        }
        boolean same = content.length == seen.size() && isUnchanged(name, seen);
        return same ? Optional.of(content) : Optional.empty();
    }

    /// Writes a file that appears with all its content, or not at all.
    void write(String name, byte[] content) throws IOException {
        Path unfinished = Path.of("." + name + ".new");
        try (var directory = open()) {
            try (var channel = directory.newByteChannel(unfinished, CREATE, MODE)) {
                var rest = ByteBuffer.wrap(content);
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
            } catch (FileAlreadyExistsException e) {
                throw e;
            } catch (IOException e) {
                // A full disk must not fill with the remains of each attempt.
                delete(unfinished);
                throw e;
            }
            directory.move(unfinished, directory, Path.of(name));
        }
    }

    /// Removes a file, or a link but not its target. The agent may have removed it already.
    void delete(Path name) throws IOException {
        try (var directory = open()) {
            directory.deleteFile(name);
        } catch (NoSuchFileException e) {
            // As it should be.
        }
    }
}
