package io.frostglass.benchmarks.privacy;

import io.frostglass.veil.VeilKind;
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
/// time in which the place was not known.
final class FigureMeasures {

    private static final int SIDE = 128;
    /// From the third visit on, this share of the place is known.
    private static final double KNOWN = 0.95;
    /// Smaller figures, in pixels of the thumbnail, are at the edge: somebody comes or goes.
    private static final int LEAST = 300;

    private FigureMeasures() {}

    /// Returns a line of text; empty if the place has no masks.
    static String of(LearntPlace place, Path folder) throws IOException {
        var overlaps = new ArrayList<Double>();
        int empty = 0;
        int emptyRight = 0;
        for (var picture : place.learnt()) {
            var mask = folder.resolve("masks").resolve(picture.name().replaceAll("\\.jpe?g$", ".png"));
            if (picture.known() < KNOWN || !Files.exists(mask)) {
                continue;
            }
            boolean[] truth = mask(ImageIO.read(mask.toFile()));
            int size = count(truth, truth);
            var report = picture.result().report();
            if (size == 0) {
                empty++;
                emptyRight += report.kind() == VeilKind.SILHOUETTES
                                && report.figures().orElse(1) == 0
                        ? 1
                        : 0;
            } else if (size >= LEAST) {
                boolean[] shown = figures(picture.result().thumbnail().jpeg());
                int both = count(truth, shown);
                overlaps.add((double) both / (size + count(shown, shown) - both));
            }
        }
        return overlaps.isEmpty() ? "" : text(overlaps, emptyRight, empty);
    }

    private static String text(List<Double> overlaps, int emptyRight, int empty) {
        var sorted = overlaps.stream().sorted().toList();
        return String.format(
                Locale.ROOT,
                "figures against the true ones: intersection over union %.2f in the median of %d, %.2f in the worst tenth;"
                        + " empty pictures shown empty: %d of %d%n",
                sorted.get(sorted.size() / 2),
                sorted.size(),
                sorted.get(sorted.size() / 10),
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
