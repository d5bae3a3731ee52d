package io.frostglass.admin.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.crypto.SecretKey;

/// The folder of an installation's backups, perhaps on another machine. Each file has a checksum beside it, for
/// `sha256sum --check`, which needs no key.
public final class BackupFolder {

    /// How old a full backup becomes before the next one is due.
    static final Duration FULL_EVERY = Duration.ofDays(7);

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);
    private static final Pattern NAME = Pattern.compile("frostglass-(\\d{8}T\\d{9}Z)-(full|incremental)\\.backup");

    private final Path folder;

    public BackupFolder(Path folder) {
        this.folder = folder;
    }

    /// A backup that the folder holds; its name says this much.
    record Entry(Path file, Instant at, boolean full) {}

    /// All backups, the oldest first.
    List<Entry> entries() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.flatMap(file -> entry(file).stream())
                    .sorted(Comparator.comparing(Entry::at))
                    .toList();
        } catch (NoSuchFileException e) {
            throw new IOException("no such folder: " + folder, e);
        }
    }

    private static Optional<Entry> entry(Path file) {
        var name = NAME.matcher(String.valueOf(file.getFileName()));
        return name.matches()
                ? Optional.of(new Entry(
                        file,
                        TIME.parse(name.group(1), Instant::from),
                        name.group(2).equals("full")))
                : Optional.empty();
    }

    /// The backup that an incremental one would continue; empty if a full one is due.
    Optional<Entry> toContinue(Instant now) throws IOException {
        List<Entry> entries = entries();
        boolean fresh =
                entries.stream().anyMatch(entry -> entry.full() && entry.at().isAfter(now.minus(FULL_EVERY)));
        return fresh ? Optional.of(entries.getLast()) : Optional.empty();
    }

    /// The backups to restore one after the other: the newest full one, and those that continue it.
    ///
    /// @param until none later than this
    /// @throws BackupDamaged if one of them is missing, or not readable with the key
    List<Path> chain(Instant until, SecretKey key) throws IOException {
        List<Entry> entries =
                entries().stream().filter(entry -> !entry.at().isAfter(until)).toList();
        int start = entries.stream()
                .filter(Entry::full)
                .map(entries::indexOf)
                .max(Comparator.naturalOrder())
                .orElseThrow(() -> new BackupDamaged(folder + " holds no full backup until " + until));
        var chain = new ArrayList<Path>();
        String previous = null;
        for (Entry entry : entries.subList(start, entries.size())) {
            BackupManifest manifest = BackupFile.manifest(entry.file(), key);
            if (previous != null && !previous.equals(manifest.previous())) {
                throw new BackupDamaged("a backup is missing before " + entry.file()
                        + "; --until restores what was before: " + chain.getLast());
            }
            previous = manifest.id();
            chain.add(entry.file());
        }
        return List.copyOf(chain);
    }

    @FunctionalInterface
    interface FileWriter {
        void write(Path file) throws IOException;
    }

    /// Writes a backup, and its checksum. It has its name only when it is complete and on the disk. The folder must be
    /// there: where a mount is missing, none is made.
    Path add(Instant at, boolean full, FileWriter writer) throws IOException {
        String name = "frostglass-" + TIME.format(at) + (full ? "-full" : "-incremental") + ".backup";
        Path partial = folder.resolve(name + ".partial");
        try {
            writer.write(partial);
            try (var channel = FileChannel.open(partial, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.writeString(folder.resolve(name + ".sha256"), checksum(partial) + "  " + name + "\n");
            return Files.move(partial, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    /// @throws BackupDamaged if a file differs from its checksum
    static void check(Path file) throws IOException {
        Path checksum = file.resolveSibling(file.getFileName() + ".sha256");
        if (!Files.readString(checksum).startsWith(checksum(file) + " ")) {
            throw new BackupDamaged(file + " differs from its checksum");
        }
    }

    private static String checksum(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            var digest = MessageDigest.getInstance("SHA-256");
            in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
