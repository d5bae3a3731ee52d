package io.frostglass.standalone.camera;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.Paint;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A picture that is drawn on in metres. Notes how much of it is covered, so that a camera knows its boxes.
final class SceneCanvas implements AutoCloseable {

    private final Graphics2D graphics;
    private final PinholeLens pinholeLens;
    private final SceneLight sceneLight;
    private @Nullable Rectangle2D covered;

    SceneCanvas(BufferedImage picture, PinholeLens pinholeLens, SceneLight sceneLight) {
        this.graphics = picture.createGraphics();
        this.pinholeLens = pinholeLens;
        this.sceneLight = sceneLight;
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    }

    PinholeLens pinholeLens() {
        return pinholeLens;
    }

    /// How a surface of this colour looks at this distance.
    Color lit(Color colour, double z) {
        return sceneLight.on(colour, z);
    }

    /// Fills a polygon given by its corners, x, y, z each; its light is that of its first and its middle corner.
    void face(Color colour, double... corners) {
        Path2D path = path(corners);
        int middle = corners.length / 6 * 3;
        Color first = lit(colour, corners[2]);
        Color second = lit(colour, corners[middle + 2]);
        fill(gradient(first, at(corners, 0), second, at(corners, middle)), path);
    }

    /// A box that stands on a level, by the faces that the camera sees.
    void block(Color colour, double x0, double x1, double y0, double y1, double z0, double z1) {
        Color side = SceneLight.dim(colour, 0.62);
        if (x0 > 0) {
            face(side, x0, y0, z1, x0, y0, z0, x0, y1, z0, x0, y1, z1);
        }
        if (x1 < 0) {
            face(side, x1, y0, z1, x1, y0, z0, x1, y1, z0, x1, y1, z1);
        }
        if (y1 < pinholeLens.above()) {
            face(SceneLight.dim(colour, 1.12), x0, y1, z0, x1, y1, z0, x1, y1, z1, x0, y1, z1);
        }
        face(SceneLight.dim(colour, 0.85), x0, y0, z0, x1, y0, z0, x1, y1, z0, x0, y1, z0);
    }

    /// A line as wide as it would be there.
    void line(Color colour, double metres, double x0, double y0, double z0, double x1, double y1, double z1) {
        float width = (float) Math.max(0.5, metres * (pinholeLens.scale(y0, z0) + pinholeLens.scale(y1, z1)) / 2);
        graphics.setStroke(new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER));
        Path2D path = new Path2D.Double();
        Point2D from = pinholeLens.project(x0, y0, z0);
        Point2D to = pinholeLens.project(x1, y1, z1);
        path.moveTo(from.getX(), from.getY());
        path.lineTo(to.getX(), to.getY());
        fill(lit(colour, (z0 + z1) / 2), graphics.getStroke().createStrokedShape(path));
    }

    /// Fills a shape given in pixels.
    void fill(Paint paint, Shape shape) {
        graphics.setPaint(paint);
        graphics.fill(shape);
        Rectangle2D bounds = shape.getBounds2D();
        covered = covered == null ? bounds : covered.createUnion(bounds);
    }

    /// A shadow, glow or other film that covers nothing.
    void film(Paint paint, Shape shape) {
        graphics.setPaint(paint);
        graphics.fill(shape);
    }

    Path2D path(double... corners) {
        Path2D path = new Path2D.Double();
        for (int i = 0; i < corners.length; i += 3) {
            Point2D point = at(corners, i);
            if (i == 0) {
                path.moveTo(point.getX(), point.getY());
            } else {
                path.lineTo(point.getX(), point.getY());
            }
        }
        path.closePath();
        return path;
    }

    /// Forgets what has been covered so far.
    void begin() {
        covered = null;
    }

    /// The part of the picture that has been covered since the beginning; empty if too little of it is in the frame
    /// for a camera to notice.
    Optional<CameraShot.ShotBox> box() {
        if (covered == null) {
            return Optional.empty();
        }
        Rectangle2D seen =
                covered.createIntersection(new Rectangle2D.Double(0, 0, pinholeLens.width(), pinholeLens.height()));
        if (seen.getWidth() < 6 || seen.getHeight() < 6) {
            return Optional.empty();
        }
        return Optional.of(new CameraShot.ShotBox(
                share(seen.getX(), pinholeLens.width()),
                share(seen.getY(), pinholeLens.height()),
                share(seen.getWidth(), pinholeLens.width()),
                share(seen.getHeight(), pinholeLens.height())));
    }

    private static double share(double pixels, int all) {
        // Four digits are a tenth of a pixel; rounded down, so that x + w stays within 1.
        return Math.floor(pixels / all * 10_000) / 10_000;
    }

    private Point2D at(double[] corners, int index) {
        return pinholeLens.project(corners[index], corners[index + 1], corners[index + 2]);
    }

    private static Paint gradient(Color first, Point2D from, Color second, Point2D to) {
        return first.equals(second) || from.distance(to) < 2 ? first : new GradientPaint(from, first, to, second);
    }

    @Override
    public void close() {
        graphics.dispose();
    }
}
