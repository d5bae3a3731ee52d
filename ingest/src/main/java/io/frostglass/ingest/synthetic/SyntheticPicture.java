package io.frostglass.ingest.synthetic;

import io.frostglass.runtime.synthetic.SyntheticSteps;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/// A drawn picture: a wall, a floor, a door, and somebody who stands at another place each time. So the veil learns the
/// place, and sees a figure in it. A comment in the file must not leave the restricted zone.
///
/// @param jpeg the file
/// @param left of the box around the figure, 0 to 1 as a share of the width
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
record SyntheticPicture(byte[] jpeg, double left) {

    static final double BOX_TOP = 0.35;
    static final double BOX_WIDTH = 0.1;
    static final double BOX_HEIGHT = 0.5;

    private static final int WIDTH = 1280;
    private static final int HEIGHT = 720;
    private static final int PLACES = 8;

    /// The marker SOI (ITU-T T.81, annex B).
    private static final int START_BYTES = 2;

    /// Draws a picture.
    ///
    /// @param number chooses where the figure is
    static SyntheticPicture draw(long number) {
        double left = 0.05 + Math.floorMod(number, PLACES) * 0.1;
        var picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        graphics.setColor(new Color(0xb8b4a8));
        graphics.fillRect(0, 0, WIDTH, HEIGHT);
        graphics.setColor(new Color(0x6f6a60));
        graphics.fillRect(0, HEIGHT * 3 / 4, WIDTH, HEIGHT / 4);
        graphics.setColor(new Color(0x4a5a68));
        graphics.fillRect(WIDTH * 9 / 10, HEIGHT / 4, WIDTH / 12, HEIGHT / 2);
        int x = (int) (left * WIDTH);
        int y = (int) (BOX_TOP * HEIGHT);
        int width = (int) (BOX_WIDTH * WIDTH);
        int height = (int) (BOX_HEIGHT * HEIGHT);
        graphics.setColor(new Color(0x8a2f2f));
        graphics.fillRect(x, y + height / 4, width, height * 3 / 4);
        graphics.setColor(new Color(0xd8b090));
        graphics.fillOval(x + width / 4, y, width / 2, height / 4);
        graphics.dispose();
        return new SyntheticPicture(withComment(encoded(picture)), left);
    }

    private static byte[] encoded(BufferedImage picture) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new MemoryCacheImageOutputStream(bytes)) {
            ImageIO.write(picture, "jpeg", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] withComment(byte[] jpeg) {
        byte[] comment = SyntheticSteps.PICTURE_COMMENT.getBytes(StandardCharsets.US_ASCII);
        var out = new ByteArrayOutputStream();
        out.write(jpeg, 0, START_BYTES);
        out.writeBytes(new byte[] {(byte) 0xff, (byte) 0xfe, 0, (byte) (comment.length + 2)});
        out.writeBytes(comment);
        out.write(jpeg, START_BYTES, jpeg.length - START_BYTES);
        return out.toByteArray();
    }
}
