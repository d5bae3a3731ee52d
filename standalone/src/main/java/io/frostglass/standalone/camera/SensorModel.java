package io.frostglass.standalone.camera;

import java.awt.image.BufferedImage;
import java.awt.image.ConvolveOp;
import java.awt.image.DataBufferInt;
import java.awt.image.Kernel;
import java.util.Random;

/// What a camera adds to a scene: a lens that is a little soft, a sensor with noise.
final class SensorModel {

    private static final int TABLE = 1 << 16;

    private final byte[] noise = new byte[TABLE];

    /// @param deviation of the noise, in levels of 255
    SensorModel(double deviation, Random random) {
        for (int i = 0; i < TABLE; i++) {
            noise[i] = (byte) Math.clamp(Math.round(random.nextGaussian() * deviation), -120, 120);
        }
    }

    /// Returns the same picture, softer. Slow: for what is drawn once.
    static BufferedImage soften(BufferedImage picture) {
        float edge = 2 / 18f;
        float corner = 1 / 18f;
        float[] weights = {corner, edge, corner, edge, 6 / 18f, edge, corner, edge, corner};
        var soft = new BufferedImage(picture.getWidth(), picture.getHeight(), picture.getType());
        return new ConvolveOp(new Kernel(3, 3, weights), ConvolveOp.EDGE_NO_OP, null).filter(picture, soft);
    }

    /// Adds noise, which differs from picture to picture.
    void expose(BufferedImage picture, Random random) {
        int[] pixels = ((DataBufferInt) picture.getRaster().getDataBuffer()).getData();
        int offset = 0;
        for (int i = 0; i < pixels.length; i++) {
            if ((i & 1023) == 0) {
                offset = random.nextInt(TABLE);
            }
            int grain = noise[(offset + i) & (TABLE - 1)];
            int pixel = pixels[i];
            pixels[i] = level(((pixel >> 16) & 255) + grain) << 16
                    | level(((pixel >> 8) & 255) + grain) << 8
                    | level((pixel & 255) + grain);
        }
    }

    private static int level(int value) {
        return Math.clamp(value, 0, 255);
    }
}
