package io.frostglass.bridge.folder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.frostglass.testsupport.Scenario;
import io.frostglass.testsupport.ScenarioReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What an agent that was turned could put into its folder.
class HostileFilesTest {

    private static final Duration LONG = OutputFolder.ABANDONED.plusSeconds(1);

    @TempDir
    private Path temp;

    private TestFolder folder;
    private Path outside;

    @BeforeEach
    void open() throws Exception {
        folder = TestFolder.open(temp.resolve("hand-off"));
        outside = Files.writeString(temp.resolve("outside.json"), TestFolder.RAISE);
    }

    @AfterEach
    void close() throws Exception {
        // Then
        assertThat(outside).hasContent(TestFolder.RAISE);
        folder.close();
    }

    private void lookTwice() throws Exception {
        folder.look();
        folder.look(LONG);
    }

    static Stream<Scenario> names() {
        return ScenarioReader.of("folder-names.yaml");
    }

    @ParameterizedTest
    @MethodSource("names")
    void putsAwayWhatHasNotTheNameOfAnAnswer(Scenario scenario) throws Exception {
        // Given
        String reference = folder.show();
        create(scenario.text("file").replace("{reference}", reference));

        // When
        lookTwice();

        // Then
        assertThat(folder.gateway.requests()).isEmpty();
        assertThat(folder.names("output")).isEmpty();
        assertThat(folder.names("archive"))
                .singleElement()
                .asString()
                .matches("20260118T123507\\.000Z-[0-9a-f]{16}\\.result\\.json");
        assertThat(folder.result().path("name").textValue()).matches("[A-Za-z0-9._-]{1,64}…?");
        assertThat(folder.said()).matches("frostglass: output/[A-Za-z0-9._-]{1,64}…? is no answer: deleted\\R");
    }

    /// By a shell, which can write names that Java has no characters for.
    private void create(String name) throws IOException, InterruptedException {
        int status = new ProcessBuilder(
                        "sh", "-c", "printf %s \"$2\" > \"./$(printf %b \"$1\")\"", "sh", name, TestFolder.RAISE)
                .directory(folder.path.resolve("output").toFile())
                .start()
                .waitFor();
        assertThat(status).isZero();
    }

    @Test
    void doesNotFollowASymbolicLink() throws Exception {
        // Given
        Path link = folder.answer(folder.show());
        Files.createSymbolicLink(link, outside);

        // When
        lookTwice();

        // Then
        assertThat(folder.gateway.requests()).isEmpty();
        assertThat(link).isSymbolicLink();
        assertThat(folder.said().lines()).singleElement().asString().endsWith("is a symbolic link: left alone");
    }

    @Test
    void readsNothingThatIsKnownByAnotherNameToo() throws Exception {
        // Given
        Path link = folder.answer(folder.show());
        Files.createLink(link, outside);

        // When
        lookTwice();

        // Then
        assertThat(folder.gateway.requests()).isEmpty();
        assertThat(link).doesNotExist();
        assertThat(folder.names("archive")).hasSize(1);
        assertThat(folder.result().path("what").textValue()).contains("a hard link");
    }

    @Test
    void keepsNothingOfWhatIsKnownByAnotherNameTooWhenItEnds() throws Exception {
        // Given
        Path link = folder.answer(folder.show());
        Files.createLink(link, outside);

        // When
        folder.handoff.clear();

        // Then
        assertThat(link).doesNotExist();
        assertThat(folder.names("archive")).hasSize(1);
        assertThat(folder.result().path("result").textValue()).isEqualTo("stale");
    }

    @Test
    void archivesACopyThatWhoWroteTheAnswerCannotWriteTo() throws Exception {
        // Given
        String reference = folder.show();
        folder.answer(reference, TestFolder.RAISE);
        try (var open = FileChannel.open(folder.answer(reference), StandardOpenOption.WRITE)) {
            folder.look();

            // When
            open.write(ByteBuffer.wrap("something else".getBytes(UTF_8)), 0);
        }

        // Then
        assertThat(folder.names("output")).isEmpty();
        assertThat(archived(folder.names("archive").getFirst())).hasContent(TestFolder.RAISE);
    }

