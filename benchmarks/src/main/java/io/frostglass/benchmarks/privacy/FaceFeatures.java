package io.frostglass.benchmarks.privacy;

import io.frostglass.veil.PictureBox;
import io.frostglass.veil.PictureLimits;
import io.frostglass.veil.jpeg.JpegLimits;
import io.frostglass.veil.jpeg.JpegOutcome;
import io.frostglass.veil.jpeg.JpegReader;
import io.frostglass.veil.jpeg.SamplePlane;

/// The features that the attacker extracts: the face, cut out and scaled to one size, [#LUMA] squared values of luma
/// and [#CHROMA] squared of each chroma component.
final class FaceFeatures {

    static final int LUMA = 32;
    static final int CHROMA = 8;
    static final int SIZE = LUMA * LUMA + 2 * CHROMA * CHROMA;

    private final JpegReader reader = new JpegReader(
            new JpegLimits(
                    PictureLimits.STANDARD.pixels(),
                    PictureLimits.STANDARD.segments(),
                    PictureLimits.STANDARD.scans(),
                    PictureLimits.STANDARD.time()),
            128);

    double[] of(byte[] jpeg, PictureBox face) {
        if (!(reader.read(jpeg) instanceof JpegOutcome.Decoded(var picture))) {
            throw new IllegalStateException("our own pictures can be read");
        }
        double[] features = new double[SIZE];
        cut(picture.planes().getFirst(), face, features, 0, LUMA);
        if (picture.planes().size() == 3) {
            cut(picture.planes().get(1), face, features, LUMA * LUMA, CHROMA);
            cut(picture.planes().get(2), face, features, LUMA * LUMA + CHROMA * CHROMA, CHROMA);
        }
        return features;
    }

    private static void cut(SamplePlane plane, PictureBox face, double[] features, int at, int side) {
        for (int i = 0; i < side * side; i++) {
            int column = i % side;
            int row = i / side;
            double x = (face.x() + (column + 0.5) / side * face.w()) * plane.width() - 0.5;
            double y = (face.y() + (row + 0.5) / side * face.h()) * plane.height() - 0.5;
            features[at + i] = interpolated(plane, x, y) - 128;
        }
    }

    private static double interpolated(SamplePlane plane, double x, double y) {
        int left = (int) Math.floor(x);
        int top = (int) Math.floor(y);
        double right = x - left;
        double below = y - top;
        return (plane.at(left, top) * (1 - right) + plane.at(left + 1, top) * right) * (1 - below)
                + (plane.at(left, top + 1) * (1 - right) + plane.at(left + 1, top + 1) * right) * below;
    }
}
