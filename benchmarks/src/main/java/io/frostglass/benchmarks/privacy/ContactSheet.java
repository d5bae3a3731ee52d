package io.frostglass.benchmarks.privacy;

import io.frostglass.standalone.camera.CameraShot;
import io.frostglass.standalone.camera.SceneCamera;
import io.frostglass.veil.PictureBox;
import io.frostglass.veil.Veil;
import io.frostglass.veil.VeilRequest;
import io.frostglass.veil.VeilResult;
import io.frostglass.veil.VeilScene;
import io.frostglass.veil.VeilStrength;
import io.frostglass.veil.background.BackgroundModel;
import io.frostglass.veil.background.FigureKind;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;

/// A sheet for people to judge the veil: drawn places, and beside each its thumbnails.
///
/// ```
/// what the camera saw │ light │ standard │ heavy: a row each for car parks by day and yards at night
/// ```
final class ContactSheet {

    /// Car parks and yards: those of the cameras that hang upright.
    private static final int[] CAMERAS = {2, 3, 5};

    private static final int VISITS = 4;
    private static final int SHOTS_OF_A_VISIT = 11;
    /// People and cars are apart then.
    private static final int EARLY = 3;

    private static final int WIDTH = 256;
    private static final int HEIGHT = 144;
    private static final int GAP = 4;

    private final Veil veil = Veil.standard();
    private final Graphics2D graphics;

    private ContactSheet(Graphics2D graphics) {
        this.graphics = graphics;
    }

    /// Writes a sheet, always the same.
    ///
    /// @throws IOException if it cannot be written
    static void write(Path png) throws IOException {
        int columns = 1 + VeilStrength.values().length;
        var sheet = new BufferedImage(
                columns * (WIDTH + GAP) - GAP, CAMERAS.length * (HEIGHT + GAP) - GAP, BufferedImage.TYPE_INT_RGB);
        var graphics = sheet.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        var drawn = new ContactSheet(graphics);
        for (int row = 0; row < CAMERAS.length; row++) {
            drawn.row(row);
        }
        graphics.dispose();
        ImageIO.write(sheet, "png", png.toFile());
    }

    private void row(int row) throws IOException {
        var camera = SceneCamera.number(CAMERAS[row], 7);
        var background = BackgroundModel.empty();
        var at = Instant.EPOCH;
        for (int shot = 0; shot < VISITS * SHOTS_OF_A_VISIT + EARLY; shot++) {
            at = at.plus(shot % SHOTS_OF_A_VISIT == 0 ? Duration.ofHours(1) : Duration.ofSeconds(2));
            thumbnail(camera.take(at), VeilStrength.STANDARD, background, at);
        }
        var shot = camera.take(at);
        draw(shot.jpeg(), 0, row);
        int column = 1;
        for (var strength : VeilStrength.values()) {
            draw(thumbnail(shot, strength, background, at), column++, row);
        }
    }

    private byte[] thumbnail(CameraShot shot, VeilStrength strength, BackgroundModel background, Instant at) {
        List<PictureBox> boxes = shot.boxes().stream()
                .map(box -> new PictureBox(box.x(), box.y(), box.w(), box.h()))
                .toList();
        var kinds = shot.labels().stream()
                .map(label -> label.label().equals("person") ? FigureKind.PERSON : FigureKind.VEHICLE)
                .collect(Collectors.toUnmodifiableSet());
        var request = new VeilRequest(strength, boxes, List.of(), PrivacyBench.key("sheet", 0));
        return switch (veil.apply(shot.jpeg(), request, new VeilScene(background, kinds, at))) {
            case VeilResult.Picture picture -> picture.thumbnail().jpeg();
            case VeilResult.Dropped(var reason) -> throw new IllegalStateException(reason.code());
        };
    }

    private void draw(byte[] jpeg, int column, int row) throws IOException {
        var picture = ImageIO.read(new ByteArrayInputStream(jpeg));
        graphics.drawImage(picture, column * (WIDTH + GAP), row * (HEIGHT + GAP), WIDTH, HEIGHT, null);
    }
}
