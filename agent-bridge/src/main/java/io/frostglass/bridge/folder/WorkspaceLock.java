package io.frostglass.bridge.folder;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Keeps a second program out of a workspace. The operating system lets go of it when the program ends, however it
/// ends, so that the file that stays behind means nothing.
final class WorkspaceLock implements AutoCloseable {

    static final Path NAME = Path.of(".lock");

    private static final Set<OpenOption> OPTIONS =
            Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE, LinkOption.NOFOLLOW_LINKS);

    private final FileChannel channel;

    private WorkspaceLock(FileChannel channel) {
        this.channel = channel;
    }

    static WorkspaceLock take(Path workspace, DirectoryStream<Path> opened) throws WorkspaceRefused, IOException {
        Path file = workspace.resolve(NAME);
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new WorkspaceRefused(NAME + " in it must be a file");
        }
        FileChannel channel = channel(file, opened);
        try {
            if (channel.tryLock() != null) {
                return new WorkspaceLock(channel);
            }
        } catch (OverlappingFileLockException e) {
            // Held by this very process.
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        channel.close();
        throw new WorkspaceRefused("another program serves it; stop that one, or take another directory");
    }

    private static FileChannel channel(Path file, DirectoryStream<Path> opened) throws IOException {
        if (opened instanceof SecureDirectoryStream<Path> secure) {
            var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
            var channel = secure.newByteChannel(NAME, OPTIONS, mode);
            if (channel instanceof FileChannel lockable) {
                return lockable;
            }
            channel.close();
        }
        return FileChannel.open(file, OPTIONS);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
