package io.frostglass.benchmarks.privacy;

import io.frostglass.standalone.camera.FolderCamera;
import io.frostglass.veil.Veil;
import io.frostglass.veil.VeilResult;
import io.frostglass.veil.background.BackgroundModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;

/// How well the veil finds figures while the light changes: each change of [LightChanges] is drawn onto a copy of a
/// place's pictures, from which the veil learns the place.
final class LightMeasures {

    /// Fewer pictures are shown again, as whole rounds.
    private static final int ENOUGH_PICTURES = 90;

    private final Path folder;
    private final List<String> names = new ArrayList<>();
    private final List<byte[]> pictures = new ArrayList<>();

    /// Reads a place, which must have true figures.
    LightMeasures(Path folder) throws IOException {
        this.folder = folder;
        var files = FolderCamera.jpegs(folder);
        int rounds = Math.ceilDiv(ENOUGH_PICTURES, files.size());
        for (int i = 0; i < rounds * files.size(); i++) {
            var file = files.get(i % files.size());
            names.add(String.valueOf(file.getFileName()));
            pictures.add(Files.readAllBytes(file));
        }
    }

    /// Measures, and returns a line of text for each change.
    ///
    /// @param seed of the drawings
    String run(long seed) {
        var changes = List.copyOf(LightChanges.of(seed).keySet());
        var rows = changes.parallelStream().map(change -> row(change, seed)).toList();
        return "light              overlap, median   worst tenth   empty shown empty   place known%n".formatted()
                + String.join("", rows);
    }

    private String row(String name, long seed) {
        try {
            return row(name, Objects.requireNonNull(LightChanges.of(seed).get(name)), new Random(seed));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String row(String name, LightChanges.LightChange change, Random qualities) throws IOException {
        var veil = Veil.standard();
        var model = BackgroundModel.empty();
        var measures = new FigureMeasures(folder);
        for (int i = 0; i < pictures.size(); i++) {
            var drawn = LitPicture.read(pictures.get(i));
            change.draw(drawn, i);
            byte[] jpeg = drawn.jpeg(LightChanges.quality(name, qualities));
            measures.add(names.get(i), (VeilResult.Picture) LearntPlace.learn(veil, model, jpeg, i));
        }
        return String.format(
                Locale.ROOT,
                "%-18s %15.2f %13.2f %12d of %3d %12.0f %%%n",
                name,
                measures.overlap(0.5),
                measures.overlap(0.1),
                measures.emptyRight(),
                measures.empty(),
                100 * model.known());
    }
}
