package io.frostglass.veil;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.imgscalr.Scalr;

/// Reads pictures through the JDK, within limits: size is judged by the header, and reading skips pixels so that no
/// more is built than the thumbnail can show.
final class ForeignPictures {

    private static final int ENOUGH = 4 * PixelFrame.SIDE;

    private final PictureLimits pictureLimits;

    ForeignPictures(PictureLimits pictureLimits) {
        this.pictureLimits = pictureLimits;
    }

    PictureResult read(byte[] picture) {
        try (var input = new MemoryCacheImageInputStream(new ByteArrayInputStream(picture))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(input);
            return readers.hasNext()
                    ? read(readers.next(), input)
                    : new PictureResult.PictureRefused(DropReason.UNSUPPORTED);
        } catch (IOException | RuntimeException e) {
            // Readers throw whatever comes to them on a broken file; the exception could quote it, so it goes no
            // further.
            return new PictureResult.PictureRefused(DropReason.UNDECODABLE);
        }
    }

    private PictureResult read(ImageReader reader, ImageInputStream input) throws IOException {
        try {
            reader.setInput(input, true, true);
            int width = reader.getWidth(0);
            int height = reader.getHeight(0);
            if ((long) width * height > pictureLimits.pixels()) {
                return new PictureResult.PictureRefused(DropReason.TOO_MANY_PIXELS);
            }
            var deadline = new AbortAtDeadline(pictureLimits.time());
            reader.addIIOReadProgressListener(deadline);
            var param = reader.getDefaultReadParam();
            int across = Math.max(1, width / ENOUGH);
            int down = Math.max(1, height / ENOUGH);
            param.setSourceSubsampling(across, down, 0, 0);
            var image = reader.read(0, param);
            return deadline.passed()
                    ? new PictureResult.PictureRefused(DropReason.TIME_BUDGET)
                    : new PictureResult.PictureRead(frame(image));
        } finally {
            reader.dispose();
        }
    }

    private static PixelFrame frame(BufferedImage image) {
        var opaque = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
        var graphics = opaque.createGraphics();
        graphics.drawImage(image, 0, 0, null);
        graphics.dispose();
        var small = Scalr.resize(opaque, Scalr.Method.QUALITY, Scalr.Mode.FIT_EXACT, PixelFrame.SIDE, PixelFrame.SIDE);
        var pixelFrame = PixelFrame.blank();
        for (int y = 0; y < PixelFrame.SIDE; y++) {
            for (int x = 0; x < PixelFrame.SIDE; x++) {
                int rgb = small.getRGB(x, y);
                pixelFrame.setRgb(y * PixelFrame.SIDE + x, (rgb >> 16) & 0xFF, (rgb >> 8) & 0xFF, rgb & 0xFF);
            }
        }
        return pixelFrame;
    }
}
