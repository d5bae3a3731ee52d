package io.frostglass.standalone.camera;

import java.awt.Color;
import java.awt.RadialGradientPaint;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// A corridor of an office: doors on both sides, lamps in the ceiling, people who come and go.
final class CorridorScene implements CameraScene {

    private static final double WALL = 1.35;
    private static final double CEILING = 2.75;
    private static final double END = 24;
    private static final Color PLASTER = new Color(206, 202, 190);
    private static final Color CEILING_PAINT = new Color(226, 226, 220);
    private static final Color WOOD = new Color(146, 108, 72);

    @Override
    public SceneLight sceneLight() {
        return SceneLight.INDOORS;
    }

    @Override
    public PinholeLens lens(int width, int height) {
        return PinholeLens.of(width, height, 78, 2.5, 17);
    }

    @Override
    public void background(SceneCanvas sceneCanvas, RandomGenerator random) {
        // The ceiling overhead is nearer than the lens can see.
        sceneCanvas.film(
                CEILING_PAINT,
                new Rectangle2D.Double(
                        0,
                        0,
                        sceneCanvas.pinholeLens().width(),
                        sceneCanvas.pinholeLens().height() / 3.0));
        floor(sceneCanvas);
        // In slices, so that the light falls off along the way.
        for (double z = END - 2; z >= 0; z -= 2) {
            sceneCanvas.face(
                    CEILING_PAINT, -WALL, CEILING, z, WALL, CEILING, z, WALL, CEILING, z + 2, -WALL, CEILING, z + 2);
            for (int side : new int[] {-1, 1}) {
                double x = side * WALL;
                Color plaster = side < 0 ? PLASTER : SceneLight.dim(PLASTER, 0.93);
                sceneCanvas.face(plaster, x, CEILING, z, x, CEILING, z + 2, x, 0, z + 2, x, 0, z);
                sceneCanvas.face(new Color(84, 82, 78), x, 0.1, z, x, 0.1, z + 2, x, 0, z + 2, x, 0, z);
            }
        }
        endOfTheWay(sceneCanvas);
        for (double z = 18; z >= 2; z -= 4) {
            door(sceneCanvas, -WALL, z);
            door(sceneCanvas, WALL, z + 1.5);
            lamp(sceneCanvas, z);
        }
        extinguisher(sceneCanvas);
    }

    private static void floor(SceneCanvas sceneCanvas) {
        for (double z = END - 0.6; z >= 0; z -= 0.6) {
            sceneCanvas.face(new Color(134, 130, 122), -WALL, 0, z, WALL, 0, z, WALL, 0, z + 0.6, -WALL, 0, z + 0.6);
            sceneCanvas.line(new Color(112, 108, 102), 0.012, -WALL, 0, z, WALL, 0, z);
        }
        for (double x = -0.9; x <= 0.9; x += 0.6) {
            sceneCanvas.line(new Color(112, 108, 102), 0.012, x, 0, 0.6, x, 0, END);
        }
    }

    private static void endOfTheWay(SceneCanvas sceneCanvas) {
        sceneCanvas.face(
                new Color(190, 186, 176), -WALL, 0, END, WALL, 0, END, WALL, CEILING, END, -WALL, CEILING, END);
        sceneCanvas.face(new Color(92, 108, 118), -0.9, 0, END, 0.9, 0, END, 0.9, 2.1, END, -0.9, 2.1, END);
        sceneCanvas.line(new Color(60, 70, 78), 0.04, 0, 0, END, 0, 2.1, END);
        sceneCanvas.face(new Color(36, 150, 84), -0.35, 2.25, END, 0.35, 2.25, END, 0.35, 2.5, END, -0.35, 2.5, END);
    }

    private static void door(SceneCanvas sceneCanvas, double wall, double z) {
        double x = wall * 0.998;
        sceneCanvas.face(
                SceneLight.dim(WOOD, 0.6), x, 2.14, z - 0.06, x, 2.14, z + 1.06, x, 0, z + 1.06, x, 0, z - 0.06);
        sceneCanvas.face(
                SceneLight.dim(WOOD, wall < 0 ? 1.0 : 0.9), x, 2.08, z, x, 2.08, z + 1, x, 0.01, z + 1, x, 0.01, z);
        double handle = wall < 0 ? z + 0.1 : z + 0.84;
        sceneCanvas.face(
                new Color(200, 200, 200),
                x,
                1.08,
                handle,
                x,
                1.08,
                handle + 0.1,
                x,
                1.03,
                handle + 0.1,
                x,
                1.03,
                handle);
        sceneCanvas.face(
                new Color(232, 230, 222), x, 1.72, z + 0.4, x, 1.72, z + 0.65, x, 1.58, z + 0.65, x, 1.58, z + 0.4);
    }

    private static void lamp(SceneCanvas sceneCanvas, double z) {
        double y = CEILING - 0.01;
        sceneCanvas.face(new Color(255, 255, 250), -0.3, y, z, 0.3, y, z, 0.3, y, z + 1.2, -0.3, y, z + 1.2);
        Point2D shine = sceneCanvas.pinholeLens().project(0, 0, z + 0.6);
        double scale = sceneCanvas.pinholeLens().scale(0, z + 0.6);
        float radius = (float) (1.1 * scale);
        sceneCanvas.film(
                new RadialGradientPaint(shine, radius, new float[] {0, 1}, new Color[] {
                    new Color(255, 252, 240, 70), new Color(255, 252, 240, 0)
                }),
                new Ellipse2D.Double(shine.getX() - radius, shine.getY() - radius * 0.7, 2 * radius, 1.4 * radius));
    }

    private static void extinguisher(SceneCanvas sceneCanvas) {
        sceneCanvas.block(new Color(178, 32, 30), WALL - 0.18, WALL - 0.02, 0.5, 1.0, 5.0, 5.16);
        sceneCanvas.face(new Color(190, 36, 32), WALL, 1.6, 4.95, WALL, 1.6, 5.2, WALL, 1.35, 5.2, WALL, 1.35, 4.95);
    }

    @Override
    public List<SceneActor> cast(RandomGenerator random, double progress) {
        List<SceneActor> cast = new ArrayList<>();
        int people = random.nextInt(4) == 0 ? 2 : 1;
        for (int i = 0; i < people; i++) {
            boolean away = random.nextBoolean();
            double from = away ? 2.6 : 15;
            double to = away ? 15 : 2.6;
            double x = (i == 0 ? -1 : 1) * (0.15 + random.nextDouble() * 0.5);
            double lag = i * 0.12;
            double way = Math.clamp(progress - lag, 0, 1);
            cast.add(new PersonActor(x, from + (to - from) * way, way * 40 + i, 0, away, CameraScene.somebody(random)));
        }
        return cast;
    }
}
