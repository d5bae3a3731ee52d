package io.frostglass.benchmarks.privacy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/// Changes of light that a camera sees: of the weather, of lamps, and its own. The same seed draws the same ones.
final class LightChanges {

    private static final float USUAL_QUALITY = 0.85f;
    /// Factors of light between which a camera's exposure changes.
    private static final double[] EXPOSURES = {1, 1.6, 0.6, 2.4, 0.4, 1.2, 3, 0.8};

    private final long seed;
    private final Random random;
    /// Numbers from 0 to 1, which say when and where a change begins.
    private final double start;
    private final double across;
    private final double down;

    /// A change of light.
    @FunctionalInterface
    interface LightChange {
        void draw(LitPicture picture, int second);
    }

    private LightChanges(long seed) {
        this.seed = seed;
        this.random = new Random(seed);
        this.start = draw(1, 3, 7);
        this.across = draw(2, 3, 7);
        this.down = draw(3, 3, 7);
    }

    /// Returns the changes by name. They must not be drawn on several threads.
    static Map<String, LightChange> of(long seed) {
        var drawn = new LightChanges(seed);
        var changes = new LinkedHashMap<String, LightChange>();
        changes.put("as it is", (_, _) -> {});
        changes.put("JPEG quality", (_, _) -> {});
        drawn.weather(changes);
        drawn.lamps(changes);
        drawn.sun(changes);
        drawn.clouds(changes);
        drawn.camera(changes);
        return changes;
    }

    /// The quality of the next JPEG file, 0 to 1.
    static float quality(String change, Random random) {
        return change.equals("JPEG quality") ? 0.12f + 0.78f * random.nextFloat() : USUAL_QUALITY;
    }

    private void weather(Map<String, LightChange> changes) {
        changes.put("rain", (picture, _) -> {
            picture.rain(500, random);
            picture.noise(3, 1.5, random);
        });
        changes.put("dawn", (picture, at) -> {
            double light = 0.06 + 0.94 * smooth(at / 120.0);
            picture.light((_, _) -> light);
            picture.colour(0.88 + 0.12 * light, 1.1 - 0.1 * light);
            picture.noise(3 * (1 - light), 1.5 * (1 - light), random);
        });
        changes.put("dusk from a side", (picture, at) -> {
            double gone = smooth(at / 130.0);
            picture.light((x, _) -> 1 - 0.9 * gone * (0.7 + 0.3 * (start < 0.5 ? x : 1 - x)));
            picture.colour(1 + 0.1 * gone, 1 - 0.2 * gone);
            picture.noise(2, 1, random);
        });
        changes.put("fog", (picture, at) -> {
            double thick = 0.55 * smooth(1.3 * noise(at * 0.06, 0, 0));
            picture.tone(1 - thick, 190 * thick);
        });
    }

    private void lamps(Map<String, LightChange> changes) {
        changes.put("lamp", (picture, at) -> {
            int on = (at + (int) (20 * start)) / 12 % 2;
            picture.light((x, y) -> 0.8 + 1.1 * on * spot(x - 0.2 - 0.6 * across, y - 0.1, 0.6, 0.8));
        });
        changes.put("flicker", (picture, _) -> {
            double light = 0.75 + 0.5 * random.nextDouble();
            double phase = 2 * Math.PI * random.nextDouble();
            picture.light((_, y) -> light * (1 + 0.12 * Math.sin(phase + 14 * y)));
        });
        changes.put("door", (picture, at) -> {
            int open = (at + (int) (20 * start)) % 25 < 11 ? 1 : 0;
            picture.light((x, y) -> {
                double left = x - 0.25 - 0.2 * across + 0.25 * y;
                double right = 0.6 + 0.2 * across + 0.15 * y - x;
                return 0.85 + 1.2 * open * inside(Math.min(Math.min(left, right), y - 0.5), 0.05);
            });
        });
        changes.put("headlights", (picture, at) -> {
            double x0 = (at / 8.0 + start) % 2 * 1.2 - 0.4;
            picture.light((x, y) ->
                    0.06 + 0.5 * spot(x - x0, y - 0.65, 0.12, 0.12) + 0.35 * spot(x - x0 - 0.2, y - 0.75, 0.2, 0.12));
            picture.noise(3, 1.5, random);
        });
    }

    private void sun(Map<String, LightChange> changes) {
        changes.put("two suns", (picture, at) -> {
            double x0 = (at / 60.0 + start) % 1 * 1.4 - 0.2;
            picture.light((x, y) -> 0.7
                    + 0.9 * spot(x - x0, y - 0.3 - 0.1 * across, 0.14, 0.2)
                    + 0.9 * spot(x - 1 + x0, y - 0.7, 0.14, 0.2));
        });
        changes.put("hard shadow", (picture, at) -> {
            double x0 = (at * 0.011 + start) % 1.4 - 0.2;
            picture.light((x, y) -> 1 - 0.55 * inside(x0 - x + 0.2 * y, 0.012));
        });
        changes.put(
                "leaves",
                (picture, at) ->
                        picture.light((x, y) -> 0.4 + 0.7 * smooth((noise(9 * x, 6 * y, 0.3 * at) - 0.35) / 0.3)));
        changes.put(
                "sun flecks",
                (picture, at) -> picture.light((x, y) -> {
                    double light = 0.8;
                    for (int fleck = 0; fleck < 5; fleck++) {
                        double away = Math.hypot(x - draw(fleck, 1, at / 15), 0.56 * (y - draw(fleck, 2, at / 15)));
                        light += 0.64 * inside(0.045 - away, 0.02);
                    }
                    return light;
                }));
    }

