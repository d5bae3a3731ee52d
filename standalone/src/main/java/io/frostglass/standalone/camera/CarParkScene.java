package io.frostglass.standalone.camera;

import java.awt.Color;
import java.awt.GradientPaint;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// A car park by day, seen from a mast: a driveway, a row of bays, a hedge and an office behind it.
final class CarParkScene implements CameraScene {

    private static final double DRIVEWAY = 11.5;
    private static final double BAYS = 14;
    private static final double BAYS_END = 19;
    private static final double BAY = 2.6;
    private static final Color ASPHALT = new Color(104, 104, 106);
    private static final Color WHITE = new Color(204, 204, 200);

    @Override
    public SceneView view() {
        return new SceneView(SceneLight.DAY, 72, 5.2, 19);
    }

    @Override
    public void background(SceneCanvas canvas, RandomGenerator random) {
        canvas.backdrop(new GradientPaint(0, 0, new Color(150, 178, 206), 0, 240, new Color(206, 214, 220)), 1);
        canvas.block(new Color(168, 156, 144), -26, 22, 0, 8.5, 36, 48);
        for (double x = -25; x < 21; x += 3) {
            for (double y = 1; y < 8; y += 2.6) {
                canvas.rectangle(new Color(88, 104, 120), x, x + 2, y, y + 1.5, 36, 36);
            }
        }
        for (double z = 34; z >= 0; z -= 2) {
            // A little longer than a slice: without an overlap its edge shows.
            canvas.rectangle(ASPHALT, -60, 60, 0, 0, z, z + 2.1);
        }
        // Oil, patches and grit: a surface without them looks drawn.
        CameraScene.stains(canvas, random, 900, 44, 25);
        canvas.block(new Color(66, 84, 50), -40, 40, 0, 1.25, 20.4, 21.6);
        for (int i = 0; i < 2500; i++) {
            int shade = random.nextInt(40);
            Color leaf = new Color(60 + shade, 78 + shade, 50 + shade / 2, 190);
            double size = 0.06 + random.nextDouble() * 0.12;
            canvas.spot(leaf, (random.nextDouble() - 0.5) * 60, 0.1 + random.nextDouble() * 1.25, 20.4, size, size);
        }
        for (double x = -7 * BAY; x <= 7 * BAY; x += BAY) {
            canvas.line(WHITE, 0.11, x, 0, BAYS, x, 0, BAYS_END);
        }
        canvas.line(WHITE, 0.12, -30, 0, 7.4, 30, 0, 7.4);
        for (double x = -6.5 * BAY; x <= 6.5 * BAY; x += BAY) {
            Color paint = CameraScene.anyPaint(random);
            double heading = (random.nextBoolean() ? 1 : -1) * Math.PI / 2 + (random.nextDouble() - 0.5) * 0.06;
            if (random.nextInt(10) < 6) {
                new CarActor(x, (BAYS + BAYS_END) / 2, heading, paint, false).draw(canvas);
            }
        }
    }

    @Override
    public List<SceneActor> cast(RandomGenerator random, double progress) {
        List<SceneActor> cast = new ArrayList<>();
        boolean rightwards = random.nextBoolean();
        double way = (rightwards ? 1 : -1) * (progress - 0.5);
        int kind = random.nextInt(3);
        if (kind > 0) {
            double heading = rightwards ? 0 : Math.PI;
            cast.add(new CarActor(way * 19, DRIVEWAY, heading, CameraScene.anyPaint(random), false));
        }
        if (kind < 2) {
            double x = (random.nextDouble() - 0.5) * 4 - way * 9;
            double z = 8.8 + random.nextDouble();
            int sideways = rightwards ? -1 : 1;
            cast.add(new PersonActor(x, z, progress * 28, sideways, false, CameraScene.somebody(random)));
        }
        return cast;
    }
}
