package io.frostglass.standalone.camera;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// A car park by day, seen from a mast: a lane, a row of bays, a hedge and an office behind it.
final class CarParkScene implements CameraScene {

    private static final double LANE = 10.5;
    private static final double BAYS = 14;
    private static final double BAYS_END = 19;
    private static final double BAY = 2.6;
    private static final double AWAY = Math.PI / 2;
    private static final Color ASPHALT = new Color(104, 104, 106);
    private static final Color WHITE = new Color(204, 204, 200);

    @Override
    public SceneLight sceneLight() {
        return SceneLight.DAY;
    }

    @Override
    public PinholeLens lens(int width, int height) {
        return PinholeLens.of(width, height, 72, 5.2, 19);
    }

    @Override
    public void background(SceneCanvas sceneCanvas, RandomGenerator random) {
        PinholeLens pinholeLens = sceneCanvas.pinholeLens();
        sceneCanvas.film(
                new GradientPaint(
                        0, 0, new Color(150, 178, 206), 0, pinholeLens.height() / 3f, new Color(206, 214, 220)),
                new Rectangle2D.Double(0, 0, pinholeLens.width(), pinholeLens.height()));
        office(sceneCanvas);
        for (double z = 34; z >= 0; z -= 2) {
            // A little longer than a slice: without an overlap its edge shows.
            sceneCanvas.face(ASPHALT, -60, 0, z, 60, 0, z, 60, 0, z + 2.1, -60, 0, z + 2.1);
        }
        stains(sceneCanvas, random);
        hedge(sceneCanvas, random);
        for (double x = -7 * BAY; x <= 7 * BAY; x += BAY) {
            sceneCanvas.line(WHITE, 0.11, x, 0, BAYS, x, 0, BAYS_END);
        }
        sceneCanvas.line(WHITE, 0.12, -30, 0, 7.4, 30, 0, 7.4);
        for (double x = -6.5 * BAY; x <= 6.5 * BAY; x += BAY) {
            Color paint = CameraScene.anyPaint(random);
            double askew = (random.nextDouble() - 0.5) * 0.06;
            boolean forwards = random.nextBoolean();
            if (random.nextInt(10) < 6) {
                new CarActor(x, (BAYS + BAYS_END) / 2, (forwards ? AWAY : -AWAY) + askew, paint, false)
                        .draw(sceneCanvas);
            }
        }
    }

    private static void office(SceneCanvas sceneCanvas) {
        sceneCanvas.block(new Color(168, 156, 144), -26, 22, 0, 8.5, 36, 48);
        for (double x = -25; x < 21; x += 3) {
            for (double y = 1; y < 8; y += 2.6) {
                sceneCanvas.face(new Color(88, 104, 120), x, y, 36, x + 2, y, 36, x + 2, y + 1.5, 36, x, y + 1.5, 36);
            }
        }
    }

    /// Oil, patches and grit: a surface without them looks drawn.
    private static void stains(SceneCanvas sceneCanvas, RandomGenerator random) {
        for (int i = 0; i < 900; i++) {
            double z = 3 + random.nextDouble() * 22;
            double size = (i < 40 ? 0.5 : 0.07) * (0.5 + random.nextDouble());
            Point2D at = sceneCanvas.pinholeLens().project((random.nextDouble() - 0.5) * 44, 0, z);
            double scale = sceneCanvas.pinholeLens().scale(0, z);
            boolean light = random.nextBoolean();
            sceneCanvas.film(
                    light ? new Color(220, 220, 215, i < 40 ? 10 : 40) : new Color(20, 20, 22, i < 40 ? 26 : 45),
                    new Ellipse2D.Double(at.getX(), at.getY(), size * scale, size * scale * 0.35));
        }
    }

    private static void hedge(SceneCanvas sceneCanvas, RandomGenerator random) {
        sceneCanvas.block(new Color(66, 84, 50), -40, 40, 0, 1.25, 20.4, 21.6);
        for (int i = 0; i < 2500; i++) {
            Point2D at = sceneCanvas
                    .pinholeLens()
                    .project((random.nextDouble() - 0.5) * 60, 0.1 + random.nextDouble() * 1.25, 20.4);
            int shade = random.nextInt(40);
            double size = 2 + random.nextDouble() * 4;
            sceneCanvas.film(
                    sceneCanvas.lit(new Color(48 + shade, 66 + shade, 36 + shade / 2, 190), 20),
                    new Ellipse2D.Double(at.getX(), at.getY(), size, size));
        }
    }

    @Override
    public List<SceneActor> cast(RandomGenerator random, double progress) {
        List<SceneActor> cast = new ArrayList<>();
        boolean rightwards = random.nextBoolean();
        double x = (rightwards ? 1 : -1) * (progress - 0.5);
        int kind = random.nextInt(3);
        if (kind > 0) {
            cast.add(new CarActor(x * 19, LANE + 1, rightwards ? 0 : Math.PI, CameraScene.anyPaint(random), false));
        }
        if (kind < 2) {
            double start = (random.nextDouble() - 0.5) * 4;
            cast.add(new PersonActor(
                    start - x * 9,
                    8.8 + random.nextDouble(),
                    progress * 28,
                    rightwards ? -1 : 1,
                    false,
                    CameraScene.somebody(random)));
        }
        return cast;
    }
}
