package io.frostglass.standalone.camera;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;

/// Somebody who walks: upright, in proportions of a body, swinging arms and legs.
///
/// @param x where the feet are, in metres
/// @param z likewise
/// @param gait how far through a step, in radians
/// @param sideways 0 if seen from the front or the back, 1 (to the right) or -1 if seen from the side
/// @param away whether the back is turned to the camera
/// @param personAppearance height and clothes
record PersonActor(double x, double z, double gait, int sideways, boolean away, PersonAppearance personAppearance)
        implements SceneActor {

    /// How somebody looks.
    ///
    /// @param height in metres
    record PersonAppearance(double height, Color coat, Color trousers, Color hair, Color skin, boolean bag) {}

    @Override
    public String label() {
        return "person";
    }

    @Override
    public void draw(SceneCanvas sceneCanvas) {
        Point2D foot = sceneCanvas.pinholeLens().project(x, 0, z);
        Point2D crown = sceneCanvas.pinholeLens().project(x, personAppearance.height, z);
        // Seen from above, a body is shorter than its scale says.
        double scale = (foot.getY() - crown.getY()) / personAppearance.height;
        var body = new AffineTransform(
                sceneCanvas.pinholeLens().scale(personAppearance.height / 2, z),
                0,
                (crown.getX() - foot.getX()) / personAppearance.height,
                -scale,
                foot.getX(),
                foot.getY());
        shadow(sceneCanvas);
        double h = personAppearance.height;
        double swing = Math.sin(gait);
        double stride = (sideways == 0 ? 0.03 : 0.17) * h * swing;
        double lift = Math.max(0, Math.cos(gait)) * 0.05 * h;
        double hip = sideways == 0 ? 0.05 * h : 0.01 * h;
        double shoulder = sideways == 0 ? 0.125 * h : 0.02 * h;
        Color dark = SceneLight.dim(personAppearance.trousers, 0.8);

        limb(
                sceneCanvas,
                body,
                SceneLight.dim(personAppearance.coat, 0.75),
                0.055 * h,
                -shoulder,
                0.80 * h,
                -shoulder * 1.25 - stride * 0.5,
                0.62 * h,
                -shoulder * 1.2 - stride * 0.9,
                0.47 * h);
        leg(sceneCanvas, body, dark, -hip, -stride, sideways == 0 ? lift : lift * 0.6);
        leg(sceneCanvas, body, personAppearance.trousers, hip, stride, sideways == 0 ? 0.05 * h - lift : 0);
        torso(sceneCanvas, body, shoulder);
        limb(
                sceneCanvas,
                body,
                SceneLight.dim(personAppearance.coat, 0.9),
                0.06 * h,
                shoulder,
                0.80 * h,
                shoulder * 1.25 + stride * 0.5,
                0.62 * h,
                shoulder * 1.2 + stride * 0.9,
                0.47 * h);
        if (personAppearance.bag) {
            double hand = shoulder * 1.2 + stride * 0.9;
            fill(sceneCanvas, body, new Color(70, 52, 40), rectangle(hand - 0.05 * h, 0.30 * h, 0.10 * h, 0.15 * h));
        }
        head(sceneCanvas, body);
    }

    private void shadow(SceneCanvas sceneCanvas) {
        Point2D foot = sceneCanvas.pinholeLens().project(x, 0, z);
        double scale = sceneCanvas.pinholeLens().scale(0, z);
        sceneCanvas.film(
                new Color(0, 0, 0, 70),
                new Ellipse2D.Double(foot.getX() - 0.38 * scale, foot.getY() - 0.10 * scale, 0.8 * scale, 0.2 * scale));
    }

    private void torso(SceneCanvas sceneCanvas, AffineTransform body, double shoulder) {
        double h = personAppearance.height;
        double chest = sideways == 0 ? shoulder : 0.075 * h;
        double waist = sideways == 0 ? 0.095 * h : 0.07 * h;
        Path2D coat = new Path2D.Double();
        coat.moveTo(-chest * 0.55, 0.85 * h);
        coat.quadTo(-chest * 1.05, 0.845 * h, -chest * 1.05, 0.76 * h);
        coat.quadTo(-waist, 0.64 * h, -waist * 1.08, 0.455 * h);
        coat.lineTo(waist * 1.08, 0.455 * h);
        coat.quadTo(waist, 0.64 * h, chest * 1.05, 0.76 * h);
        coat.quadTo(chest * 1.05, 0.845 * h, chest * 0.55, 0.85 * h);
        coat.closePath();
        Shape shape = body.createTransformedShape(coat);
        Color light = sceneCanvas.lit(SceneLight.dim(personAppearance.coat, 1.15), z);
        Color dark = sceneCanvas.lit(SceneLight.dim(personAppearance.coat, 0.7), z);
        var bounds = shape.getBounds2D();
        sceneCanvas.fill(
                new GradientPaint(
                        (float) bounds.getMinX(),
                        0,
                        light,
                        (float) bounds.getMaxX(),
                        (float) bounds.getHeight() / 3,
                        dark),
                shape);
    }

    private void head(SceneCanvas sceneCanvas, AffineTransform body) {
        double h = personAppearance.height;
        fill(
                sceneCanvas,
                body,
                SceneLight.dim(personAppearance.skin, 0.8),
                rectangle(-0.03 * h, 0.83 * h, 0.06 * h, 0.06 * h));
        double wide = 0.052 * h;
        double nose = sideways * 0.012 * h;
        fill(
                sceneCanvas,
                body,
                personAppearance.skin,
                new Ellipse2D.Double(-wide + nose, 0.865 * h, 2 * wide, 0.132 * h));
        Path2D hair = new Path2D.Double();
        hair.moveTo(-wide * 1.08, 0.92 * h);
        hair.curveTo(-wide * 1.2, 1.02 * h, wide * 1.2, 1.02 * h, wide * 1.08, 0.92 * h);
        double fringe = away ? 0.885 * h : 0.955 * h;
        hair.quadTo(0, fringe, -wide * 1.08, 0.92 * h);
        hair.closePath();
        fill(sceneCanvas, body, personAppearance.hair, hair);
    }

    private void leg(
            SceneCanvas sceneCanvas, AffineTransform body, Color colour, double hip, double stride, double lift) {
        double h = personAppearance.height;
        double knee = hip + stride * 0.45 + sideways * lift;
        double foot = hip + stride;
        limb(sceneCanvas, body, colour, 0.078 * h, hip, 0.49 * h, knee, 0.26 * h, foot, 0.05 * h + lift);
        double toe = sideways * 0.06 * h;
        fill(
                sceneCanvas,
                body,
                new Color(32, 28, 28),
                new Ellipse2D.Double(foot - 0.045 * h + Math.min(0, toe), lift, 0.09 * h + Math.abs(toe), 0.05 * h));
    }

    private void limb(SceneCanvas sceneCanvas, AffineTransform body, Color colour, double width, double... bends) {
        Path2D path = new Path2D.Double();
        path.moveTo(bends[0], bends[1]);
        path.quadTo(bends[2], bends[3], bends[4], bends[5]);
        var stroke = new BasicStroke((float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
        fill(sceneCanvas, body, colour, stroke.createStrokedShape(path));
    }

    private void fill(SceneCanvas sceneCanvas, AffineTransform body, Color colour, Shape shape) {
        sceneCanvas.fill(sceneCanvas.lit(colour, z), body.createTransformedShape(shape));
    }

    private static Shape rectangle(double x, double y, double width, double height) {
        return new Rectangle2D.Double(x, y, width, height);
    }
}
