package io.frostglass.standalone.camera;

import java.awt.Color;

/// The light of a scene, and the sensor's response to it.
enum SceneLight {
    /// Lamps along a corridor: the far end is a little darker.
    INDOORS(4),
    /// Haze takes contrast from distant objects.
    DAY(3),
    /// The camera's own infrared lamp: no colour, and dark beyond its reach.
    INFRARED(11);

    private final double noise;

    SceneLight(double noise) {
        this.noise = noise;
    }

    Color on(Color colour, double z) {
        return switch (this) {
            case INDOORS -> dim(colour, 1.02 - 0.012 * z);
            case DAY -> mix(colour, new Color(186, 194, 202), Math.clamp((z - 8) / 90, 0, 0.5));
            case INFRARED -> {
                double luma = 0.35 * colour.getRed() + 0.45 * colour.getGreen() + 0.2 * colour.getBlue();
                int grey = level(luma * (1.25 / (1 + Math.pow(z / 13, 2))) + 8);
                yield new Color(grey, grey, grey, colour.getAlpha());
            }
        };
    }

    /// Standard deviation of the sensor's noise, in levels of 255.
    double noise() {
        return noise;
    }

    static Color dim(Color colour, double factor) {
        return new Color(
                level(colour.getRed() * factor),
                level(colour.getGreen() * factor),
                level(colour.getBlue() * factor),
                colour.getAlpha());
    }

    static Color mix(Color one, Color other, double share) {
        return new Color(
                level(one.getRed() + (other.getRed() - one.getRed()) * share),
                level(one.getGreen() + (other.getGreen() - one.getGreen()) * share),
                level(one.getBlue() + (other.getBlue() - one.getBlue()) * share),
                one.getAlpha());
    }

    private static int level(double value) {
        return (int) Math.clamp(value, 0, 255);
    }
}
