package io.frostglass.benchmarks.privacy;

import io.frostglass.standalone.camera.CameraShot;
import io.frostglass.standalone.camera.SceneCamera;
import io.frostglass.veil.PictureBox;
import io.frostglass.veil.Thumbnail;
import io.frostglass.veil.Veil;
import io.frostglass.veil.VeilStrength;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import javax.imageio.ImageIO;

/// A sheet for people to judge the veil: drawn scenes, each beside its veiled thumbnail with the camera's boxes over
/// it.
final class ContactSheet {

    private static final int SCENES = 20;
    private static final int COLUMNS = 4;
    private static final int TILE = Thumbnail.SIDE + 8;

    private ContactSheet() {}

    /// Writes a sheet of 20 scenes, always the same: car parks by day and yards at night, with people and cars.
    ///
    /// @param png the file
    /// @throws IOException if it cannot be written
    static void write(VeilStrength strength, Path png) throws IOException {
        var veil = Veil.standard();
        var sheet = new BufferedImage(COLUMNS * 2 * TILE + 8, SCENES / COLUMNS * TILE + 8, BufferedImage.TYPE_INT_RGB);
        var graphics = sheet.createGraphics();
        for (int i = 0; i < SCENES; i++) {
            var shot = shot(i);
            var boxes = shot.boxes().stream()
                    .map(box -> new PictureBox(box.x(), box.y(), box.w(), box.h()))
                    .toList();
            var picture = ImageIO.read(new ByteArrayInputStream(shot.jpeg()));
            int x = 8 + i % COLUMNS * 2 * TILE;
            int y = 8 + i / COLUMNS * TILE;
            graphics.drawImage(picture, x, y, Thumbnail.SIDE, Thumbnail.SIDE, null);
            var key = PrivacyBench.key("camera", i);
            byte[] thumbnail = PrivacyBench.veiled(veil, strength, shot.jpeg(), boxes, key);
            graphics.drawImage(ImageIO.read(new ByteArrayInputStream(thumbnail)), x + TILE, y, null);
            boxes.forEach(box -> outline(graphics, box, x + TILE, y));
        }
        graphics.dispose();
        ImageIO.write(sheet, "png", png.toFile());
    }

    /// The fifth picture of a visit: people and cars are in the middle then.
    private static CameraShot shot(int number) {
        // The first of three cameras hangs on its side, and every other yard camera upside down.
        var camera = SceneCamera.number(number % 2 == 0 ? 3 * number + 2 : 6 * number + 3, 7);
        CameraShot shot = camera.take(Instant.EPOCH);
        for (int i = 1; i < 5; i++) {
            shot = camera.take(Instant.EPOCH);
        }
        return shot;
    }

    private static void outline(Graphics2D graphics, PictureBox box, int x, int y) {
        graphics.setColor(Color.YELLOW);
        graphics.drawRect(
                x + (int) (box.x() * Thumbnail.SIDE),
                y + (int) (box.y() * Thumbnail.SIDE),
                (int) (box.w() * Thumbnail.SIDE),
                (int) (box.h() * Thumbnail.SIDE));
    }
}
