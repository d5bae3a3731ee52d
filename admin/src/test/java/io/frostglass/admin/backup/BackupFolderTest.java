package io.frostglass.admin.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.crypto.SecretKey;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupFolderTest {

    private static final Instant MONDAY = Instant.parse("2026-01-05T03:00:00.123Z");
    private static final SecretKey KEY = SealedChunksTest.key(1);
    private static final BackupManifest.BackupEnd END = new BackupManifest.BackupEnd(
            Map.of("audit.ingest", 2L), List.of(new BackupManifest.WrittenSchema("audit.ingest", 7, "\"string\"")));

    private static final List<Header> HEADERS =
            List.of(new RecordHeader("reason", bytes("late")), new RecordHeader("empty", null));
    private static final List<BackupRecord> RECORDS = List.of(
            new BackupRecord("audit.ingest", 2, 40, 1_700_000_000_000L, bytes("key"), bytes("value"), HEADERS),
            new BackupRecord("audit.ingest", 0, 41, 1_700_000_000_001L, null, null, List.of()));

    @TempDir
    private Path path = Path.of("");

    private BackupFolder folder = new BackupFolder(path);

    @BeforeEach
    void open() throws IOException {
        Files.createDirectories(path.resolve("backups"));
        folder = new BackupFolder(path.resolve("backups"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static BackupManifest manifest(String id, @Nullable String previous, Instant at) {
        return new BackupManifest(
                id,
                previous,
                at.toString(),
                "cluster",
                List.of(new BackupManifest.Part("audit.ingest", "topic-id", 2, 40, 42)),
                List.of(new BackupManifest.GroupOffset("audit.token-watch", "audit.ingest", 2, 41)),
                Map.of("audit.ingest", new BackupManifest.TopicSettings(3, Map.of("retention.ms", "1"))),
                List.of());
    }

    private Path add(String id, @Nullable String previous, Instant at) throws IOException {
        return folder.add(at, previous == null, file -> {
            try (var writer = new BackupFile.Writer(file, KEY, manifest(id, previous, at))) {
                for (BackupRecord record : RECORDS) {
                    writer.write(record);
                }
                writer.finish(END);
            }
        });
    }

    private static Instant after(int days) {
        return MONDAY.plus(Duration.ofDays(days));
    }

    @Test
    void givesBackManifestRecordsAndEnd() throws IOException {
        Path file = add("a", null, MONDAY);

        assertThat(BackupFile.manifest(file, KEY)).isEqualTo(manifest("a", null, MONDAY));
        var records = new ArrayList<BackupRecord>();
        assertThat(BackupFile.read(file, KEY, records::add)).isEqualTo(END);
        assertThat(records).usingRecursiveComparison().isEqualTo(RECORDS);
        BackupFolder.check(file);
    }

    @Test
    void aFullBackupIsDueAfterAWeek() throws IOException {
        assertThat(folder.toContinue(MONDAY)).isEmpty();
        add("a", null, MONDAY);
        Path newest = add("b", "a", after(6));

        assertThat(folder.toContinue(after(6)).map(BackupFolder.Entry::file)).contains(newest);
        assertThat(folder.toContinue(after(7))).isEmpty();
    }

    @Test
    void restoresTheNewestFullBackupAndWhatContinuesIt() throws IOException {
        add("a", null, MONDAY);
        Path b = add("b", "a", after(1));
        Path c = add("c", null, after(2));
        Path d = add("d", "c", after(3));

        assertThat(folder.chain(Instant.MAX, KEY)).containsExactly(c, d);
        assertThat(folder.chain(after(1), KEY)).endsWith(b).hasSize(2);
        assertThatThrownBy(() -> folder.chain(after(-1), KEY)).hasMessageContaining("holds no full backup");
    }

    @Test
    void saysWhichBackupIsMissing() throws IOException {
        add("a", null, MONDAY);
        Path b = add("b", "a", after(1));
        Path c = add("c", "b", after(2));
        Files.delete(b);

        assertThatThrownBy(() -> folder.chain(Instant.MAX, KEY))
                .isInstanceOf(BackupDamaged.class)
                .hasMessageStartingWith("a backup is missing before " + c);
    }

    @Test
    void aBackupThatFailsLeavesNothing() throws IOException {
        assertThatThrownBy(() -> folder.add(MONDAY, true, file -> {
                    Files.writeString(file, "half");
                    throw new IOException("the broker is gone");
                }))
                .hasMessage("the broker is gone");

        assertThat(path.resolve("backups")).isEmptyDirectory();
    }

    /// It may be a mount that is missing.
    @Test
    void makesNoFolder() {
        var missing = new BackupFolder(path.resolve("missing"));

        assertThatThrownBy(() -> missing.toContinue(MONDAY)).hasMessage("no such folder: " + path.resolve("missing"));
        assertThatThrownBy(() -> missing.add(MONDAY, true, file -> Files.writeString(file, "all")))
                .isInstanceOf(IOException.class);
    }

    @Test
    void noticesAFileThatDiffersFromItsChecksum() throws IOException {
        Path file = add("a", null, MONDAY);
        byte[] bytes = Files.readAllBytes(file);
        bytes[60] ^= 1;
        Files.write(file, bytes);

        assertThatThrownBy(() -> BackupFolder.check(file)).hasMessage(file + " differs from its checksum");
        assertThatThrownBy(() -> BackupFile.read(file, KEY, _ -> {})).isInstanceOf(BackupDamaged.class);
    }

    @Test
    void noNameOrValueOfARecordIsInClear() throws IOException {
        String file = Files.readString(add("a", null, MONDAY), StandardCharsets.ISO_8859_1);

        assertThat(file).startsWith("FGBACKUP").doesNotContain("audit", "value", "retention");
    }
}
