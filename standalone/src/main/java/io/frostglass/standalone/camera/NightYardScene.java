package io.frostglass.standalone.camera;

import java.awt.Color;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// The yard of a warehouse at night, under the camera's infrared lamp: a gate, a fence, containers, pallets.
final class NightYardScene implements CameraScene {

    private static final double FENCE = 23;

    @Override
    public SceneLight sceneLight() {
        return SceneLight.INFRARED;
    }

    @Override
    public PinholeLens lens(int width, int height) {
        return PinholeLens.of(width, height, 80, 4.2, 21);
    }

    @Override
    public void background(SceneCanvas sceneCanvas, RandomGenerator random) {
        PinholeLens pinholeLens = sceneCanvas.pinholeLens();
        sceneCanvas.film(new Color(9, 9, 9), new Rectangle2D.Double(0, 0, pinholeLens.width(), pinholeLens.height()));
        for (double z = 40; z >= 0; z -= 1) {
            sceneCanvas.face(new Color(134, 134, 134), -40, 0, z, 40, 0, z, 40, 0, z + 1.05, -40, 0, z + 1.05);
        }
        slabs(sceneCanvas, random);
        fence(sceneCanvas);
        warehouse(sceneCanvas);
        sceneCanvas.block(new Color(118, 96, 84), 6.5, 13, 0, 2.6, 15, 17.5);
        for (double x = 6.8; x < 13; x += 0.4) {
            sceneCanvas.line(new Color(70, 60, 54), 0.05, x, 0.1, 15, x, 2.5, 15);
        }
        pallets(sceneCanvas);
    }

    private static void slabs(SceneCanvas sceneCanvas, RandomGenerator random) {
        for (double z = 2; z < FENCE; z += 3) {
            sceneCanvas.line(new Color(84, 84, 84), 0.04, -20, 0, z, 20, 0, z);
        }
        for (double x = -18; x <= 18; x += 3) {
            sceneCanvas.line(new Color(84, 84, 84), 0.04, x, 0, 1, x, 0, FENCE);
        }
        for (int i = 0; i < 500; i++) {
            double z = 2 + random.nextDouble() * 16;
            double scale = sceneCanvas.pinholeLens().scale(0, z) * (i < 30 ? 0.6 : 0.06) * (0.4 + random.nextDouble());
            Point2D at = sceneCanvas.pinholeLens().project((random.nextDouble() - 0.5) * 30, 0, z);
            sceneCanvas.film(
                    new Color(0, 0, 0, i < 30 ? 24 : 60),
                    new Ellipse2D.Double(at.getX(), at.getY(), scale, scale * 0.35));
        }
    }

    private static void fence(SceneCanvas sceneCanvas) {
        Color wire = new Color(150, 150, 150, 120);
        for (double x = -30; x <= 30; x += 0.35) {
            sceneCanvas.line(wire, 0.015, x, 0, FENCE, x + 0.35, 2.2, FENCE);
            sceneCanvas.line(wire, 0.015, x + 0.35, 0, FENCE, x, 2.2, FENCE);
        }
        for (double x = -30; x <= 30; x += 3) {
            sceneCanvas.line(new Color(210, 210, 210), 0.09, x, 0, FENCE, x, 2.4, FENCE);
        }
    }

    private static void warehouse(SceneCanvas sceneCanvas) {
        double x = -6;
        for (double z = FENCE + 1; z >= 0; z -= 2) {
            sceneCanvas.face(new Color(150, 150, 146), x, 6, z, x, 6, z + 2, x, 0, z + 2, x, 0, z);
        }
        for (double z = 3; z < FENCE; z += 0.5) {
            sceneCanvas.line(new Color(112, 112, 110), 0.03, x, 0, z, x, 6, z);
        }
        sceneCanvas.face(new Color(88, 92, 96), x, 3.4, 9, x, 3.4, 13, x, 0, 13, x, 0, 9);
        for (double y = 0.3; y < 3.4; y += 0.3) {
            sceneCanvas.line(new Color(60, 62, 66), 0.03, x, y, 9, x, y, 13);
        }
        sceneCanvas.face(new Color(190, 190, 186), x, 2.1, 6, x, 2.1, 7, x, 0, 7, x, 0, 6);
    }

    private static void pallets(SceneCanvas sceneCanvas) {
        for (double z : new double[] {11.5, 9.8}) {
            for (int layer = 0; layer < 5; layer++) {
                double y = layer * 0.17;
                sceneCanvas.block(new Color(148, 122, 92), 4.6, 5.8, y, y + 0.05, z, z + 1);
                sceneCanvas.block(new Color(104, 84, 62), 4.7, 5.7, y + 0.05, y + 0.16, z + 0.05, z + 0.95);
            }
        }
    }

    @Override
    public List<SceneActor> cast(RandomGenerator random, double progress) {
        List<SceneActor> cast = new ArrayList<>();
        boolean rightwards = random.nextBoolean();
        double near = 6.5 + random.nextDouble() * 5;
        double way = (rightwards ? 1 : -1) * (progress - 0.5);
        cast.add(new PersonActor(
                way * 7.5, near, progress * 30, rightwards ? 1 : -1, false, CameraScene.somebody(random)));
        if (random.nextInt(3) == 0) {
            cast.add(new CarActor(0.5 - way * 3, 17.5, rightwards ? Math.PI : 0, CameraScene.anyPaint(random), true));
        }
        return cast;
    }
}
