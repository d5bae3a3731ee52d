package io.frostglass.standalone.camera;

import java.awt.Color;
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
    private static final Color TILE = new Color(134, 130, 122);
    private static final Color JOINT = new Color(112, 108, 102);

    @Override
    public SceneView view() {
        return new SceneView(SceneLight.INDOORS, 78, 2.5, 17);
    }

    @Override
    public void background(SceneCanvas canvas, RandomGenerator random) {
        // The ceiling overhead is nearer than the lens can see.
        canvas.backdrop(CEILING_PAINT, 1 / 3.0);
        for (double z = END - 0.6; z >= 0; z -= 0.6) {
            canvas.rectangle(TILE, -WALL, WALL, 0, 0, z, z + 0.6);
            canvas.line(JOINT, 0.012, -WALL, 0, z, WALL, 0, z);
        }
        for (double x = -0.9; x <= 0.9; x += 0.6) {
            canvas.line(JOINT, 0.012, x, 0, 0.6, x, 0, END);
        }
        // In slices: the light falls off along the way.
        for (double z = END - 2; z >= 0; z -= 2) {
            canvas.rectangle(CEILING_PAINT, -WALL, WALL, CEILING, CEILING, z, z + 2);
            canvas.rectangle(PLASTER, -WALL, -WALL, 0, CEILING, z, z + 2);
            canvas.rectangle(SceneLight.dim(PLASTER, 0.93), WALL, WALL, 0, CEILING, z, z + 2);
        }
        canvas.rectangle(new Color(190, 186, 176), -WALL, WALL, 0, CEILING, END, END);
        canvas.rectangle(new Color(92, 108, 118), -0.9, 0.9, 0, 2.1, END, END);
        canvas.rectangle(new Color(36, 150, 84), -0.35, 0.35, 2.25, 2.5, END, END);
        for (double z = 18; z >= 2; z -= 4) {
            door(canvas, -WALL * 0.998, z);
            door(canvas, WALL * 0.998, z + 1.5);
            canvas.rectangle(new Color(255, 255, 250), -0.3, 0.3, CEILING - 0.01, CEILING - 0.01, z, z + 1.2);
            canvas.glow(new Color(255, 252, 240, 70), 0, CEILING, z + 0.6, 1.1);
        }
        canvas.block(new Color(178, 32, 30), WALL - 0.18, WALL - 0.02, 0.5, 1.0, 5.0, 5.16);
    }

    private static void door(SceneCanvas canvas, double x, double z) {
        canvas.rectangle(SceneLight.dim(WOOD, 0.6), x, x, 0, 2.14, z - 0.06, z + 1.06);
        canvas.rectangle(WOOD, x, x, 0.01, 2.08, z, z + 1);
        canvas.rectangle(new Color(200, 200, 200), x, x, 1.03, 1.08, z + 0.1, z + 0.2);
        canvas.rectangle(new Color(232, 230, 222), x, x, 1.58, 1.72, z + 0.4, z + 0.65);
    }

    @Override
    public List<SceneActor> cast(RandomGenerator random, double progress) {
        List<SceneActor> cast = new ArrayList<>();
        int people = random.nextInt(4) == 0 ? 2 : 1;
        for (int i = 0; i < people; i++) {
            boolean away = random.nextBoolean();
            double x = (i == 0 ? -1 : 1) * (0.15 + random.nextDouble() * 0.5);
            double way = Math.clamp(progress - i * 0.12, 0, 1);
            double z = 2.6 + 12.4 * (away ? way : 1 - way);
            cast.add(new PersonActor(x, z, way * 40 + i, 0, away, CameraScene.somebody(random)));
        }
        return cast;
    }
}
