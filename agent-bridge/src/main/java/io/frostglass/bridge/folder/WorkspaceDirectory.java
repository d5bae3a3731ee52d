package io.frostglass.bridge.folder;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// One directory of the workspace. It looks names up in this directory only, and follows no link.
///
/// A program that can write into the directory can replace a file between a look and a read. So a read looks again
/// afterwards, and drops what is not the file that was seen. A pipe that takes the place of a file in that moment
/// blocks the reader; that harms only the agent whose folder it is.
abstract sealed class WorkspaceDirectory permits SecureDirectory, PlainDirectory {

    private static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    private static final Set<OpenOption> CREATE =
            Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW, LinkOption.NOFOLLOW_LINKS);

    private final Path path;
    private final boolean countsLinks;

    /// @param path for messages, and to ask how many names a file has: there is no other way to ask
    WorkspaceDirectory(Path path) {
        this.path = path;
        this.countsLinks = path.getFileSystem().supportedFileAttributeViews().contains("unix");
    }

    abstract DirectoryStream<Path> entries() throws IOException;

    abstract BasicFileAttributes attributes(Path name) throws IOException;

    abstract SeekableByteChannel open(Path name, Set<OpenOption> options) throws IOException;

    /// Renames a file, in one step.
    abstract void rename(Path from, Path to) throws IOException;

    /// Removes a file, or a link but not its target.
    abstract void remove(Path name) throws IOException;

    final Path path() {
        return path;
    }

    /// The names that are wanted. Others use no memory: there may be any number of them.
    final List<Path> names(Predicate<Path> wanted) throws IOException {
        var names = new ArrayList<Path>();
        try (var entries = entries()) {
            for (Path entry : entries) {
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
    final Optional<FileSnapshot> look(Path name) throws IOException {
        try {
            BasicFileAttributes found = attributes(name);
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

    /// Whether the file is still as it was seen.
    final boolean isUnchanged(Path name, FileSnapshot seen) throws IOException {
        return look(name).equals(Optional.of(seen));
    }

    /// The content of a file; empty if it is no longer as it was seen.
    final Optional<byte[]> read(Path name, FileSnapshot seen) throws IOException {
        if (!isUnchanged(name, seen)) {
            return Optional.empty();
        }
        byte[] content;
        try (var channel = open(name, READ);
                var in = Channels.newInputStream(channel)) {
            content = in.readNBytes(Math.toIntExact(seen.size() + 1));
        }
        boolean same = content.length == seen.size() && isUnchanged(name, seen);
        return same ? Optional.of(content) : Optional.empty();
    }

    /// Writes a file that appears with all its content, or not at all.
    final void write(String name, byte[] content) throws IOException {
        Path unfinished = Path.of("." + name + ".new");
        try (var channel = open(unfinished, CREATE)) {
            var rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (IOException e) {
            // A full disk must not fill with the remains of each attempt.
            delete(unfinished.toString());
            throw e;
        }
        rename(unfinished, Path.of(name));
    }

    /// Removes the file of this name, if there is one: the agent may have removed it.
    final void delete(String name) throws IOException {
        try {
            remove(Path.of(name));
        } catch (NoSuchFileException e) {
            // As it should be.
        }
    }
}
