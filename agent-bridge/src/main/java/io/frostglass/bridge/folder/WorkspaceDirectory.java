package io.frostglass.bridge.folder;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// One directory of the workspace. Names are looked up in it and nowhere else, and no link is ever followed.
///
/// Who can write into the directory can put another file under a name between a look and a reading. What is read is
/// therefore looked at again afterwards, and thrown away if it is not what was seen. A pipe that is put there in just
/// that moment holds the reader up; it harms nobody but the agent whose folder it is.
abstract sealed class WorkspaceDirectory permits SecureDirectory, PlainDirectory {

    private static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    private static final Set<OpenOption> CREATE =
            Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW, LinkOption.NOFOLLOW_LINKS);

    private final Path path;
    private final boolean tellsLinks;

    /// @param path for messages, and to ask how many names a file has, for which there is no other way
    WorkspaceDirectory(Path path) {
        this.path = path;
        this.tellsLinks = path.getFileSystem().supportedFileAttributeViews().contains("unix");
    }

    /// Tells the names in it one by one: there may be any number.
    abstract void each(Consumer<Path> name) throws IOException;

    abstract BasicFileAttributes attributes(Path name) throws IOException;

    abstract SeekableByteChannel open(Path name, Set<OpenOption> options) throws IOException;

    /// Moves a name to another directory of the same workspace, in one step.
    abstract void rename(Path name, WorkspaceDirectory to, Path as) throws IOException;

    /// Removes a name that is a file's, or a link's and not what it points to.
    abstract void remove(Path name) throws IOException;

    final Path path() {
        return path;
    }

    /// What a name stands for now; empty for nothing, or if it changed while it was looked at.
    final Optional<FileSnapshot> look(Path name) throws IOException {
        try {
            BasicFileAttributes found = attributes(name);
            if (!tellsLinks || !found.isRegularFile()) {
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

    /// Reads a file.
    ///
    /// @param seen as it was seen: a file
    /// @return empty if it is no longer what was seen
    final Optional<byte[]> read(Path name, FileSnapshot seen) throws IOException {
        if (!look(name).equals(Optional.of(seen))) {
            return Optional.empty();
        }
        byte[] content;
        try (var channel = open(name, READ);
                var in = Channels.newInputStream(channel)) {
            content = in.readNBytes(Math.toIntExact(seen.size() + 1));
        }
        boolean same = content.length == seen.size() && look(name).equals(Optional.of(seen));
        return same ? Optional.of(content) : Optional.empty();
    }

    /// Writes a file that is there with all its content or not at all.
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
            // A full disk must not fill with what is left of each attempt.
            delete(unfinished.toString());
            throw e;
        }
        rename(unfinished, this, Path.of(name));
    }

    /// Removes what is there by a name, if anything is.
    final void delete(String name) throws IOException {
        try {
            remove(Path.of(name));
        } catch (NoSuchFileException e) {
            // The agent may tidy up, too.
        }
    }
}
