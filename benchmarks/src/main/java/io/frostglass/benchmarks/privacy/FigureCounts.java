package io.frostglass.benchmarks.privacy;

import io.frostglass.veil.Veil;
import io.frostglass.veil.VeilStrength;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/// How often the veil counts real figures right. They are cut out of a place's pictures along its masks
/// ([FigureMeasures]), and put side by side into its empty picture: one, two or three, at random places, apart by a
/// fiftieth of the width at least.
final class FigureCounts {

    private static final int MAX_FIGURES = 3;
    private static final int PICTURES = 100;
    /// Of the width of the picture.
    private static final double MIN_GAP = 0.02;
    /// Of the height of the picture. Smaller figures are parts of some that come or go.
    private static final double MIN_HEIGHT = 0.4;

    private final LearntPlace place;
    private final List<BufferedImage> figures = new ArrayList<>();
    private final Random random = new Random(5);

    private FigureCounts(LearntPlace place, Path folder) throws IOException {
        this.place = place;
        for (var picture : place.learnt()) {
            var mask = folder.resolve("masks").resolve(picture.name().replaceAll("\\.jpe?g$", ".png"));
            if (Files.exists(mask)) {
                cut(read(picture.jpeg()), PrivacyScene.scaled(ImageIO.read(mask.toFile())));
            }
        }
    }

    /// Returns a line of text for each number; empty if the place has no masks, or no figures of much height.
    static String of(LearntPlace place, Path folder) throws IOException {
        var counts = new FigureCounts(place, folder);
        var line = new StringBuilder();
        for (int number = 1; number <= MAX_FIGURES && !counts.figures.isEmpty(); number++) {
            line.append(String.format(
                    Locale.ROOT, "%d side by side, counted right: %d of %d%n", number, counts.right(number), PICTURES));
        }
        return line.toString();
    }

    private static BufferedImage read(byte[] jpeg) throws IOException {
        return PrivacyScene.scaled(ImageIO.read(new ByteArrayInputStream(jpeg)));
    }

    /// Keeps the columns of the figure, as high as the picture.
    private void cut(BufferedImage picture, BufferedImage mask) {
        int width = picture.getWidth();
        int height = picture.getHeight();
        var figure = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        int left = width;
        int right = 0;
        int top = height;
        int bottom = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                if (new Color(mask.getRGB(x, y)).getGreen() > 127) {
                    figure.setRGB(x, y, picture.getRGB(x, y) | 0xff000000);
                    left = Math.min(left, x);
                    right = Math.max(right, x);
                    top = Math.min(top, y);
                    bottom = Math.max(bottom, y);
                }
            }
        }
        if (bottom - top > MIN_HEIGHT * height) {
            figures.add(figure.getSubimage(left, 0, right + 1 - left, height));
        }
    }

    private int right(int number) {
        var veil = Veil.standard();
        return (int) IntStream.range(0, PICTURES)
                .filter(i -> {
                    var key = PrivacyBench.key("counts/" + number, i);
                    var report = place.veiled(veil, VeilStrength.STANDARD, PrivacyScene.jpeg(sideBySide(number)), key)
                            .report();
                    return report.figures().orElse(-1) == number;
                })
                .count();
    }

    private BufferedImage sideBySide(int number) {
        var scene = PrivacyScene.scaled(place.empty());
        int gap = (int) (MIN_GAP * scene.getWidth());
        var chosen =
                random.ints(number, 0, figures.size()).mapToObj(figures::get).toList();
        int taken = chosen.stream().mapToInt(BufferedImage::getWidth).sum() + (number - 1) * gap;
        // Cuts the free width at random points, in their order.
        int[] before = random.ints(number, 0, Math.max(1, scene.getWidth() - taken))
                .sorted()
                .toArray();
        var graphics = scene.createGraphics();
        int x = 0;
        for (int i = 0; i < number; i++) {
            graphics.drawImage(chosen.get(i), x + before[i], 0, null);
            x += chosen.get(i).getWidth() + gap;
        }
        graphics.dispose();
        return scene;
    }
}
