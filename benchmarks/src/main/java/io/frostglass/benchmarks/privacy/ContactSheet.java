package io.frostglass.benchmarks.privacy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.frostglass.veil.NoiseKey;
import io.frostglass.veil.PictureBox;
import io.frostglass.veil.Thumbnail;
import io.frostglass.veil.Veil;
import io.frostglass.veil.VeilRequest;
import io.frostglass.veil.VeilResult;
import io.frostglass.veil.VeilStrength;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;

/// What a person gets to see: drawn scenes, each beside its veiled thumbnail with the camera's boxes over it.
public final class ContactSheet {

    private static final int SCENES = 20;
    private static final int COLUMNS = 4;
    private static final int TILE = Thumbnail.SIDE + 8;

    private ContactSheet() {}

    /// Writes a sheet of 20 scenes, always the same: a person, a car or nobody in each.
    ///
    /// @param png where to
    /// @throws IOException if it cannot be written
    public static void write(VeilStrength veilStrength, Path png) throws IOException {
        var veil = Veil.standard();
        var random = new Random(7);
        var sheet = new BufferedImage(COLUMNS * 2 * TILE + 8, SCENES / COLUMNS * TILE + 8, BufferedImage.TYPE_INT_RGB);
        var graphics = sheet.createGraphics();
        for (int i = 0; i < SCENES; i++) {
            var contents = DrawnScene.SceneContent.values();
            var scene = DrawnScene.draw(contents[random.nextInt(contents.length)], random);
            int x = 8 + i % COLUMNS * 2 * TILE;
            int y = 8 + i / COLUMNS * TILE;
            graphics.drawImage(scene.picture(), x, y, Thumbnail.SIDE, Thumbnail.SIDE, null);
            graphics.drawImage(veiled(veil, veilStrength, scene, i), x + TILE, y, null);
            scene.boxes().forEach(pictureBox -> outline(graphics, pictureBox, x + TILE, y));
        }
        graphics.dispose();
        ImageIO.write(sheet, "png", png.toFile());
    }

    private static BufferedImage veiled(Veil veil, VeilStrength veilStrength, DrawnScene scene, int number)
            throws IOException {
        var jpeg = new ByteArrayOutputStream();
        ImageIO.write(scene.picture(), "jpeg", jpeg);
        byte[] secret = "a key for measuring only".getBytes(UTF_8);
        var key = NoiseKey.forVisit(secret, "camera-" + number, Instant.EPOCH);
        var request = new VeilRequest(veilStrength, scene.boxes(), List.of(), key);
        return switch (veil.apply(jpeg.toByteArray(), request)) {
            case VeilResult.Picture picture ->
                ImageIO.read(new ByteArrayInputStream(picture.thumbnail().jpeg()));
            case VeilResult.Dropped(var dropReason) -> throw new IllegalStateException(dropReason.code());
        };
    }

    private static void outline(Graphics2D graphics, PictureBox pictureBox, int x, int y) {
        graphics.setColor(Color.YELLOW);
        graphics.drawRect(
                x + (int) (pictureBox.x() * Thumbnail.SIDE),
                y + (int) (pictureBox.y() * Thumbnail.SIDE),
                (int) (pictureBox.w() * Thumbnail.SIDE),
                (int) (pictureBox.h() * Thumbnail.SIDE));
    }
}
