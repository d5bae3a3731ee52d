package io.frostglass.standalone.camera;

import java.awt.Color;
import java.util.List;
import java.util.random.RandomGenerator;

/// A place that a camera looks at. Everything random comes from the generators handed in, so that a seed gives the
/// same pictures everywhere.
interface CameraScene {

    SceneLight sceneLight();

    /// The camera's view of it in a picture of this size.
    PinholeLens lens(int width, int height);

    /// Draws what does not move.
    void background(SceneCanvas sceneCanvas, RandomGenerator random);

    /// Who and what passes during one visit.
    ///
    /// @param progress of the visit, 0 to 1
    List<SceneActor> cast(RandomGenerator random, double progress);

    /// One of these.
    static <T> T any(RandomGenerator random, List<T> choice) {
        return choice.get(random.nextInt(choice.size()));
    }

    /// Somebody, dressed somehow.
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

    List<Color> COATS = List.of(
            new Color(52, 64, 92),
            new Color(126, 40, 42),
            new Color(70, 84, 62),
            new Color(168, 160, 146),
            new Color(44, 44, 48),
            new Color(196, 148, 64));
    List<Color> TROUSERS =
            List.of(new Color(46, 54, 76), new Color(38, 38, 42), new Color(98, 86, 70), new Color(72, 76, 82));
    List<Color> HAIR =
            List.of(new Color(36, 26, 20), new Color(86, 58, 36), new Color(150, 140, 132), new Color(168, 128, 70));
    List<Color> SKIN = List.of(new Color(226, 182, 152), new Color(196, 146, 112), new Color(128, 86, 62));
    List<Color> PAINT = List.of(
            new Color(182, 186, 190),
            new Color(40, 44, 50),
            new Color(150, 34, 36),
            new Color(46, 76, 122),
            new Color(226, 226, 222),
            new Color(88, 98, 92));
}
