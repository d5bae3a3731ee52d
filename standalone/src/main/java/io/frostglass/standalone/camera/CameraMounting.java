package io.frostglass.standalone.camera;

import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;

/// How a camera hangs. The sensor is always wider than high; EXIF's orientation says how to turn its picture so that
/// it is upright.
public enum CameraMounting {
    UPRIGHT(1),
    /// From the ceiling, head down.
    UPSIDE_DOWN(3),
    /// On its side, as one does in corridors: they are higher than wide.
    ON_ITS_SIDE(6);

    private final int orientation;

    CameraMounting(int orientation) {
        this.orientation = orientation;
    }

    /// The value of the EXIF tag (CIPA DC-008, 4.6.5).
    int orientation() {
        return orientation;
    }

    boolean isPortrait() {
        return this == ON_ITS_SIDE;
    }

    /// What the sensor sees of an upright picture.
    BufferedImage turn(BufferedImage upright) {
        int width = upright.getWidth();
        int height = upright.getHeight();
        return switch (this) {
            case UPRIGHT -> upright;
            case UPSIDE_DOWN -> drawn(upright, width, height, new AffineTransform(-1, 0, 0, -1, width, height));
            // Orientation 6 is turned clockwise to be seen, so it is stored turned the other way: (x, y) to (y, w - x).
            case ON_ITS_SIDE -> drawn(upright, height, width, new AffineTransform(0, -1, 1, 0, 0, width));
        };
    }

    private static BufferedImage drawn(BufferedImage picture, int width, int height, AffineTransform turn) {
        var turned = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = turned.createGraphics();
        graphics.drawImage(picture, turn, null);
        graphics.dispose();
        return turned;
    }
}
