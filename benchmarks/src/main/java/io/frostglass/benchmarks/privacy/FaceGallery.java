package io.frostglass.benchmarks.privacy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/// Pictures of people whose names the attacker wants to know. The attacker has half of each person's pictures; the
/// others are probes.
///
/// @param people at least two, each with at least two pictures
record FaceGallery(List<GalleryPerson> people) {

    /// One person.
    ///
    /// @param known pictures that the attacker has
    /// @param probes others, which the attacker gets veiled
    record GalleryPerson(List<BufferedImage> known, List<BufferedImage> probes) {}

    /// Reads a folder with a folder per person: pictures that the JDK can read, and PGM. Skips other files.
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
        return file.toString().endsWith(".pgm") ? pgm(Files.readAllBytes(file)) : ImageIO.read(file.toFile());
    }

    /// Reads a binary portable greymap: the JDK cannot, and many galleries for research have them.
    private static BufferedImage pgm(byte[] file) throws IOException {
        String[] head = new String(file, 0, Math.min(200, file.length), ISO_8859_1)
                .replaceAll("#[^\n]*\n", "")
                .split("\\s+", 5);
        if (head.length < 4 || !head[0].equals("P5")) {
            throw new IOException("not a binary PGM");
        }
        int width = Integer.parseInt(head[1]);
        int height = Integer.parseInt(head[2]);
        int start = file.length - width * height;
        if (start < 0) {
            throw new IOException("a PGM that ends too early");
        }
        var picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < width * height; i++) {
            picture.setRGB(i % width, i / width, (file[start + i] & 0xFF) * 0x010101);
        }
        return picture;
    }

    double chance() {
        return 1.0 / people.size();
    }
}
