package io.frostglass.benchmarks.privacy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// Writes pictures to a folder, for an attack by another program.
///
/// ```
/// index.csv: file,treatment,share,person,use,x,y,w,h    use: known or probe; the face as shares of width and height
/// ```
final class NetworkExport {

    private final Path folder;
    private final StringBuilder index = new StringBuilder("file,treatment,share,person,use,x,y,w,h\n");
    private int files;

    /// Treats one picture.
    @FunctionalInterface
    interface Treatment {
        byte[] apply(byte[] jpeg);
    }

    NetworkExport(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
    }

    /// Adds a treated picture of each scene.
    ///
    /// @param people scenes by person
    /// @param use `known` or `probe`
    void add(String treatment, double share, List<List<PrivacyScene>> people, String use, Treatment by)
            throws IOException {
        for (int person = 0; person < people.size(); person++) {
            for (var scene : people.get(person)) {
                var name = "%05d.jpg".formatted(files++);
                Files.write(folder.resolve(name), by.apply(scene.jpeg()));
                var face = scene.face();
                index.append(String.format(
                        Locale.ROOT,
                        "%s,%s,%.2f,%d,%s,%.5f,%.5f,%.5f,%.5f%n",
                        name,
                        treatment,
                        share,
                        person,
                        use,
                        face.x(),
                        face.y(),
                        face.w(),
                        face.h()));
            }
        }
    }

    void close() throws IOException {
        Files.writeString(folder.resolve("index.csv"), index);
    }
}
