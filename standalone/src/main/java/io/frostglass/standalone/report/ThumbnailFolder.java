package io.frostglass.standalone.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Veiled pictures in a folder, one file per event, for people to look at. Files are written atomically, and the
/// oldest are deleted when there are too many. One writer per folder.
public final class ThumbnailFolder {

    private static final Pattern EVENT_ID = Pattern.compile("evt-[0-9a-f]{32}");

    private final Path folder;
    private final int kept;
    private final Deque<Path> files;

    private ThumbnailFolder(Path folder, int kept, Deque<Path> files) {
        this.folder = folder;
        this.kept = kept;
        this.files = files;
    }

    /// Opens a folder, and makes it if it is missing.
    ///
    /// @param kept how many pictures to keep, including those of earlier runs
    public static ThumbnailFolder open(Path folder, int kept) throws IOException {
        Files.createDirectories(folder);
        try (Stream<Path> there = Files.list(folder)) {
            List<Path> files = there.filter(file -> file.toString().endsWith(".jpg"))
                    .sorted(Comparator.comparing(ThumbnailFolder::writtenAt))
                    .toList();
            return new ThumbnailFolder(folder, kept, new ArrayDeque<>(files));
        }
    }

    /// Writes `<event id>.jpg`.
    ///
    /// @throws IllegalArgumentException if the id, which becomes a file name, is no event id
    public synchronized Path write(String eventId, byte[] jpeg) throws IOException {
        if (!EVENT_ID.matcher(eventId).matches()) {
            throw new IllegalArgumentException("not an event id");
        }
        Path file = folder.resolve(eventId + ".jpg");
        Path unfinished = folder.resolve(eventId + ".tmp");
        Files.write(unfinished, jpeg);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        files.remove(file);
        files.addLast(file);
        while (files.size() > kept) {
            Files.deleteIfExists(files.removeFirst());
        }
        return file;
    }

    private static FileTime writtenAt(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            // Deleted meanwhile: it counts as the oldest.
            return FileTime.fromMillis(0);
        }
    }
}
