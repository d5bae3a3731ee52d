package io.frostglass.bridge.folder;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// The folder that this program shares with an agent, open and locked:
///
/// ```
/// input/    events; this program writes
/// output/   answers; the agent writes
/// archive/  answers that were read, and their results; this program writes
/// .lock     keeps a second program out; the operating system frees it when the program ends
/// ```
final class Workspace implements AutoCloseable {

    private static final Path INPUT = Path.of("input");
    private static final Path OUTPUT = Path.of("output");
    private static final Path ARCHIVE = Path.of("archive");
    private static final Path LOCK = Path.of(".lock");
    private static final Set<Path> KNOWN = Set.of(INPUT, OUTPUT, ARCHIVE, LOCK);

    /// The directories that hold home directories.
    private static final Set<Path> HOMES = Set.of(Path.of("/home"), Path.of("/Users"), Path.of("C:\\Users"));

    private static final Set<OpenOption> LOCK_OPTIONS =
            Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE, LinkOption.NOFOLLOW_LINKS);

    final WorkspaceDirectory input;
    final WorkspaceDirectory output;
    final WorkspaceDirectory archive;

    private final SecureDirectoryStream<Path> opened;
    private final FileChannel lock;

    private Workspace(Path path, SecureDirectoryStream<Path> opened, FileChannel lock) {
        this.input = new WorkspaceDirectory(opened, path.resolve(INPUT));
        this.output = new WorkspaceDirectory(opened, path.resolve(OUTPUT));
        this.archive = new WorkspaceDirectory(opened, path.resolve(ARCHIVE));
        this.opened = opened;
        this.lock = lock;
    }

    /// Opens a workspace. It makes the directory and those in it, but none above it.
    ///
    /// @throws WorkspaceRefused if it is a home directory, holds something else, is a link, or is served already
    static Workspace open(Path folder) throws WorkspaceRefused, IOException {
        Path path = located(folder);
        var opened = opened(path);
        try {
            refuseStrangers(opened);
            var lock = lock(path, opened);
            try {
                for (Path name : List.of(INPUT, OUTPUT, ARCHIVE)) {
                    make(path.resolve(name), name + " in it");
                    opened.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS).close();
                }
            } catch (WorkspaceRefused | IOException e) {
                lock.close();
                throw e;
            }
            return new Workspace(path, opened, lock);
        } catch (WorkspaceRefused | IOException e) {
            opened.close();
            throw e;
        }
    }

    /// The real path. A directory above it may be a link; the workspace itself may not.
    private static Path located(Path folder) throws WorkspaceRefused, IOException {
        Path given = folder.toAbsolutePath().normalize();
        Path name = given.getFileName();
        Path parent = given.getParent();
        if (name == null || parent == null) {
            throw new WorkspaceRefused("the root of a file system is no workspace; make a directory for it");
        }
        if (!Files.isDirectory(parent)) {
            throw new WorkspaceRefused("there is no directory to make it in");
        }
        Path path = parent.toRealPath().resolve(name);
        if (path.equals(home()) || HOMES.contains(path.getParent())) {
            throw new WorkspaceRefused("a home directory is no workspace; make a directory for it");
        }
        make(path, "it");
        return path;
    }

    private static Path home() throws IOException {
        Path home = Path.of(System.getProperty("user.home", "/root")).toAbsolutePath();
        return Files.exists(home) ? home.toRealPath() : home;
    }

    @SuppressWarnings("StreamResourceLeak") // stays open with the workspace
    private static SecureDirectoryStream<Path> opened(Path path) throws IOException {
        try (var parent = Files.newDirectoryStream(Objects.requireNonNull(path.getParent()))) {
            return parent instanceof SecureDirectoryStream<Path> secure
                    ? secure.newDirectoryStream(path.getFileName(), LinkOption.NOFOLLOW_LINKS)
                    : new PathDirectoryStream(path);
        }
    }

    /// A directory that holds something else was named by mistake.
    private static void refuseStrangers(SecureDirectoryStream<Path> opened) throws WorkspaceRefused {
        for (Path entry : opened) {
            if (!KNOWN.contains(entry.getFileName())) {
                String name = FileNames.sayable(entry.getFileName());
                throw new WorkspaceRefused("there is something else in it (" + name + "); take one of its own");
            }
        }
    }

    private static FileChannel lock(Path path, SecureDirectoryStream<Path> opened)
            throws WorkspaceRefused, IOException {
        Path file = path.resolve(LOCK);
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new WorkspaceRefused(LOCK + " in it must be a file");
        }
        var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        // Each channel to a file of the JDK's own file systems is one.
        var channel = (FileChannel) opened.newByteChannel(LOCK, LOCK_OPTIONS, mode);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            // This process holds it.
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        channel.close();
        throw new WorkspaceRefused("another program serves it; stop that one, or take another directory");
    }

    private static void make(Path directory, String what) throws WorkspaceRefused, IOException {
        if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectory(directory, forOwnerOnly(directory));
        }
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            throw new WorkspaceRefused(what + " must be a directory, and no link to one");
        }
        refuseIfOpenToAll(directory);
    }

    private static void refuseIfOpenToAll(Path directory) throws WorkspaceRefused {
        try {
            var view = Files.getFileAttributeView(directory, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
            if (view != null && view.readAttributes().permissions().contains(PosixFilePermission.OTHERS_WRITE)) {
                throw new WorkspaceRefused("everybody may write into " + directory.getFileName() + "; chmod o-w it");
            }
        } catch (IOException e) {
            throw new WorkspaceRefused("its rights cannot be read");
        }
    }

    private static FileAttribute<?>[] forOwnerOnly(Path path) {
        var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {mode}
                : new FileAttribute<?>[0];
    }

    @Override
    public void close() throws IOException {
        lock.close();
        opened.close();
    }
}
