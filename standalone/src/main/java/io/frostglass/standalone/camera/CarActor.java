package io.frostglass.standalone.camera;

import java.awt.Color;
import java.awt.RadialGradientPaint;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Point2D;
import java.util.List;

/// A hatchback: a side view, drawn out across the car's width.
///
/// @param x of its middle, in metres
/// @param z likewise
/// @param heading of its bonnet: 0 to the right, a quarter turn (in radians) away from the camera
/// @param lamps whether the headlamps are on, as at night
record CarActor(double x, double z, double heading, Color paint, boolean lamps) implements SceneActor {

    private static final double HALF_WIDTH = 0.88;
    private static final Color GLASS = new Color(38, 48, 58);

    /// Length and height in metres from the rear bumper's foot over the roof to the front bumper's.
    private static final double[][] PROFILE = {
        {-2.05, 0.28},
        {-2.12, 0.62},
        {-2.0, 0.98},
        {-1.45, 1.45},
        {0.25, 1.48},
        {1.05, 1.0},
        {1.95, 0.86},
        {2.12, 0.6},
        {2.05, 0.28}
    };

    /// Which of the faces between two points of the profile are glass: rear window and windscreen.
    private static final List<Integer> WINDOWS = List.of(2, 4);

    private static final int REAR = 1;
    private static final int FRONT = 6;

    private static final double[][] SIDE_WINDOWS = {
        {-1.62, 1.02, -1.3, 1.38, -0.55, 1.40, -0.55, 1.02}, {-0.47, 1.02, -0.47, 1.40, 0.2, 1.41, 0.82, 1.02}
    };

    @Override
    public String label() {
        return "car";
    }

    // The body is all but convex: faces that are turned to the camera hide none of each other.
    @Override
    public void draw(SceneCanvas sceneCanvas) {
        shadow(sceneCanvas);
        for (int i = 0; i < PROFILE.length; i++) {
            strip(sceneCanvas, i);
        }
        side(sceneCanvas, HALF_WIDTH);
        side(sceneCanvas, -HALF_WIDTH);
    }

    private void strip(SceneCanvas sceneCanvas, int index) {
        double[] from = PROFILE[index];
        double[] to = PROFILE[(index + 1) % PROFILE.length];
        double along = from[1] - to[1];
        double up = to[0] - from[0];
        double length = Math.hypot(along, up);
        double[] normal = turned(along / length, up / length, 0);
        double[] corner = at(from[0], from[1], 0);
        if (!faces(normal, corner, sceneCanvas)) {
            return;
        }
        Color colour = WINDOWS.contains(index) ? GLASS : paint;
        sceneCanvas.face(shaded(colour, normal), quad(from, to, HALF_WIDTH, 0));
        if (WINDOWS.contains(index)) {
            sceneCanvas.face(
                    shaded(SceneLight.dim(GLASS, 1.6), normal), quad(from, to, HALF_WIDTH * 0.5, HALF_WIDTH * 0.2));
        }
        if (index == FRONT || index == REAR) {
            lamps(sceneCanvas, index == FRONT);
        }
    }

    private void lamps(SceneCanvas sceneCanvas, boolean front) {
        Color glass = front ? new Color(225, 225, 215) : new Color(150, 24, 24);
        Color colour = lamps && front ? new Color(255, 255, 245) : glass;
        double along = front ? 2.07 : -2.1;
        for (double across : new double[] {-0.6, 0.6}) {
            double[] lamp = join(
                    at(along, 0.64, across - 0.2),
                    at(along, 0.64, across + 0.2),
                    at(along, 0.80, across + 0.2),
                    at(along, 0.80, across - 0.2));
            sceneCanvas.face(colour, lamp);
            if (lamps && front) {
                glow(sceneCanvas, at(along, 0.72, across));
            }
        }
        sceneCanvas.face(
                new Color(215, 215, 205),
                join(at(along, 0.42, -0.26), at(along, 0.42, 0.26), at(along, 0.54, 0.26), at(along, 0.54, -0.26)));
    }

