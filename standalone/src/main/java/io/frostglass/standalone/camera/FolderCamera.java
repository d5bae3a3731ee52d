package io.frostglass.standalone.camera;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Sends the files of a folder in turn, byte for byte, whatever is in them: broken pictures are what a pipeline has
/// to live with. Takes `*.jpg` and `*.jpeg` by name, sorted, without subfolders, and reads them once.
public final class FolderCamera implements SimulatedCamera {

    /// More than any folder of samples; keeps a mistaken `--media /` from filling the memory.
    private static final long MAX_BYTES = 256L * 1024 * 1024;

    private final List<byte[]> files;
    private int next;

    private FolderCamera(List<byte[]> files) {
        this.files = List.copyOf(files);
    }

    /// Reads the folder; or a single file, whatever it is called.
    ///
    /// @throws IOException if the folder cannot be read, holds no JPEG or holds more than 256 MB of them
    public static FolderCamera open(Path folder) throws IOException {
        List<byte[]> files = new ArrayList<>();
        long total = 0;
        for (Path file : jpegs(folder)) {
            total += Files.size(file);
            if (total > MAX_BYTES) {
                throw new IOException("more than " + MAX_BYTES / (1024 * 1024) + " MB of JPEG files in " + folder);
            }
            files.add(Files.readAllBytes(file));
        }
        if (files.isEmpty()) {
            throw new IOException("no *.jpg or *.jpeg in " + folder);
        }
        return new FolderCamera(files);
    }

    @Override
    public CameraShot take(Instant at) {
        byte[] jpeg = files.get(next);
        next = (next + 1) % files.size();
        return new CameraShot(jpeg, null, List.of(), List.of());
    }

    private static List<Path> jpegs(Path folder) throws IOException {
        if (Files.isRegularFile(folder)) {
            return List.of(folder);
        }
        if (!Files.isDirectory(folder)) {
            throw new IOException("no such folder: " + folder);
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(Files::isRegularFile)
                    .filter(FolderCamera::isNamedJpeg)
                    .sorted(Comparator.comparing(Path::toString))
                    .toList();
        }
    }

    private static boolean isNamedJpeg(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return name.endsWith(".jpg") || name.endsWith(".jpeg");
    }
}
