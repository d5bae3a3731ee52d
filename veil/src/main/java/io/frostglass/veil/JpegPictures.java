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
    private final PixelFrame pixelFrame = PixelFrame.blank();
    private final float[] fourth = new float[PixelFrame.SIDE * PixelFrame.SIDE];

    JpegPictures(PictureLimits pictureLimits) {
        this.reader = new JpegReader(
                new JpegLimits(
                        pictureLimits.pixels(), pictureLimits.segments(), pictureLimits.scans(), pictureLimits.time()),
                PixelFrame.SIDE);
    }

    /// Reads a file.
    ///
    /// @return a frame that is valid until the next call
    PictureResult read(byte[] file) {
        return switch (reader.read(file)) {
            case JpegOutcome.Decoded(var picture) -> {
                resample(picture);
                picture.exif().ifPresent(exif -> turn(ExifOrientation.of(file, exif)));
                yield new PictureResult.PictureRead(pixelFrame);
            }
            case JpegOutcome.NotDecoded(var problem) -> new PictureResult.PictureRefused(reason(problem));
        };
    }

    private void resample(ReducedPicture picture) {
        float[][] targets = {pixelFrame.y(), pixelFrame.cb(), pixelFrame.cr(), fourth};
        for (int i = 0; i < picture.planes().size(); i++) {
            resampler.apply(picture.planes().get(i), targets[i]);
        }
        switch (picture.colour()) {
            case GREY -> pixelFrame.dropColour();
            case YCC -> {}
            case RGB -> pixelFrame.fromRgb();
            case CMYK -> {
                InkColours.invert(pixelFrame.y());
                InkColours.invert(pixelFrame.cb());
                InkColours.invert(pixelFrame.cr());
                InkColours.invert(fourth);
                InkColours.blacken(pixelFrame, fourth);
            }
            case INVERTED_CMYK -> InkColours.blacken(pixelFrame, fourth);
            case YCCK -> InkColours.blackenYcc(pixelFrame, fourth);
        }
    }

    private void turn(Orientation orientation) {
        orientation.turn(pixelFrame.y(), fourth, PixelFrame.SIDE);
        orientation.turn(pixelFrame.cb(), fourth, PixelFrame.SIDE);
        orientation.turn(pixelFrame.cr(), fourth, PixelFrame.SIDE);
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