    @Test
    void keepsNothingOfALargeFileNorDeletesAnythingForIt() throws Exception {
        // Given
        folder.answer(folder.show(), TestFolder.RAISE);
        folder.look();
        var kept = folder.names("archive");
        Path large = folder.answer(folder.show());
        try (var file = FileChannel.open(large, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
            file.write(ByteBuffer.wrap(new byte[1]), AnswerArchive.MAX_BYTES + 1);
        }

        // When
        folder.handoff.look();
        folder.look(LONG);
        folder.look(Duration.ofMinutes(11));

        // Then
        assertThat(large).doesNotExist();
        assertThat(folder.names("archive")).hasSize(3).containsAll(kept);
        assertThat(folder.results().getLast().path("what").textValue()).startsWith("It is larger than");
    }

    @Test
    void countsNoBytesOfWhatItDeletes() throws Exception {
        // Given
        folder.answer(folder.show(), TestFolder.RAISE);
        folder.look();
        var kept = folder.names("archive");
        Path large = archived("20260118T123500.000Z-0123456789abcdef.answer.json");
        try (var file = FileChannel.open(large, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
            file.write(ByteBuffer.wrap(new byte[1]), AnswerArchive.MAX_BYTES + 1);
        }

        // When
        folder.look(Duration.ofMinutes(11));

        // Then
        assertThat(folder.names("archive")).isEqualTo(kept);
    }

    @Test
    void keepsNothingOfWhatIsNoAnswer() throws Exception {
        // Given
        String stranger = "0123456789abcdef0123456789abcdef";
        folder.answer(folder.show(), "{\"decision\":\"raise\",\"note\":\"MARK\"}");
        folder.answer(stranger, "MARK");

        // When
        lookTwice();
        folder.answer(stranger, "MARK");
        folder.handoff.clear();

        // Then
        assertThat(folder.names("output")).isEmpty();
        assertThat(folder.results()).hasSize(3);
        assertThat(folder.contents()).noneMatch(content -> content.contains("MARK"));
    }

    private Path archived(String name) {
        return folder.path.resolve("archive").resolve(name);
    }

    @Test
    void doesNotOpenAPipe() throws Exception {
        // Given
        assumeThat(Files.isExecutable(Path.of("/usr/bin/mkfifo"))).isTrue();
        Path pipe = folder.answer(folder.show());
        new ProcessBuilder("/usr/bin/mkfifo", pipe.toString()).start().waitFor();

        // When
        lookTwice();

        // Then
        assertThat(pipe).exists();
        assertThat(folder.said()).contains("is a pipe or device: left alone");
    }

    @Test
    void leavesADirectoryAlone() throws Exception {
        // Given
        Path directory = Files.createDirectory(folder.answer(folder.show()));
        Files.writeString(directory.resolve("answer.json"), TestFolder.RAISE);

        // When
        lookTwice();
        folder.handoff.clear();

        // Then
        assertThat(directory.resolve("answer.json")).exists();
        assertThat(folder.said().lines()).singleElement().asString().endsWith("is a directory: left alone");
    }

    @Test
    void readsNoLargeFile() throws Exception {
        // Given
        String reference = folder.show();
        folder.answer(reference, TestFolder.RAISE + " ".repeat(OutputFolder.MAX_BYTES));

        // When
        lookTwice();

        // Then
        assertThat(folder.gateway.requests()).isEmpty();
        assertThat(folder.result().path("what").textValue()).startsWith("It is larger than 32768 bytes.");
        assertThat(folder.names("input")).hasSize(2);
    }

    @Test
    void takesAnAnswerAtOnceHoweverMuchElseIsThere() throws Exception {
        // Given
        for (int i = 0; i < 1_500; i++) {
            Files.createSymbolicLink(folder.output("link-" + i), outside);
        }
        folder.answer(folder.show(), TestFolder.RAISE);

        // When
        folder.look();

        // Then
        assertThat(folder.gateway.requests()).hasSize(1);
        assertThat(folder.said().lines()).hasSize(1_000);
    }

    @Test
    void removesNoLinkFromItsInput() throws Exception {
        // Given
        Path link = folder.path.resolve("input").resolve("0123456789abcdef0123456789abcdef.json");
        Files.createSymbolicLink(link, outside);

        // When
        folder.handoff.clear();

        // Then
        assertThat(link).isSymbolicLink();
    }

    @Test
    void stopsWhenADirectoryOfItsOwnBecomesALink() throws Exception {
        // Given
        folder.show();
        Path elsewhere = Files.createDirectory(temp.resolve("elsewhere"));
        Path foreign = Files.writeString(elsewhere.resolve("foreign.json"), TestFolder.RAISE);
        Files.move(folder.path.resolve("output"), temp.resolve("moved"));
        Files.createSymbolicLink(folder.path.resolve("output"), elsewhere);

        // When
        folder.clock.advance(LONG);

        // Then
        assertThatThrownBy(() -> folder.handoff.look()).isInstanceOf(IOException.class);
        assertThat(foreign).exists();
    }

    @Test
    void writesNothingThroughALinkInPlaceOfItsInput() throws Exception {
        // Given
        Path elsewhere = Files.createDirectory(temp.resolve("elsewhere"));
        Files.delete(folder.path.resolve("input"));
        Files.createSymbolicLink(folder.path.resolve("input"), elsewhere);

        // Then
        assertThatThrownBy(() -> folder.handoff.show(folder.event())).isInstanceOf(IOException.class);
        assertThat(elsewhere).isEmptyDirectory();
    }
}
