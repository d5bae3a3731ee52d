package io.frostglass.bridge.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkspaceTest {

    @TempDir
    private Path temp;

    private Path folder;

    @BeforeEach
    void choose() {
        folder = temp.resolve("hand-off");
    }

    private void isRefused(Path path, String why) {
        assertThatThrownBy(() -> Workspace.open(path).close())
                .isInstanceOf(WorkspaceRefused.class)
                .hasMessageContaining(why);
    }

    @Test
    void makesItsDirectoriesForNobodyElse() throws Exception {
        // When
        Workspace.open(folder).close();

        // Then
        for (var name : new String[] {"", "input", "output", "archive"}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name))))
                    .isEqualTo("rwx------");
        }
        Workspace.open(folder).close();
    }

    @Test
    void refusesWhatIsNobodysToShare() {
        isRefused(Path.of("/"), "the root of a file system is no workspace");
        isRefused(Path.of(System.getProperty("user.home")), "a home directory is no workspace");
        isRefused(Path.of("/home/somebody-who-is-not-there"), "a home directory is no workspace");
        isRefused(folder.resolve("below"), "no directory to make it in");
    }

    @Test
    void refusesADirectoryThatIsUsedForSomethingElse() throws Exception {
        // Given
        Files.createDirectory(folder);
        Files.writeString(folder.resolve("accounts$.txt"), "");

        // Then
        isRefused(folder, "something else in it (accounts_.txt)");
        try (Stream<Path> names = Files.list(folder)) {
            assertThat(names).hasSize(1);
        }
    }

    @Test
    void refusesALinkInPlaceOfTheWorkspaceOrOneOfItsDirectories() throws Exception {
        // Given
        Path elsewhere = Files.createDirectory(temp.resolve("elsewhere"));

        // Then
        Files.createSymbolicLink(folder, elsewhere);
        isRefused(folder, "no link to one");
        Files.delete(folder);
        for (var name : new String[] {"input", "output", "archive"}) {
            Files.createDirectories(folder);
            Path link = Files.createSymbolicLink(folder.resolve(name), elsewhere);
            isRefused(folder, name + " in it must be a directory, and no link to one");
            Files.delete(link);
        }
        Files.deleteIfExists(folder.resolve(".lock"));
        Files.createSymbolicLink(folder.resolve(".lock"), temp.resolve("not-there"));
        isRefused(folder, ".lock in it must be a file");
        assertThat(elsewhere).isEmptyDirectory();
        assertThat(temp.resolve("not-there")).doesNotExist();
    }

    @Test
    void refusesADirectoryThatEverybodyMayWriteInto() throws IOException {
        // Given
        Files.createDirectories(folder.resolve("output"));
        Files.setPosixFilePermissions(folder.resolve("output"), PosixFilePermissions.fromString("rwxrwxrwx"));

        // Then
        isRefused(folder, "everybody may write into output");
    }

    @Test
    void isServedByOneProgramAtATime() throws Exception {
        try (var _ = Workspace.open(folder)) {
            isRefused(folder, "another program serves it");
            assertThat(folder.resolve("input")).exists();
        }
        Workspace.open(folder).close();
    }
}
