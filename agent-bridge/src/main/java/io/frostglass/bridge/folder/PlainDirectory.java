package io.frostglass.bridge.folder;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.function.Consumer;

/// A directory by its path, where the platform can do no better (Windows). It is looked at before each use; who may
/// write beside it could still put a link in its place in that moment, so nobody but us should be allowed to.
final class PlainDirectory extends WorkspaceDirectory {

    PlainDirectory(Path path) {
        super(path);
    }

    private Path inside(Path name) throws IOException {
        if (!Files.isDirectory(path(), LinkOption.NOFOLLOW_LINKS)) {
            throw new NotDirectoryException(path().toString());
        }
        return path().resolve(name);
    }

    @Override
    void each(Consumer<Path> consumer) throws IOException {
        try (var names = Files.newDirectoryStream(inside(Path.of("")))) {
            for (Path entry : names) {
                consumer.accept(entry.getFileName());
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    @Override
    BasicFileAttributes attributes(Path file) throws IOException {
        return Files.readAttributes(inside(file), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    SeekableByteChannel open(Path file, Set<OpenOption> options) throws IOException {
        return Files.newByteChannel(inside(file), options);
    }

    @Override
    void rename(Path file, WorkspaceDirectory to, Path as) throws IOException {
        if (!(to instanceof PlainDirectory other)) {
            throw new IllegalArgumentException("of another workspace");
        }
        Files.move(inside(file), other.inside(as), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    void remove(Path file) throws IOException {
        Files.delete(inside(file));
    }
}
