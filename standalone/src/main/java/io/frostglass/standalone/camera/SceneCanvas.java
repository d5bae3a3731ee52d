package io.frostglass.standalone.camera;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.Paint;
import java.awt.RadialGradientPaint;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Draws on a picture in metres, and notes which part of it an actor covers: that is the actor's box.
final class SceneCanvas implements AutoCloseable {

    private static final int NOTICEABLE_PIXELS = 6;

    private final Graphics2D graphics;
    private final PinholeLens lens;
    private final SceneLight light;
    private @Nullable Rectangle2D covered;

    SceneCanvas(BufferedImage picture, CameraScene.SceneView view) {
        this.graphics = picture.createGraphics();
        this.lens = PinholeLens.of(picture.getWidth(), picture.getHeight(), view);
        this.light = view.light();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    }

    /// Places a point of an object in the scene.
    interface Placement {
        double[] at(double along, double up, double across);
    }

    /// Paints the upper part of the picture, before anything else.
    void backdrop(Paint paint, double share) {
        film(paint, new Rectangle2D.Double(0, 0, lens.width(), lens.height() * share));
    }

    /// Fills a rectangle between two opposite corners. It lies in a plane of two axes, so one pair is equal.
    void rectangle(Color colour, double x0, double x1, double y0, double y1, double z0, double z1) {
        boolean alongZ = x0 == x1;
        fill(
                colour,
                z0,
                z1,
                lens.project(x0, y0, z0),
                lens.project(x1, y0, alongZ ? z1 : z0),
                lens.project(x1, y1, z1),
                lens.project(x0, y1, alongZ ? z0 : z1));
    }

    void block(Color colour, double x0, double x1, double y0, double y1, double z0, double z1) {
        block(colour, (x, y, z) -> new double[] {x, y, z}, x0, x1, y0, y1, z0, z1);
    }

    /// Draws an upright block of an object: the faces that the camera sees.
    void block(Color colour, Placement place, double a0, double a1, double y0, double y1, double c0, double c1) {
        face(SceneLight.dim(colour, 0.7), place, a1, y0, c1, a0, y0, c1, a0, y1, c1, a1, y1, c1);
        face(SceneLight.dim(colour, 0.62), place, a0, y0, c1, a0, y0, c0, a0, y1, c0, a0, y1, c1);
        face(SceneLight.dim(colour, 0.62), place, a1, y0, c0, a1, y0, c1, a1, y1, c1, a1, y1, c0);
        face(SceneLight.dim(colour, 1.12), place, a0, y1, c0, a1, y1, c0, a1, y1, c1, a0, y1, c1);
        face(SceneLight.dim(colour, 0.85), place, a0, y0, c0, a1, y0, c0, a1, y1, c0, a0, y1, c0);
    }

    /// Fills a polygon if the camera sees its front, on which the corners run anticlockwise.
    ///
    /// @param corners along, up and across of each
    /// @return whether the camera sees it
    boolean face(Color colour, Placement place, double... corners) {
        var points = new Point2D[corners.length / 3];
        double z = 0;
        for (int i = 0; i < points.length; i++) {
            double[] at = place.at(corners[3 * i], corners[3 * i + 1], corners[3 * i + 2]);
            points[i] = lens.project(at[0], at[1], at[2]);
            z += at[2] / points.length;
        }
        double area = 0;
        for (int i = 0; i < points.length; i++) {
            Point2D next = points[(i + 1) % points.length];
            area += points[i].getX() * next.getY() - next.getX() * points[i].getY();
        }
        if (area < 0) {
            fill(colour, z, z, points);
        }
        return area < 0;
    }

    /// Draws a line as wide as it is in the scene.
    void line(Color colour, double metres, double x0, double y0, double z0, double x1, double y1, double z1) {
        double width = Math.max(0.5, metres * (lens.scale(y0, z0) + lens.scale(y1, z1)) / 2);
        var line = new Line2D.Double(lens.project(x0, y0, z0), lens.project(x1, y1, z1));
        var stroke = new BasicStroke((float) width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER);
        fill(light.on(colour, (z0 + z1) / 2), stroke.createStrokedShape(line));
    }

    /// Draws a translucent ellipse, such as a shadow or an oil stain. It covers nothing.
    void spot(Color colour, double x, double y, double z, double width, double height) {
        film(colour, ellipse(lens.project(x, y, z), width * lens.scale(y, z), height * lens.scale(y, z)));
    }

    /// Draws the light around a lamp. It covers nothing.
    void glow(Color colour, double x, double y, double z, double radius) {
        Point2D at = lens.project(x, y, z);
        double pixels = radius * lens.scale(y, z);
        Color edge = new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), 0);
        var paint = new RadialGradientPaint(at, (float) pixels, new float[] {0, 1}, new Color[] {colour, edge});
        film(paint, ellipse(at, 2 * pixels, 2 * pixels));
    }

    /// Fills a part of an upright body.
    ///
    /// @param shape in shares of the body's height, from the middle of its feet
    void bodyPart(Color colour, double x, double z, double height, Shape shape) {
        Point2D foot = lens.project(x, 0, z);
        Point2D crown = lens.project(x, height, z);
        var body = new AffineTransform(
                lens.scale(height / 2, z) * height,
                0,
                crown.getX() - foot.getX(),
                crown.getY() - foot.getY(),
                foot.getX(),
                foot.getY());
        fill(light.on(colour, z), body.createTransformedShape(shape));
    }

    /// Forgets what has been covered so far.
    void begin() {
        covered = null;
    }

    /// Returns the part of the picture that has been covered since the beginning; empty if a camera would not notice
    /// it.
    Optional<CameraShot.ShotBox> box() {
        if (covered == null) {
            return Optional.empty();
        }
        Rectangle2D seen = covered.createIntersection(new Rectangle2D.Double(0, 0, lens.width(), lens.height()));
        if (seen.getWidth() < NOTICEABLE_PIXELS || seen.getHeight() < NOTICEABLE_PIXELS) {
            return Optional.empty();
        }
        return Optional.of(new CameraShot.ShotBox(
                share(seen.getX(), lens.width()),
                share(seen.getY(), lens.height()),
                share(seen.getWidth(), lens.width()),
                share(seen.getHeight(), lens.height())));
    }

    private static double share(double pixels, int all) {
        // Four digits are a tenth of a pixel; rounded down, so x + w stays within 1.
        return Math.floor(pixels / all * 10_000) / 10_000;
    }

    private void fill(Color colour, double z0, double z1, Point2D... corners) {
        Path2D path = new Path2D.Double();
        path.moveTo(corners[0].getX(), corners[0].getY());
        for (Point2D corner : corners) {
            path.lineTo(corner.getX(), corner.getY());
        }
        path.closePath();
        Color first = light.on(colour, z0);
        Color second = light.on(colour, z1);
        Point2D end = corners[corners.length / 2];
        boolean plain = first.equals(second) || corners[0].distance(end) < 2;
        fill(plain ? first : new GradientPaint(corners[0], first, end, second), path);
    }

    private void fill(Paint paint, Shape shape) {
        film(paint, shape);
        Rectangle2D bounds = shape.getBounds2D();
        covered = covered == null ? bounds : covered.createUnion(bounds);
    }

    private void film(Paint paint, Shape shape) {
        graphics.setPaint(paint);
        graphics.fill(shape);
    }

    private static Shape ellipse(Point2D middle, double width, double height) {
        return new Ellipse2D.Double(middle.getX() - width / 2, middle.getY() - height / 2, width, height);
    }

    @Override
    public void close() {
        graphics.dispose();
    }
}
