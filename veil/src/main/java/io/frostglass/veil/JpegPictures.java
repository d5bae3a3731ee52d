package io.frostglass.veil;

import io.frostglass.veil.jpeg.JpegLimits;
import io.frostglass.veil.jpeg.JpegOutcome;
import io.frostglass.veil.jpeg.JpegProblem;
import io.frostglass.veil.jpeg.JpegReader;
import io.frostglass.veil.jpeg.ReducedPicture;
import java.util.List;

/// Reads JPEGs into an upright frame. Not thread-safe: it reuses its buffers.
final class JpegPictures {

    private final JpegReader reader;
    private final Resampler resampler = new Resampler();
    private final PixelFrame frame = PixelFrame.blank();
    private final float[] fourth = new float[PixelFrame.SIDE * PixelFrame.SIDE];

    JpegPictures(PictureLimits limits) {
        this.reader = new JpegReader(
                new JpegLimits(limits.pixels(), limits.segments(), limits.scans(), limits.time()), PixelFrame.SIDE);
    }

    /// Reads a file into a frame that is valid until the next call.
    PictureResult read(byte[] file) {
        return switch (reader.read(file)) {
            case JpegOutcome.Decoded(var picture) -> {
                resample(picture);
                for (float[] plane : List.of(frame.y(), frame.cb(), frame.cr())) {
                    picture.orientation().turn(plane, fourth, PixelFrame.SIDE);
                }
                yield new PictureResult.PictureRead(frame);
            }
            case JpegOutcome.NotDecoded(var problem) -> new PictureResult.PictureRefused(reason(problem));
        };
    }

    private void resample(ReducedPicture picture) {
        float[][] targets = {frame.y(), frame.cb(), frame.cr(), fourth};
        for (int i = 0; i < picture.planes().size(); i++) {
            resampler.apply(picture.planes().get(i), targets[i]);
        }
        switch (picture.colour()) {
            case GREY -> frame.dropColour();
            case YCC -> {}
            case RGB -> frame.fromRgb();
            case CMYK -> {
                List.of(frame.y(), frame.cb(), frame.cr(), fourth).forEach(JpegPictures::invert);
                blacken(frame, fourth);
            }
            case INVERTED_CMYK -> blacken(frame, fourth);
            case YCCK -> blackenYcc(frame, fourth);
        }
    }

    private static void invert(float[] plane) {
        for (int i = 0; i < plane.length; i++) {
            plane[i] = 255 - plane[i];
        }
    }

    /// Darkens a frame of red, green and blue by its black ink. All inks are inverted, 255 for none, so a product is
    /// enough. No profile is read: a veiled thumbnail needs no exact colour.
    private static void blacken(PixelFrame frame, float[] black) {
        for (int i = 0; i < black.length; i++) {
            float share = black[i] / 255;
            frame.setRgb(i, frame.y()[i] * share, frame.cb()[i] * share, frame.cr()[i] * share);
        }
    }

    /// The same for a frame of luma and chroma of the inks.
    private static void blackenYcc(PixelFrame frame, float[] black) {
        for (int i = 0; i < black.length; i++) {
            float share = black[i] / 255;
            frame.y()[i] = (255 - frame.y()[i]) * share;
            frame.cb()[i] = 128 + (128 - frame.cb()[i]) * share;
            frame.cr()[i] = 128 + (128 - frame.cr()[i]) * share;
        }
    }

    private static DropReason reason(JpegProblem problem) {
        return switch (problem) {
            case UNSUPPORTED -> DropReason.UNSUPPORTED;
            case BROKEN -> DropReason.UNDECODABLE;
            case TOO_MANY_PIXELS -> DropReason.TOO_MANY_PIXELS;
            case TOO_COMPLEX -> DropReason.TOO_COMPLEX;
            case TOO_SLOW -> DropReason.TIME_BUDGET;
        };
    }
}
