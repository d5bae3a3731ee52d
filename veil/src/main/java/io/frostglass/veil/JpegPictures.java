package io.frostglass.veil;

import io.frostglass.veil.jpeg.JpegLimits;
import io.frostglass.veil.jpeg.JpegOutcome;
import io.frostglass.veil.jpeg.JpegProblem;
import io.frostglass.veil.jpeg.JpegReader;
import io.frostglass.veil.jpeg.ReducedPicture;

/// Reads JPEGs into an upright frame. Not thread-safe: it keeps its buffers.
final class JpegPictures {

    private final JpegReader reader;
    private final Resampler resampler = new Resampler();
    private final Frame frame = Frame.blank();
    private final float[] fourth = new float[Frame.SIDE * Frame.SIDE];

    JpegPictures(Limits limits) {
        this.reader = new JpegReader(
                new JpegLimits(limits.pixels(), limits.segments(), limits.scans(), limits.time()), Frame.SIDE);
    }

    /// Reads a file.
    ///
    /// @return a frame that is valid until the next call
    Read read(byte[] file) {
        return switch (reader.read(file)) {
            case JpegOutcome.Decoded(var picture) -> {
                resample(picture);
                picture.exif().ifPresent(exif -> turn(ExifOrientation.of(file, exif)));
                yield new Read.Done(frame);
            }
            case JpegOutcome.Refused(var problem) -> new Read.Refused(reason(problem));
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
                InkColours.invert(frame.y());
                InkColours.invert(frame.cb());
                InkColours.invert(frame.cr());
                InkColours.invert(fourth);
                InkColours.blacken(frame, fourth);
            }
            case INVERTED_CMYK -> InkColours.blacken(frame, fourth);
            case YCCK -> InkColours.blackenYcc(frame, fourth);
        }
    }

    private void turn(Orientation orientation) {
        orientation.turn(frame.y(), fourth, Frame.SIDE);
        orientation.turn(frame.cb(), fourth, Frame.SIDE);
        orientation.turn(frame.cr(), fourth, Frame.SIDE);
    }

    private static Reason reason(JpegProblem problem) {
        return switch (problem) {
            case UNSUPPORTED -> Reason.UNSUPPORTED;
            case BROKEN -> Reason.UNDECODABLE;
            case TOO_MANY_PIXELS -> Reason.TOO_MANY_PIXELS;
            case TOO_COMPLEX -> Reason.TOO_COMPLEX;
            case TOO_SLOW -> Reason.TIME_BUDGET;
        };
    }
}
