package io.frostglass.benchmarks.privacy;

import io.frostglass.veil.PictureBox;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// People who are known by their build and their gait alone: their clothes have another colour in each picture.
///
/// Lengths of the body are shares of its height, drawn from normal distributions. Bags and hats stay with their
/// person: the worst case.
final class WalkerScene {

    private static final int WIDTH = 1280;
    private static final int HEIGHT = 720;

    private WalkerScene() {}

    /// Build and gait of a person.
    ///
    /// @param height against the mean
    /// @param shoulders width
    /// @param hips width
    /// @param legs length
    /// @param head length
    /// @param stride how far a foot swings from the middle
    /// @param swing how far a hand swings
    /// @param bag size, 0 for none
    /// @param hat width, 0 for none
    record Build(
            double height,
            double shoulders,
            double hips,
            double legs,
            double head,
            double stride,
            double swing,
            double bag,
            double hat) {

        static Build random(Random random) {
            return new Build(
                    1 + 0.05 * random.nextGaussian(),
                    0.17 + 0.025 * random.nextGaussian(),
                    0.13 + 0.02 * random.nextGaussian(),
                    0.48 + 0.02 * random.nextGaussian(),
                    0.13 + 0.008 * random.nextGaussian(),
                    0.13 + 0.03 * random.nextGaussian(),
                    0.12 + 0.04 * random.nextGaussian(),
                    random.nextInt(4) == 0 ? 0.1 + 0.08 * random.nextDouble() : 0,
                    random.nextInt(5) == 0 ? 0.12 + 0.1 * random.nextDouble() : 0);
        }
    }

    /// Returns pictures of each person, at moments of the step in turn.
    ///
    /// @param place a picture of it without anybody
    /// @param outlineOnly black on white, instead of in the place
    /// @param share of the picture's height that people take in the mean
    /// @param first the moment with which to begin, so that known pictures and probes differ
    static List<List<PrivacyScene>> of(
            List<Build> people, BufferedImage place, boolean outlineOnly, double share, int pictures, int first) {
        var random = new Random(first);
        var scenes = new ArrayList<List<PrivacyScene>>();
        for (var build : people) {
            var mine = new ArrayList<PrivacyScene>();
            for (int i = 0; i < pictures; i++) {
                mine.add(scene(build, place, outlineOnly, share, 0.61 * (first + i), random));
            }
            scenes.add(mine);
        }
        return scenes;
    }

    private static PrivacyScene scene(
            Build build, BufferedImage place, boolean outlineOnly, double share, double moment, Random random) {
        var picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        var graphics = picture.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        if (outlineOnly) {
            graphics.setColor(Color.WHITE);
            graphics.fillRect(0, 0, WIDTH, HEIGHT);
        } else {
            place.copyData(picture.getRaster());
        }
        double x = WIDTH * (0.5 + 0.02 * (random.nextDouble() - 0.5));
        double foot = HEIGHT * (0.5 + share / 2 + 0.01 * (random.nextDouble() - 0.5));
        var clothes = new Color(random.nextInt(256), random.nextInt(256), random.nextInt(256));
        graphics.translate(x, foot);
        graphics.scale(share * HEIGHT * build.height(), -share * HEIGHT * build.height());
        graphics.setColor(outlineOnly ? Color.BLACK : clothes);
        draw(graphics, build, 2 * Math.PI * moment);
        graphics.dispose();
        double width = 0.7 * share * HEIGHT / WIDTH;
        return new PrivacyScene(
                PrivacyScene.jpeg(picture), new PictureBox(0.5 - width / 2, 0.5 - 0.55 * share, width, 1.1 * share));
    }

    /// Draws somebody who walks to the right, a height of 1 tall.
    private static void draw(Graphics2D graphics, Build build, double moment) {
        double stride = build.stride() * Math.sin(moment);
        double swing = build.swing() * Math.sin(moment);
        double lift = 0.06 * Math.max(0, Math.cos(moment));
        double shoulder = 1 - build.head() - 0.04;
        limb(graphics, 0.075, 0, build.legs(), stride * 0.4 + lift, build.legs() / 2, stride, 0.03);
        limb(graphics, 0.075, 0, build.legs(), -stride * 0.4 + lift, build.legs() / 2, -stride, 0.03 + lift);
        limb(graphics, 0.05, 0, shoulder, -swing * 0.6, shoulder - 0.2, -swing, shoulder - 0.38);
        limb(graphics, 0.05, 0, shoulder, swing * 0.6, shoulder - 0.2, swing, shoulder - 0.38);
        var body = new Path2D.Double();
        body.moveTo(-build.hips() / 2, build.legs() - 0.03);
        body.lineTo(-build.shoulders() / 2, shoulder);
        body.lineTo(build.shoulders() / 2, shoulder);
        body.lineTo(build.hips() / 2, build.legs() - 0.03);
        body.closePath();
        graphics.fill(body);
        limb(graphics, 0.05, 0, shoulder, 0, shoulder + 0.03, 0, shoulder + 0.06);
        graphics.fill(new Ellipse2D.Double(-build.head() * 0.4, 1 - build.head(), build.head() * 0.8, build.head()));
        graphics.fill(new Ellipse2D.Double(-build.hat() / 2, 1 - build.head() / 2, build.hat(), build.head() / 2));
        graphics.fill(new Ellipse2D.Double(swing - build.bag() / 2, shoulder - 0.5, build.bag(), build.bag()));
    }

    private static void limb(
            Graphics2D graphics, double width, double x0, double y0, double x1, double y1, double x2, double y2) {
        var path = new Path2D.Double();
        path.moveTo(x0, y0);
        path.quadTo(x1, y1, x2, y2);
        graphics.fill(
                new BasicStroke((float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND).createStrokedShape(path));
    }
}
