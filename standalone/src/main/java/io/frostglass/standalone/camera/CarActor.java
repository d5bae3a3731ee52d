package io.frostglass.standalone.camera;

import java.awt.Color;

/// A hatchback.
///
/// @param x of its middle, in metres
/// @param z likewise
/// @param heading of its bonnet: 0 to the right, a quarter turn (in radians) away from the camera
/// @param lamps whether the headlamps are on, as at night
record CarActor(double x, double z, double heading, Color paint, boolean lamps) implements SceneActor {

    private static final double HALF_WIDTH = 0.88;
    private static final double HALF_LENGTH = 2.1;
    private static final Color WINDOWS = new Color(38, 48, 58);

    @Override
    public String label() {
        return "car";
    }

    @Override
    public void draw(SceneCanvas canvas) {
        canvas.spot(new Color(0, 0, 0, 95), x, 0, z, 4.6, 0.9);
        canvas.block(paint, this::at, -HALF_LENGTH, HALF_LENGTH, 0.28, 0.95, -HALF_WIDTH, HALF_WIDTH);
        for (int side : new int[] {-1, 1}) {
            for (double axle : new double[] {-1.3, 1.3}) {
                wheel(canvas, axle, side, 0.36, new Color(24, 24, 26));
                wheel(canvas, axle, side, 0.21, new Color(120, 122, 126));
            }
        }
        Color headlamp = lamps ? new Color(255, 255, 245) : new Color(225, 225, 215);
        for (double across : new double[] {-0.6, 0.6}) {
            lamp(canvas, new Color(150, 24, 24), -HALF_LENGTH, across + 0.2, across - 0.2);
            if (lamp(canvas, headlamp, HALF_LENGTH, across - 0.2, across + 0.2) && lamps) {
                double[] middle = at(HALF_LENGTH, 0.72, across);
                canvas.glow(new Color(255, 255, 255, 235), middle[0], middle[1], middle[2], 0.7);
            }
        }
        canvas.block(WINDOWS, this::at, -1.6, 0.9, 0.95, 1.38, -0.8, 0.8);
        canvas.block(paint, this::at, -1.5, 0.5, 1.38, 1.47, -0.78, 0.78);
    }

    /// @return whether the camera sees it
    private boolean lamp(SceneCanvas canvas, Color colour, double along, double from, double to) {
        return canvas.face(colour, this::at, along, 0.64, from, along, 0.64, to, along, 0.8, to, along, 0.8, from);
    }

    private void wheel(SceneCanvas canvas, double axle, int side, double radius, Color colour) {
        double[] rim = new double[3 * 16];
        for (int i = 0; i < rim.length; i += 3) {
            double angle = -side * 2 * Math.PI * i / rim.length;
            rim[i] = axle + radius * Math.cos(angle);
            rim[i + 1] = 0.36 + radius * Math.sin(angle);
            rim[i + 2] = side * HALF_WIDTH * 1.01;
        }
        canvas.face(colour, this::at, rim);
    }

    /// Returns a point of the car in the scene.
    ///
    /// @param along from its middle towards the bonnet
    /// @param across to its left
    private double[] at(double along, double up, double across) {
        double cos = Math.cos(heading);
        double sin = Math.sin(heading);
        return new double[] {x + along * cos - across * sin, up, z + along * sin + across * cos};
    }
}
