package io.frostglass.bridge.folder;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The folder that is shared with an agent, opened and locked:
///
/// ```
/// input/    events, ours to write
/// output/   answers, the agent's to write
/// archive/  answers that were read, with what came of them; ours to write
/// ```
final class Workspace implements AutoCloseable {

    private static final Path INPUT = Path.of("input");
    private static final Path OUTPUT = Path.of("output");
    private static final Path ARCHIVE = Path.of("archive");
    private static final Set<Path> KNOWN = Set.of(INPUT, OUTPUT, ARCHIVE, WorkspaceLock.NAME);

    /// Where people live: what is right below belongs to one of them.
    private static final Set<Path> HOMES = Set.of(Path.of("/home"), Path.of("/Users"), Path.of("C:\\Users"));

    private final Path path;
    private final DirectoryStream<Path> opened;
    private final WorkspaceLock workspaceLock;

    private Workspace(Path path, DirectoryStream<Path> opened, WorkspaceLock workspaceLock) {
        this.path = path;
        this.opened = opened;
        this.workspaceLock = workspaceLock;
    }

    /// Opens a workspace; makes what is not there yet, but no directory above it.
    ///
    /// @throws WorkspaceRefused if it is somebody's home, holds something else, is a link, or is served already
    static Workspace open(Path folder) throws WorkspaceRefused, IOException {
        Path path = located(folder);
        var opened = opened(path);
        try {
            refuseStrangers(path, opened);
            var workspaceLock = WorkspaceLock.take(path, opened);
            try {
                for (Path name : List.of(INPUT, OUTPUT, ARCHIVE)) {
                    make(path, opened, name);
                }
            } catch (WorkspaceRefused | IOException e) {
                workspaceLock.close();
                throw e;
            }
            return new Workspace(path, opened, workspaceLock);
        } catch (WorkspaceRefused | IOException e) {
            opened.close();
            throw e;
        }
    }

    WorkspaceDirectory input() {
        return directory(INPUT);
    }

    WorkspaceDirectory output() {
        return directory(OUTPUT);
    }

    WorkspaceDirectory archive() {
        return directory(ARCHIVE);
    }

    @SuppressWarnings("unchecked") // the streams of one file system are all of the same sort
    private WorkspaceDirectory directory(Path name) {
        return opened instanceof SecureDirectoryStream<?> secure
                ? new SecureDirectory((SecureDirectoryStream<Path>) secure, path.resolve(name), name)
                : new PlainDirectory(path.resolve(name));
    }

    /// Where it really is. Links above it are the administrator's own; it must not be one itself.
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
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectory(path, forUsOnly(path));
        }
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new WorkspaceRefused("it must be a directory, and no link to one");
        }
        return path;
    }

    private static Path home() throws IOException {
        Path home = Path.of(System.getProperty("user.home", "/root")).toAbsolutePath();
        return Files.exists(home) ? home.toRealPath() : home;
    }

    @SuppressWarnings("StreamResourceLeak") // stays open with the workspace
    private static DirectoryStream<Path> opened(Path path) throws IOException {
        try (var parent = Files.newDirectoryStream(Objects.requireNonNull(path.getParent()))) {
            return parent instanceof SecureDirectoryStream<Path> secure
                    ? secure.newDirectoryStream(path.getFileName(), LinkOption.NOFOLLOW_LINKS)
                    : Files.newDirectoryStream(path);
        }
    }

    /// A directory that something else is in was named by mistake.
    private static void refuseStrangers(Path path, DirectoryStream<Path> opened) throws WorkspaceRefused {
        var strangers = new ArrayList<String>();
        for (Path entry : opened) {
            if (!KNOWN.contains(entry.getFileName())) {
                strangers.add(FileNames.sayable(entry.getFileName()));
            }
        }
        if (!strangers.isEmpty()) {
            throw new WorkspaceRefused(
                    "there is something else in it (" + strangers.getFirst() + "); take one of its own");
        }
        refuseIfOpenToAll(path);
    }

    private static void make(Path path, DirectoryStream<Path> opened, Path name) throws WorkspaceRefused, IOException {
        Path directory = path.resolve(name);
        if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectory(directory, forUsOnly(path));
        }
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            throw new WorkspaceRefused(name + " in it must be a directory, and no link to one");
        }
        if (opened instanceof SecureDirectoryStream<Path> secure) {
            secure.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS).close();
        }
        refuseIfOpenToAll(directory);
    }

    private static void refuseIfOpenToAll(Path directory) throws WorkspaceRefused {
        try {
            var view = posix(directory);
            if (view != null && view.readAttributes().permissions().contains(PosixFilePermission.OTHERS_WRITE)) {
                throw new WorkspaceRefused("everybody may write into " + directory.getFileName() + "; chmod o-w it");
            }
        } catch (IOException e) {
            throw new WorkspaceRefused("its rights cannot be read");
        }
    }

    private static @Nullable PosixFileAttributeView posix(Path path) {
        return Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    }

    private static FileAttribute<?>[] forUsOnly(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
    }

    @Override
    public void close() throws IOException {
        workspaceLock.close();
        opened.close();
    }
}
