package io.frostglass.benchmarks.privacy;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/// A picture of a camera, in small, whose light can be changed.
final class LitPicture {

    private static final int WIDTH = 384;
    private static final int HEIGHT = 216;
    private static final double GAMMA = 2.2;
    private static final double DARKEST = 0.01;
    private static final int DROP = 10;

    private final float[] red = new float[WIDTH * HEIGHT];
    private final float[] green = new float[WIDTH * HEIGHT];
    private final float[] blue = new float[WIDTH * HEIGHT];

    /// The factor of light at a place of the picture.
    @FunctionalInterface
    interface LightFactor {
        /// @param x share of the width, from the left
        /// @param y share of the height, from above
        double at(double x, double y);
    }

    /// Reads a JPEG file.
    ///
    /// @throws IOException if it is none
    static LitPicture read(byte[] jpeg) throws IOException {
        var read = ImageIO.read(new ByteArrayInputStream(jpeg));
        if (read == null) {
            throw new IOException("not a JPEG file");
        }
        var small = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = small.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(read, 0, 0, WIDTH, HEIGHT, null);
        graphics.dispose();
        var picture = new LitPicture();
        for (int i = 0; i < picture.red.length; i++) {
            int rgb = small.getRGB(i % WIDTH, i / WIDTH);
            picture.red[i] = rgb >> 16 & 0xFF;
            picture.green[i] = rgb >> 8 & 0xFF;
            picture.blue[i] = rgb & 0xFF;
        }
        return picture;
    }

    /// Multiplies the light.
    void light(LightFactor factor) {
        for (int i = 0; i < red.length; i++) {
            double light = factor.at((i % WIDTH + 0.5) / WIDTH, (Math.floorDiv(i, WIDTH) + 0.5) / HEIGHT);
            float value = (float) Math.pow(Math.max(DARKEST, light), 1 / GAMMA);
            red[i] *= value;
            green[i] *= value;
            blue[i] *= value;
        }
    }

    /// Multiplies red and blue.
    void colour(double redFactor, double blueFactor) {
        for (int i = 0; i < red.length; i++) {
            red[i] *= (float) redFactor;
            blue[i] *= (float) blueFactor;
        }
    }

    /// Changes contrast, and adds the same everywhere, as fog does.
    void tone(double contrast, double added) {
        for (float[] plane : new float[][] {red, green, blue}) {
            for (int i = 0; i < plane.length; i++) {
                plane[i] = (float) (contrast * plane[i] + added);
            }
        }
    }

    void loseColour() {
        for (int i = 0; i < red.length; i++) {
            float luma = 0.299f * red[i] + 0.587f * green[i] + 0.114f * blue[i];
            red[i] = luma;
            green[i] = luma;
            blue[i] = luma;
        }
    }

    /// Adds noise, most of it alike in all colours.
    ///
    /// @param deviation of luma
    void noise(double deviation, double ofColour, Random random) {
        for (int i = 0; i < red.length; i++) {
            double luma = deviation * random.nextGaussian();
            red[i] += (float) (luma + ofColour * random.nextGaussian());
            green[i] += (float) (luma + ofColour * random.nextGaussian());
            blue[i] += (float) (luma + ofColour * random.nextGaussian());
        }
    }

    void rain(int drops, Random random) {
        for (int drop = 0; drop < drops; drop++) {
            int at = random.nextInt(HEIGHT - DROP) * WIDTH + random.nextInt(WIDTH);
            for (int i = 0; i < DROP; i++, at += WIDTH) {
                red[at] += 0.35f * (230 - red[at]);
                green[at] += 0.35f * (230 - green[at]);
                blue[at] += 0.35f * (230 - blue[at]);
            }
        }
    }

    /// The picture as a JPEG file.
    ///
    /// @param quality 0 to 1
    byte[] jpeg(float quality) throws IOException {
        var picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < red.length; i++) {
            picture.setRGB(i % WIDTH, i / WIDTH, level(red[i]) << 16 | level(green[i]) << 8 | level(blue[i]));
        }
        var out = new ByteArrayOutputStream();
        var writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (var stream = new MemoryCacheImageOutputStream(out)) {
            var parameters = writer.getDefaultWriteParam();
            parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            parameters.setCompressionQuality(quality);
            writer.setOutput(stream);
            writer.write(null, new IIOImage(picture, null, null), parameters);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }

    private static int level(float value) {
        return Math.clamp(Math.round(value), 0, 255);
    }
}
