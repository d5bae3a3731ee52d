package io.frostglass.standalone.camera;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;

/// A person who walks, swinging arms and legs. Lengths of the body are shares of its height.
///
/// @param x where the feet are, in metres
/// @param z likewise
/// @param gait how far through a step, in radians
/// @param sideways 0 if seen from the front or the back, 1 (to the right) or -1 if seen from the side
/// @param away whether the back is turned to the camera
/// @param looks height and clothes
record PersonActor(double x, double z, double gait, int sideways, boolean away, PersonAppearance looks)
        implements SceneActor {

    /// Height and clothes.
    ///
    /// @param height in metres
    record PersonAppearance(double height, Color coat, Color trousers, Color hair, Color skin, boolean bag) {}

    @Override
    public String label() {
        return "person";
    }

    @Override
    public void draw(SceneCanvas canvas) {
        boolean fromSide = sideways != 0;
        double stride = (fromSide ? 0.17 : 0.03) * Math.sin(gait);
        double lift = Math.max(0, Math.cos(gait)) * 0.05;
        double hip = fromSide ? 0.01 : 0.05;
        double shoulder = fromSide ? 0.02 : 0.125;
        double chest = fromSide ? 0.075 : 0.125;
        canvas.spot(new Color(0, 0, 0, 70), x, 0, z, 0.8, 0.2);
        fill(canvas, SceneLight.dim(looks.coat, 0.75), arm(-shoulder, -stride));
        leg(canvas, SceneLight.dim(looks.trousers, 0.8), -hip, -stride, fromSide ? lift * 0.6 : lift);
        leg(canvas, looks.trousers, hip, stride, fromSide ? 0 : 0.05 - lift);
        fill(canvas, looks.coat, new RoundRectangle2D.Double(-chest, 0.455, 2 * chest, 0.395, chest, 0.15));
        fill(canvas, SceneLight.dim(looks.coat, 0.9), arm(shoulder, stride));
        if (looks.bag) {
            double hand = shoulder * 1.2 + stride * 0.9;
            fill(canvas, new Color(70, 52, 40), new Rectangle2D.Double(hand - 0.05, 0.30, 0.10, 0.15));
        }
        head(canvas);
    }

    private void head(SceneCanvas canvas) {
        fill(canvas, SceneLight.dim(looks.skin, 0.8), new Rectangle2D.Double(-0.03, 0.83, 0.06, 0.06));
        fill(canvas, looks.skin, new Ellipse2D.Double(-0.052 + sideways * 0.012, 0.865, 0.104, 0.132));
        Path2D hair = new Path2D.Double();
        hair.moveTo(-0.056, 0.92);
        hair.curveTo(-0.062, 1.02, 0.062, 1.02, 0.056, 0.92);
        hair.quadTo(0, away ? 0.885 : 0.955, -0.056, 0.92);
        fill(canvas, looks.hair, hair);
    }

    private void leg(SceneCanvas canvas, Color colour, double hip, double stride, double lift) {
        double foot = hip + stride;
        fill(canvas, colour, limb(0.078, hip, 0.49, hip + stride * 0.45 + sideways * lift, 0.26, foot, 0.05 + lift));
        double toe = sideways * 0.06;
        var shoe = new Ellipse2D.Double(foot - 0.045 + Math.min(0, toe), lift, 0.09 + Math.abs(toe), 0.05);
        fill(canvas, new Color(32, 28, 28), shoe);
    }

    private static Shape arm(double shoulder, double swing) {
        double elbow = shoulder * 1.25 + swing * 0.5;
        return limb(0.058, shoulder, 0.80, elbow, 0.62, shoulder * 1.2 + swing * 0.9, 0.47);
    }

    private static Shape limb(double width, double x0, double y0, double x1, double y1, double x2, double y2) {
        Path2D path = new Path2D.Double();
        path.moveTo(x0, y0);
        path.quadTo(x1, y1, x2, y2);
        return new BasicStroke((float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND).createStrokedShape(path);
    }

    private void fill(SceneCanvas canvas, Color colour, Shape shape) {
        canvas.bodyPart(colour, x, z, looks.height, shape);
    }
}
