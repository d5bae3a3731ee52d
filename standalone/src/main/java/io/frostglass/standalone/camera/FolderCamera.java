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

/// Sends the `*.jpg` and `*.jpeg` files of a folder in the order of their names, byte for byte, even if they are no
/// valid pictures. It reads them once, and no subfolders.
public final class FolderCamera implements SimulatedCamera {

    /// More than any folder of samples; a mistaken `--media /` must not fill the memory.
    private static final long MAX_BYTES = 256L * 1024 * 1024;

    private final List<byte[]> files;
    private int next;

    private FolderCamera(List<byte[]> files) {
        this.files = List.copyOf(files);
    }

    /// Reads the folder, or a single file of any name.
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
        return new FolderCamera(files);
    }

    @Override
    public CameraShot take(Instant at) {
        byte[] jpeg = files.get(next);
        next = (next + 1) % files.size();
        return new CameraShot(jpeg, null, List.of(), List.of());
    }

    /// Returns the JPEG files of a folder by name; or the file, if it is one.
    ///
    /// @throws IOException if the folder cannot be read or holds none
    public static List<Path> jpegs(Path folder) throws IOException {
        if (Files.isRegularFile(folder)) {
            return List.of(folder);
        }
        if (!Files.isDirectory(folder)) {
            throw new IOException("no such folder: " + folder);
        }
        try (Stream<Path> entries = Files.list(folder)) {
            List<Path> jpegs = entries.filter(Files::isRegularFile)
                    .filter(file -> file.toString().toLowerCase(Locale.ROOT).matches(".*\\.jpe?g"))
                    .sorted(Comparator.comparing(Path::toString))
                    .toList();
            if (jpegs.isEmpty()) {
                throw new IOException("no *.jpg or *.jpeg in " + folder);
            }
            return jpegs;
        }
    }
}
