package io.frostglass.benchmarks.privacy;

import io.frostglass.veil.VeilKind;
import io.frostglass.veil.VeilResult;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;

/// Compares painted figures with the true ones of a place, for which the folder `masks` beside its pictures has a
/// PNG of the same name each: white where a figure is. Pictures without a mask do not count, nor do those of the
/// first two visits, in which the place is learnt.
final class FigureMeasures {

    private static final int SIDE = 128;
    private static final int LEARNING_VISITS = 2;
    /// Smaller figures, in pixels of the thumbnail, are at the edge: somebody comes or goes.
    private static final int LEAST = 300;

    private final Path masks;
    private final List<Double> overlaps = new ArrayList<>();
    private int empty;
    private int emptyRight;
    private int visits;
    private boolean visited;

    FigureMeasures(Path folder) {
        this.masks = folder.resolve("masks");
    }

    static FigureMeasures of(LearntPlace place, Path folder) throws IOException {
        var measures = new FigureMeasures(folder);
        for (var picture : place.learnt()) {
            measures.add(picture.name(), picture.result());
        }
        return measures;
    }

    /// Adds the next picture.
    ///
    /// @param name of its file
    void add(String name, VeilResult.Picture picture) throws IOException {
        var mask = masks.resolve(name.replaceAll("\\.jpe?g$", ".png"));
        if (!Files.exists(mask)) {
            return;
        }
        boolean[] truth = mask(ImageIO.read(mask.toFile()));
        int size = count(truth, truth);
        visits += size > 0 && !visited ? 1 : 0;
        visited = size > 0;
        if (visits < LEARNING_VISITS || (visits == LEARNING_VISITS && visited)) {
            return;
        }
        var report = picture.report();
        if (size == 0) {
            empty++;
            boolean right =
                    report.kind() == VeilKind.SILHOUETTES && report.figures().orElse(1) == 0;
            emptyRight += right ? 1 : 0;
        } else if (size >= LEAST) {
            boolean[] shown = figures(picture.thumbnail().jpeg());
            int both = count(truth, shown);
            overlaps.add((double) both / (size + count(shown, shown) - both));
        }
    }

    int empty() {
        return empty;
    }

    int emptyRight() {
        return emptyRight;
    }

    /// The intersection over union that this share of pictures does not reach; `NaN` if there are no pictures.
    double overlap(double share) {
        var sorted = overlaps.stream().sorted().toList();
        return sorted.isEmpty() ? Double.NaN : sorted.get((int) (share * sorted.size()));
    }

    /// Returns a line of text; empty if the place has no masks.
    String text() {
        return overlaps.isEmpty()
                ? ""
                : String.format(
                        Locale.ROOT,
                        "figures against the true ones: intersection over union %.2f in the median of %d, %.2f in the worst tenth;"
                                + " empty pictures shown empty: %d of %d%n",
                        overlap(0.5),
                        overlaps.size(),
                        overlap(0.1),
                        emptyRight,
                        empty);
    }

    private static int count(boolean[] a, boolean[] b) {
        int both = 0;
        for (int i = 0; i < a.length; i++) {
            both += a[i] && b[i] ? 1 : 0;
        }
        return both;
    }

    /// The mask at the size of a thumbnail.
    private static boolean[] mask(BufferedImage picture) {
        boolean[] mask = new boolean[SIDE * SIDE];
        for (int i = 0; i < mask.length; i++) {
            int x = (2 * (i % SIDE) + 1) * picture.getWidth() / (2 * SIDE);
            int y = (2 * (i / SIDE) + 1) * picture.getHeight() / (2 * SIDE);
            mask[i] = new Color(picture.getRGB(x, y)).getGreen() > 127;
        }
        return mask;
    }

    private static boolean[] figures(byte[] thumbnail) throws IOException {
        var picture = ImageIO.read(new ByteArrayInputStream(thumbnail));
        boolean[] shown = new boolean[SIDE * SIDE];
        for (int i = 0; i < shown.length; i++) {
            shown[i] = OperatorMeasures.isFigure(new Color(picture.getRGB(i % SIDE, i / SIDE)));
        }
        return shown;
    }
}
