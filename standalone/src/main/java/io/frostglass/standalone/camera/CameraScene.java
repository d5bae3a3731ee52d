package io.frostglass.standalone.camera;

import java.awt.Color;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/// A place that a camera looks at. Everything random comes from the generators handed in: a seed gives the same
/// pictures everywhere.
interface CameraScene {

    SceneView view();

    /// How a camera looks at the scene.
    ///
    /// @param fieldOfView across the longer side, in degrees
    /// @param above the ground, in metres
    /// @param pitch downwards, in degrees
    record SceneView(SceneLight light, double fieldOfView, double above, double pitch) {}

    /// Draws what does not move.
    void background(SceneCanvas canvas, RandomGenerator random);

    /// Returns the people and cars that pass during one visit.
    ///
    /// @param progress of the visit, 0 to 1
    List<SceneActor> cast(RandomGenerator random, double progress);

    /// Draws stains on the ground, some large and faint, most small.
    static void stains(SceneCanvas canvas, RandomGenerator random, int number, double width, double far) {
        for (int i = 0; i < number; i++) {
            boolean large = i < number / 20;
            double size = (large ? 0.5 : 0.07) * (0.5 + random.nextDouble());
            Color colour = random.nextBoolean()
                    ? new Color(210, 210, 205, large ? 10 : 30)
                    : new Color(20, 20, 22, large ? 26 : 50);
            double x = (random.nextDouble() - 0.5) * width;
            canvas.spot(colour, x, 0, 2 + random.nextDouble() * (far - 2), size, size * 0.35);
        }
    }

    private static <T> T any(RandomGenerator random, List<T> choice) {
        return choice.get(random.nextInt(choice.size()));
    }

    static PersonActor.PersonAppearance somebody(RandomGenerator random) {
        return new PersonActor.PersonAppearance(
                1.58 + random.nextDouble() * 0.32,
                any(random, COATS),
                any(random, TROUSERS),
                any(random, HAIR),
                any(random, SKIN),
                random.nextInt(3) == 0);
    }

    static Color anyPaint(RandomGenerator random) {
        return any(random, PAINT);
    }

    private static List<Color> colours(int... rgb) {
        return Arrays.stream(rgb).mapToObj(Color::new).toList();
    }

    List<Color> COATS = colours(0x34405c, 0x7e282a, 0x46543e, 0xa8a092, 0x2c2c30, 0xc49440);
    List<Color> TROUSERS = colours(0x2e364c, 0x26262a, 0x625646, 0x484c52);
    List<Color> HAIR = colours(0x241a14, 0x563a24, 0x968c84, 0xa88046);
    List<Color> SKIN = colours(0xe2b698, 0xc49270, 0x80563e);
    List<Color> PAINT = colours(0xb6babe, 0x282c32, 0x962224, 0x2e4c7a, 0xe2e2de, 0x58625c);
}