    /// A lamp outshines what is around it.
    private static void glow(SceneCanvas sceneCanvas, double[] lamp) {
        Point2D at = sceneCanvas.pinholeLens().project(lamp[0], lamp[1], lamp[2]);
        float radius = (float) (0.7 * sceneCanvas.pinholeLens().scale(lamp[1], lamp[2]));
        sceneCanvas.film(
                new RadialGradientPaint(at, radius, new float[] {0, 0.25f, 1}, new Color[] {
                    new Color(255, 255, 255, 235), new Color(255, 255, 255, 120), new Color(255, 255, 255, 0)
                }),
                new Ellipse2D.Double(at.getX() - radius, at.getY() - radius, 2 * radius, 2 * radius));
    }

    private void side(SceneCanvas sceneCanvas, double across) {
        double[] normal = turned(0, 0, Math.signum(across));
        if (!faces(normal, at(0, 0.9, across), sceneCanvas)) {
            return;
        }
        double[][] outline = new double[PROFILE.length][];
        for (int i = 0; i < PROFILE.length; i++) {
            outline[i] = at(PROFILE[i][0], PROFILE[i][1], across);
        }
        sceneCanvas.face(shaded(paint, normal), join(outline));
        for (double[] window : SIDE_WINDOWS) {
            double[][] corners = new double[window.length / 2][];
            for (int i = 0; i < corners.length; i++) {
                corners[i] = at(window[2 * i], window[2 * i + 1], across);
            }
            sceneCanvas.face(shaded(GLASS, normal), join(corners));
        }
        for (double axle : new double[] {-1.3, 1.3}) {
            wheel(sceneCanvas, axle, across, 0.36, new Color(24, 24, 26));
            wheel(sceneCanvas, axle, across, 0.21, new Color(120, 122, 126));
        }
    }

    private void wheel(SceneCanvas sceneCanvas, double axle, double across, double radius, Color colour) {
        int corners = 16;
        double[][] rim = new double[corners][];
        for (int i = 0; i < corners; i++) {
            double angle = 2 * Math.PI * i / corners;
            rim[i] = at(axle + radius * Math.cos(angle), 0.34 + radius * Math.sin(angle), across * 1.01);
        }
        sceneCanvas.face(colour, join(rim));
    }

    /// The sun stands behind the camera's left shoulder.
    private static Color shaded(Color colour, double[] normal) {
        return SceneLight.dim(colour, 0.74 + 0.36 * normal[1] - 0.14 * normal[0] - 0.12 * normal[2]);
    }

    private static boolean faces(double[] normal, double[] point, SceneCanvas sceneCanvas) {
        return normal[0] * -point[0]
                        + normal[1] * (sceneCanvas.pinholeLens().above() - point[1])
                        + normal[2] * -point[2]
                > 0;
    }

    private double[] quad(double[] from, double[] to, double left, double right) {
        double other = right == 0 ? -left : right;
        return join(
                at(from[0], from[1], left),
                at(to[0], to[1], left),
                at(to[0], to[1], other),
                at(from[0], from[1], other));
    }

    private double[] turned(double along, double up, double across) {
        double cos = Math.cos(heading);
        double sin = Math.sin(heading);
        return new double[] {along * cos - across * sin, up, along * sin + across * cos};
    }

    private void shadow(SceneCanvas sceneCanvas) {
        double side = HALF_WIDTH + 0.15;
        sceneCanvas.film(
                new Color(0, 0, 0, 95),
                sceneCanvas.path(join(at(-2.2, 0, -side), at(2.25, 0, -side), at(2.25, 0, side), at(-2.2, 0, side))));
    }

    /// A point of the car in the scene.
    ///
    /// @param along from its middle towards the bonnet
    /// @param across to its left
    private double[] at(double along, double up, double across) {
        double cos = Math.cos(heading);
        double sin = Math.sin(heading);
        return new double[] {x + along * cos - across * sin, up, z + along * sin + across * cos};
    }

    private static double[] join(double[]... points) {
        double[] all = new double[points.length * 3];
        for (int i = 0; i < points.length; i++) {
            System.arraycopy(points[i], 0, all, i * 3, 3);
        }
        return all;
    }
}
