package io.frostglass.standalone.camera;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// The yard of a warehouse at night, under the camera's infrared lamp: a gate, a fence, a container, pallets.
final class NightYardScene implements CameraScene {

    private static final double FENCE = 23;
    private static final double WAREHOUSE = -6;
    private static final Color JOINT = new Color(84, 84, 84);
    private static final Color WIRE = new Color(150, 150, 150, 120);

    @Override
    public SceneView view() {
        return new SceneView(SceneLight.INFRARED, 80, 4.2, 21);
    }

    @Override
    public void background(SceneCanvas canvas, RandomGenerator random) {
        canvas.backdrop(new Color(9, 9, 9), 1);
        for (double z = 40; z >= 0; z -= 1) {
            canvas.rectangle(new Color(134, 134, 134), -40, 40, 0, 0, z, z + 1.05);
        }
        for (double at = -18; at <= 21; at += 3) {
            canvas.line(JOINT, 0.04, -20, 0, Math.max(2, at), 20, 0, Math.max(2, at));
            canvas.line(JOINT, 0.04, at, 0, 1, at, 0, FENCE);
        }
        CameraScene.stains(canvas, random, 500, 30, 18);
        for (double x = -30; x <= 30; x += 0.35) {
            canvas.line(WIRE, 0.015, x, 0, FENCE, x + 0.35, 2.2, FENCE);
            canvas.line(WIRE, 0.015, x + 0.35, 0, FENCE, x, 2.2, FENCE);
        }
        for (double x = -30; x <= 30; x += 3) {
            canvas.line(new Color(210, 210, 210), 0.09, x, 0, FENCE, x, 2.4, FENCE);
        }
        warehouse(canvas);
        canvas.block(new Color(118, 96, 84), 6.5, 13, 0, 2.6, 15, 17.5);
        for (double x = 6.8; x < 13; x += 0.4) {
            canvas.line(new Color(70, 60, 54), 0.05, x, 0.1, 15, x, 2.5, 15);
        }
        for (double y = 0; y < 0.85; y += 0.17) {
            canvas.block(new Color(148, 122, 92), 4.6, 5.8, y, y + 0.05, 9.8, 10.8);
            canvas.block(new Color(104, 84, 62), 4.7, 5.7, y + 0.05, y + 0.16, 9.85, 10.75);
        }
    }

    private static void warehouse(SceneCanvas canvas) {
        for (double z = FENCE + 1; z >= 0; z -= 2) {
            canvas.rectangle(new Color(150, 150, 146), WAREHOUSE, WAREHOUSE, 0, 6, z, z + 2);
            canvas.line(new Color(112, 112, 110), 0.03, WAREHOUSE, 0, z, WAREHOUSE, 6, z);
        }
        canvas.rectangle(new Color(88, 92, 96), WAREHOUSE, WAREHOUSE, 0, 3.4, 9, 13);
        for (double y = 0.3; y < 3.4; y += 0.3) {
            canvas.line(new Color(60, 62, 66), 0.03, WAREHOUSE, y, 9, WAREHOUSE, y, 13);
        }
        canvas.rectangle(new Color(190, 190, 186), WAREHOUSE, WAREHOUSE, 0, 2.1, 6, 7);
    }

    @Override
    public List<SceneActor> cast(RandomGenerator random, double progress) {
        List<SceneActor> cast = new ArrayList<>();
        boolean rightwards = random.nextBoolean();
        double z = 6.5 + random.nextDouble() * 5;
        double way = (rightwards ? 1 : -1) * (progress - 0.5);
        int sideways = rightwards ? 1 : -1;
        cast.add(new PersonActor(way * 7.5, z, progress * 30, sideways, false, CameraScene.somebody(random)));
        if (random.nextInt(3) == 0) {
            cast.add(new CarActor(0.5 - way * 3, 17.5, rightwards ? Math.PI : 0, CameraScene.anyPaint(random), true));
        }
        return cast;
    }
}