    private void clouds(Map<String, LightChange> changes) {
        changes.put("band of cloud", (picture, at) -> {
            double x0 = (at / 20.0 + start) % 2.2 * 1.4 - 0.7;
            picture.light((x, y) -> 1 - 0.55 * spot(x - x0 + 0.3 * (y - 0.5), 0, 0.212, 1));
        });
        changes.put("two clouds", (picture, at) -> {
            double x0 = (at / 60.0 + start) % 1 * 1.8 - 0.4;
            picture.light((x, y) -> 1
                    - 0.6 * spot(x - x0, y - 0.3 - 0.2 * across, 0.25, 0.35)
                    - 0.3 * spot(x - 1.1 + x0, y - 0.8 + 0.2 * down, 0.3, 0.3));
        });
        changes.put("hard clouds", (picture, at) -> {
            double x0 = (at / 50.0 + start) % 1 * 1.8 - 0.4;
            picture.light((x, y) -> 1
                    - 0.5 * inside(0.3 - Math.hypot(x - x0, 0.8 * (y - 0.4 - 0.1 * across)), 0.02)
                    - 0.3 * inside(0.22 - Math.hypot(x - 1.1 + x0, 0.8 * (y - 0.8)), 0.02));
        });
        changes.put("clouds, exposure", (picture, at) -> {
            LitPicture.LightFactor clouds = (x, y) -> 0.6 + 0.8 * noise(2.2 * x + 0.05 * at, 1.6 * y, 0);
            double sum = 0;
            for (int i = 0; i < 100; i++) {
                sum += clouds.at(i % 10 / 10.0, Math.floorDiv(i, 10) / 10.0);
            }
            double mean = sum / 100;
            picture.light((x, y) -> clouds.at(x, y) / mean);
        });
    }

    private void camera(Map<String, LightChange> changes) {
        changes.put("exposure steps", (picture, at) -> {
            double light = EXPOSURES[(at / 5 + (int) (8 * start)) % EXPOSURES.length];
            picture.light((_, _) -> light);
        });
        changes.put("contrast", (picture, at) -> {
            double contrast = 0.89 + 0.2 * Math.sin(0.25 * at + 6 * start);
            double brightness = 30 * Math.sin(0.13 * at);
            picture.tone(contrast, 110 * (1 - contrast) + brightness);
        });
        changes.put("white balance", (picture, at) -> {
            double red = 0.18 * Math.sin(0.2 * at + 6 * start);
            picture.colour(1 + red, 1 - red);
        });
        changes.put("infra-red", (picture, _) -> {
            picture.loseColour();
            picture.light((x, y) -> 0.25 + 0.5 * spot(x - 0.5, y - 0.5, 0.5, 0.6));
            picture.noise(5, 0, random);
        });
    }

    private static double smooth(double share) {
        double x = Math.clamp(share, 0.0, 1.0);
        return x * x * (3 - 2 * x);
    }

    /// 1 inside, 0 outside, and between in so wide an edge.
    private static double inside(double distance, double width) {
        return smooth(0.5 + distance / width);
    }

    private static double spot(double x, double y, double width, double height) {
        return Math.exp(-(x * x / (width * width) + y * y / (height * height)));
    }

    /// Smooth noise, 0 to 1, with a value of its own for each whole number.
    private double noise(double x, double y, double z) {
        double value = 0;
        for (int corner = 0; corner < 8; corner++) {
            value += share(x, corner & 1)
                    * share(y, corner >> 1 & 1)
                    * share(z, corner >> 2)
                    * draw(floor(x) + (corner & 1), floor(y) + (corner >> 1 & 1), floor(z) + (corner >> 2));
        }
        return value;
    }

    private static double share(double at, int upper) {
        double part = smooth(at - Math.floor(at));
        return upper == 1 ? part : 1 - part;
    }

    private static int floor(double at) {
        return (int) Math.floor(at);
    }

    /// A number from 0 to 1 for each place: the hash of its coordinates, mixed as SplitMix64 does.
    private double draw(int x, int y, int z) {
        long bits = seed * 0x9E3779B97F4A7C15L
                + x * 0xC2B2AE3D27D4EB4FL
                + y * 0x165667B19E3779F9L
                + z * 0x27D4EB2F165667C5L;
        bits ^= bits >>> 31;
        bits *= 0xBF58476D1CE4E5B9L;
        bits ^= bits >>> 29;
        bits *= 0x94D049BB133111EBL;
        bits ^= bits >>> 32;
        return (bits >>> 11) / (double) (1L << 53);
    }
}
