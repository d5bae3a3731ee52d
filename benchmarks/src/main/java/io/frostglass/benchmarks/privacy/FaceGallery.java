package io.frostglass.benchmarks.privacy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/// Pictures of people whose names the attacker wants to know: half of each person's are his, the others are probes.
///
/// @param people at least two, each with at least two pictures
record FaceGallery(List<GalleryPerson> people) {

    /// One person.
    ///
    /// @param known pictures that the attacker has
    /// @param probes others, which he gets veiled only
    record GalleryPerson(List<BufferedImage> known, List<BufferedImage> probes) {}

    /// Reads a folder with a folder per person. Takes what the JDK reads, and PGM; skips other files.
    ///
    /// @throws IOException if the folder cannot be read, or holds no two people of two pictures each
    static FaceGallery read(Path folder) throws IOException {
        var people = new ArrayList<GalleryPerson>();
        for (var person : entries(folder)) {
            if (Files.isDirectory(person)) {
                var pictures = new ArrayList<BufferedImage>();
                for (var file : entries(person)) {
                    var picture = Files.isRegularFile(file) ? picture(file) : null;
                    if (picture != null) {
                        pictures.add(picture);
                    }
                }
                if (pictures.size() >= 2) {
                    people.add(split(pictures));
                }
            }
        }
        if (people.size() < 2) {
            throw new IOException(
                    "a gallery needs a folder per person, two at least, with two pictures or more in each");
        }
        return new FaceGallery(List.copyOf(people));
    }

    private static List<Path> entries(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        }
    }

    private static GalleryPerson split(List<BufferedImage> pictures) {
        var known = new ArrayList<BufferedImage>();
        var probes = new ArrayList<BufferedImage>();
        for (int i = 0; i < pictures.size(); i++) {
            (i % 2 == 0 ? known : probes).add(pictures.get(i));
        }
        return new GalleryPerson(known, probes);
    }

    private static @Nullable BufferedImage picture(Path file) throws IOException {
        return file.toString().endsWith(".pgm")
                ? PgmReader.read(Files.readAllBytes(file))
                : ImageIO.read(file.toFile());
    }

    /// What guessing would reach.
    double chance() {
        return 1.0 / people.size();
    }
}
