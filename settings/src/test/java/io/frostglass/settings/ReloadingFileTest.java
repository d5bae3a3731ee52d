package io.frostglass.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReloadingFileTest {

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void writeAGoodFile() throws IOException {
        file = Files.writeString(folder.resolve("width.yaml"), "width: 1");
    }

    private static int width(String text) throws InvalidDocument {
        return YamlDocument.read(text, SecretReferences.of(Map.<String, String>of()::get), yaml -> {
            var width = yaml.required("width", ValueParser.integer(1, 9));
            return yaml.build(width::get);
        });
    }

    @Test
    void takesANewContent() throws Exception {
        try (var reloading = ReloadingFile.open(file, ReloadingFileTest::width)) {
            var told = new ArrayList<Integer>();
            reloading.onReload(told::add);

            assertThat(reloading.check()).isFalse();
            Files.writeString(file, "width: 2");

            assertThat(reloading.check()).isTrue();
            assertThat(reloading.current()).isEqualTo(2);
            assertThat(told).containsExactly(2);
        }
    }

    @Test
    void keepsTheOldValueAndSaysWhatIsWrongWhileTheFileIsBroken() throws Exception {
        try (var reloading = ReloadingFile.open(file, ReloadingFileTest::width)) {
            Files.writeString(file, "# wide\nwidth: 10");

            assertThat(reloading.check()).isFalse();
            assertThat(reloading.current()).isEqualTo(1);
            assertThat(reloading.problem().orElseThrow().what())
                    .isEqualTo("line 2: width: must be a whole number from 1 to 9");

            Files.writeString(file, "width: 1");
            reloading.check();
            assertThat(reloading.problem()).isEmpty();
        }
    }

    @Test
    void recoversWhenAMissingFileComesBackUnchanged() throws Exception {
        try (var reloading = ReloadingFile.open(file, ReloadingFileTest::width)) {
            Files.delete(file);
            reloading.check();
            assertThat(reloading.problem().orElseThrow().what()).isEqualTo("cannot be read");

            Files.writeString(file, "width: 1");
            reloading.check();
            assertThat(reloading.problem()).isEmpty();
        }
    }

    @Test
    void seesAFileThatIsReplacedThroughASymbolicLink() throws Exception {
        // Given a volume as Kubernetes mounts it: width.yaml -> ..data/width.yaml, ..data -> a folder per version
        var first = Files.createDirectory(folder.resolve("..v1"));
        var second = Files.createDirectory(folder.resolve("..v2"));
        Files.writeString(first.resolve("width.yaml"), "width: 3");
        Files.writeString(second.resolve("width.yaml"), "width: 4");
        var data = Files.createSymbolicLink(folder.resolve("..data"), first.getFileName());
        var mounted = Files.createSymbolicLink(folder.resolve("mounted.yaml"), Path.of("..data", "width.yaml"));
        try (var reloading = ReloadingFile.open(mounted, ReloadingFileTest::width)) {

            // When
            var next = Files.createSymbolicLink(folder.resolve("..data_tmp"), second.getFileName());
            Files.move(next, data, StandardCopyOption.ATOMIC_MOVE);
            reloading.check();

            // Then
            assertThat(reloading.current()).isEqualTo(4);
        }
    }

    @Test
    void seesAChangeInAFileToWhichItRefers() throws Exception {
        var referenced = Files.writeString(folder.resolve("referenced"), "5");
        Files.writeString(file, "width: ${file:" + referenced + "}");
        try (var reloading = ReloadingFile.open(file, ReloadingFileTest::width)) {
            Files.writeString(referenced, "6");

            reloading.check();

            assertThat(reloading.current()).isEqualTo(6);
        }
    }

    @Test
    void looksByItself() throws Exception {
        try (var reloading = ReloadingFile.open(file, ReloadingFileTest::width)) {
            var reloaded = new CountDownLatch(1);
            reloading.onReload(width -> reloaded.countDown()).poll(Duration.ofMillis(10));

            Files.writeString(file, "width: 7");

            assertThat(reloaded.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(reloading.current()).isEqualTo(7);
        }
    }

    @Test
    void doesNotOpenABrokenFile() throws Exception {
        Files.writeString(file, "width: 0");

        assertThatThrownBy(() -> ReloadingFile.open(file, ReloadingFileTest::width))
                .isInstanceOf(InvalidDocument.class);
    }

    private static PartialDocument<Map<String, Integer>> widths(String text, Optional<Map<String, Integer>> before)
            throws InvalidDocument {
        return YamlDocument.readElements(
                text,
                SecretReferences.of(Map.<String, String>of()::get),
                yaml -> Optional.of(yaml.named(
                        (_, node) -> node.scalar(ValueParser.integer(1, 9)),
                        name -> before.map(old -> old.get(name)))));
    }

    @Test
    void takesTheRestWhereElementsAreWrongAndCountsThose() throws Exception {
        Files.writeString(file, "door: 3\ngate: 10");
        try (var reloading = ReloadingFile.openElements(file, ReloadingFileTest::widths)) {
            assertThat(reloading.current()).isEqualTo(Map.of("door", 3));
            assertThat(reloading.refusedElements()).isEqualTo(1);
            assertThat(reloading.problem()).isEmpty();

            Files.writeString(file, "door: 30\ngate: 4\nwindow: 5");
            assertThat(reloading.check()).isTrue();
            assertThat(reloading.current()).isEqualTo(Map.of("door", 3, "gate", 4, "window", 5));
            assertThat(reloading.refusedElements()).isEqualTo(1);

            Files.writeString(file, "gate: 5");
            reloading.check();
            assertThat(reloading.current()).isEqualTo(Map.of("gate", 5));
            assertThat(reloading.refusedElements()).isZero();
        }
    }
}
