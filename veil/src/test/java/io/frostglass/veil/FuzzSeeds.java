package io.frostglass.veil;

import io.frostglass.veil.jpeg.Drawn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Writes files of every form for the fuzzer to start from: `java … io.frostglass.veil.FuzzSeeds FOLDER`.
public final class FuzzSeeds {

    private static final int[] SIDES = {8, 16, 33, 70, 140};

    private FuzzSeeds() {}

    public static void main(String[] arguments) throws IOException {
        var folder = Files.createDirectories(Path.of(arguments[0]));
        for (int side : SIDES) {
            var forms = forms(side);
            for (int i = 0; i < forms.size(); i++) {
                Files.write(
                        folder.resolve("seed-" + side + "-" + i + ".jpg"),
                        forms.get(i).jpeg());
            }
        }
    }

    /// The last two are large enough to be read at 1/8, and still small files.
    private static List<Drawn> forms(int side) {
        return List.of(
                Drawn.scene(side, side + 3, side),
                Drawn.scene(side, side, side).progressive(),
                Drawn.scene(side, side, side).sampled(1, 1).restartingEvery(1),
                Drawn.scene(side, side + 9, side).sampled(4, 1).quality(0.1),
                Drawn.greyScene(side, side, side).progressive(),
                Drawn.scene(1030, 1030, side).quality(0.02),
                Drawn.scene(1030, 1030, side).quality(0.02).progressive());
    }
}
