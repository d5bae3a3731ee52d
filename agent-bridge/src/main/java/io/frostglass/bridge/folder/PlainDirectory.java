package io.frostglass.bridge.folder;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;

/// A directory by its path, for platforms that offer no better way (Windows). Each use checks that it is no link. An
/// account that may write beside it could still put a link in its place after the check, so no other account should
/// be allowed to.
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
    @SuppressWarnings("StreamResourceLeak") // the caller closes it
    DirectoryStream<Path> entries() throws IOException {
        return Files.newDirectoryStream(inside(Path.of("")));
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
    void rename(Path from, Path to) throws IOException {
        Files.move(inside(from), inside(to), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    void remove(Path file) throws IOException {
        Files.delete(inside(file));
    }
}
