package io.frostglass.benchmarks.privacy;

import io.frostglass.veil.NoiseKey;
import io.frostglass.veil.Veil;
import io.frostglass.veil.VeilStrength;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;

/// A sheet for people to judge the veil: pictures of real places, and under each its thumbnails.
///
/// ```
/// what the camera saw │ light │ standard │ heavy: one row each, for each place
/// ```
final class PlaceSheet {

    private static final int COLUMNS = 12;
    private static final int WIDTH = 176;
    private static final int HEIGHT = 99;
    private static final int GAP = 2;

    private PlaceSheet() {}

    /// Writes a sheet with twelve pictures of each place, from the first to the last.
    ///
    /// @throws IOException if it cannot be written
    static void write(List<LearntPlace> places, Path png) throws IOException {
        int rows = 1 + VeilStrength.values().length;
        var sheet = new BufferedImage(
                COLUMNS * (WIDTH + GAP), places.size() * rows * (HEIGHT + GAP), BufferedImage.TYPE_INT_RGB);
        var graphics = sheet.createGraphics();
        var veil = Veil.standard();
        for (int i = 0; i < places.size() * COLUMNS; i++) {
            var place = places.get(i / COLUMNS);
            var picture = place.learnt().get(i % COLUMNS * (place.learnt().size() - 1) / (COLUMNS - 1));
            int row = i / COLUMNS * rows;
            draw(graphics, picture.jpeg(), i % COLUMNS, row++);
            for (var strength : VeilStrength.values()) {
                byte[] thumbnail = thumbnail(veil, place, picture, strength);
                draw(graphics, thumbnail, i % COLUMNS, row++);
            }
        }
        graphics.dispose();
        ImageIO.write(sheet, "png", png.toFile());
    }

    private static byte[] thumbnail(
            Veil veil, LearntPlace place, LearntPlace.LearntPicture picture, VeilStrength strength) {
        NoiseKey key = PrivacyBench.key(place.name(), 0);
        var thumbnail = strength == VeilStrength.STANDARD
                ? picture.result().thumbnail()
                : place.veiled(veil, strength, picture.jpeg(), key).thumbnail();
        return thumbnail.jpeg();
    }

    private static void draw(Graphics2D graphics, byte[] jpeg, int column, int row) throws IOException {
        var picture = ImageIO.read(new ByteArrayInputStream(jpeg));
        graphics.drawImage(picture, column * (WIDTH + GAP), row * (HEIGHT + GAP), WIDTH, HEIGHT, null);
    }
}
