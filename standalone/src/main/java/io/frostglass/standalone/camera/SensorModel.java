package io.frostglass.standalone.camera;

import java.awt.image.BufferedImage;
import java.awt.image.ConvolveOp;
import java.awt.image.DataBufferInt;
import java.awt.image.Kernel;
import java.util.Random;

/// What lies between a scene and its picture: a lens that is a little soft and dark at the edges, a sensor with noise.
final class SensorModel {

    private static final int TABLE = 1 << 16;

    private final byte[] noise = new byte[TABLE];

    /// @param deviation of the noise, in levels of 255
    SensorModel(double deviation, Random random) {
        for (int i = 0; i < TABLE; i++) {
            noise[i] = (byte) Math.clamp(Math.round(random.nextGaussian() * deviation), -120, 120);
        }
    }

    /// The same picture, softer. Slow: for what is drawn once.
    static BufferedImage soften(BufferedImage picture) {
        float[] weights = {1, 2, 1, 2, 6, 2, 1, 2, 1};
        for (int i = 0; i < weights.length; i++) {
            weights[i] /= 18;
        }
        var soft = new BufferedImage(picture.getWidth(), picture.getHeight(), picture.getType());
        new ConvolveOp(new Kernel(3, 3, weights), ConvolveOp.EDGE_NO_OP, null).filter(picture, soft);
        vignette(soft);
        return soft;
    }

    private static void vignette(BufferedImage picture) {
        int[] pixels = pixels(picture);
        int width = picture.getWidth();
        double x0 = width / 2.0;
        double y0 = picture.getHeight() / 2.0;
        for (int i = 0; i < pixels.length; i++) {
            int row = i / width;
            double x = (i - row * width - x0) / x0;
            double y = (row - y0) / y0;
            double factor = 1 - 0.16 * (x * x + y * y);
            pixels[i] = (int) (red(pixels[i]) * factor) << 16
                    | (int) (green(pixels[i]) * factor) << 8
                    | (int) (blue(pixels[i]) * factor);
        }
    }

    /// Adds noise, another one to each picture.
    void expose(BufferedImage picture, Random random) {
        int[] pixels = pixels(picture);
        int offset = 0;
        for (int i = 0; i < pixels.length; i++) {
            if ((i & 1023) == 0) {
                offset = random.nextInt(TABLE);
            }
            int grain = noise[(offset + i) & (TABLE - 1)];
            pixels[i] = level(red(pixels[i]) + grain) << 16
                    | level(green(pixels[i]) + grain) << 8
                    | level(blue(pixels[i]) + grain);
        }
    }

    private static int[] pixels(BufferedImage picture) {
        return ((DataBufferInt) picture.getRaster().getDataBuffer()).getData();
    }

    private static int red(int pixel) {
        return (pixel >> 16) & 255;
    }

    private static int green(int pixel) {
        return (pixel >> 8) & 255;
    }

    private static int blue(int pixel) {
        return pixel & 255;
    }

    private static int level(int value) {
        return Math.clamp(value, 0, 255);
    }
}
