package io.frostglass.benchmarks.privacy;

import io.frostglass.veil.PictureBox;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;

/// A camera's picture with one face in it.
///
/// @param jpeg 1280 by 720 pixels
/// @param face position of the face, which the attacker knows
// The bytes belong to the scene alone; scenes are never compared.
@SuppressWarnings("ArrayRecordComponent")
record PrivacyScene(byte[] jpeg, PictureBox face) {

    private static final int WIDTH = 1280;
    private static final int HEIGHT = 720;

    /// Puts a face into a grey room.
    ///
    /// @param share of the picture's height that the face takes
    /// @param moveX to the right, as a share of the width
    /// @param moveY down, as a share of the height
    static PrivacyScene with(BufferedImage face, double share, double moveX, double moveY) {
        return into(room(), face, false, share, moveX, moveY);
    }

    /// Puts a face, cut out as an oval, into a real place.
    ///
    /// @param place a picture of it without anybody, of [#scaled]
    static PrivacyScene in(BufferedImage place, BufferedImage face, double share, double moveX, double moveY) {
        var picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        place.copyData(picture.getRaster());
        return into(picture, face, true, share, moveX, moveY);
    }

    /// Returns a picture in the size of scenes.
    static BufferedImage scaled(BufferedImage place) {
        var picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        var graphics = picture.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        graphics.drawImage(place, 0, 0, WIDTH, HEIGHT, null);
        graphics.dispose();
        return picture;
    }

    private static PrivacyScene into(
            BufferedImage picture, BufferedImage face, boolean oval, double share, double moveX, double moveY) {
        int height = (int) Math.round(share * HEIGHT);
        int width = height * face.getWidth() / face.getHeight();
        int x = (int) Math.round((WIDTH - width) / 2.0 + moveX * WIDTH);
        int y = (int) Math.round((HEIGHT - height) / 2.0 + moveY * HEIGHT);
        var graphics = picture.createGraphics();
        if (oval) {
            graphics.setClip(new Ellipse2D.Double(x, y, width, height));
        }
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        graphics.drawImage(face, x, y, width, height, null);
        graphics.dispose();
        var box = new PictureBox(
                (double) x / WIDTH, (double) y / HEIGHT, (double) width / WIDTH, (double) height / HEIGHT);
        return new PrivacyScene(jpeg(picture), box);
    }

    /// Returns a picture of the room without a person.
    static byte[] empty() {
        return jpeg(room());
    }

    private static BufferedImage room() {
        var room = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        var graphics = room.createGraphics();
        graphics.setPaint(new GradientPaint(0, 0, new Color(90, 90, 90), WIDTH, HEIGHT, new Color(160, 160, 160)));
        graphics.fillRect(0, 0, WIDTH, HEIGHT);
        graphics.dispose();
        return room;
    }

    static byte[] jpeg(BufferedImage picture) {
        var out = new ByteArrayOutputStream();
        try {
            ImageIO.write(picture, "jpeg", out);
        } catch (IOException e) {
            throw new IllegalStateException("a JPEG could not be written to memory", e);
        }
        return out.toByteArray();
    }
}
