package io.frostglass.veil;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadProgressListener;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.imgscalr.Scalr;

/// Reads other formats than JPEG through the JDK, within limits. It checks the size in the header, and skips pixels
/// that the thumbnail cannot show.
record ForeignPictures(PictureLimits limits) {

    private static final int ENOUGH = 4 * PixelFrame.SIDE;

    PictureResult read(byte[] picture) {
        try (var input = new MemoryCacheImageInputStream(new ByteArrayInputStream(picture))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(input);
            return readers.hasNext()
                    ? read(readers.next(), input)
                    : new PictureResult.PictureRefused(DropReason.UNSUPPORTED);
        } catch (IOException | RuntimeException e) {
            // Readers throw many kinds of exceptions for a damaged file. They could quote it, so they are not reported.
            return new PictureResult.PictureRefused(DropReason.UNDECODABLE);
        }
    }

    private PictureResult read(ImageReader reader, ImageInputStream input) throws IOException {
        try {
            reader.setInput(input, true, true);
            int width = reader.getWidth(0);
            int height = reader.getHeight(0);
            if ((long) width * height > limits.pixels()) {
                return new PictureResult.PictureRefused(DropReason.TOO_MANY_PIXELS);
            }
            long end = System.nanoTime() + limits.time().toNanos();
            var late = new AtomicBoolean();
            reader.addIIOReadProgressListener(onProgress(() -> {
                if (System.nanoTime() - end > 0) {
                    late.set(true);
                    reader.abort();
                }
            }));
            var param = reader.getDefaultReadParam();
            int across = Math.max(1, width / ENOUGH);
            int down = Math.max(1, height / ENOUGH);
            param.setSourceSubsampling(across, down, 0, 0);
            var image = reader.read(0, param);
            return late.get()
                    ? new PictureResult.PictureRefused(DropReason.TIME_BUDGET)
                    : new PictureResult.PictureRead(frame(image));
        } finally {
            reader.dispose();
        }
    }

    /// A listener that runs the action at each event. Readers report progress about once a row.
    private static IIOReadProgressListener onProgress(Runnable action) {
        Class<?>[] types = {IIOReadProgressListener.class};
        return (IIOReadProgressListener)
                Proxy.newProxyInstance(ForeignPictures.class.getClassLoader(), types, (_, _, _) -> {
                    action.run();
                    return null;
                });
    }

    private static PixelFrame frame(BufferedImage image) {
        var opaque = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
        var graphics = opaque.createGraphics();
        graphics.drawImage(image, 0, 0, null);
        graphics.dispose();
        var small = Scalr.resize(opaque, Scalr.Method.QUALITY, Scalr.Mode.FIT_EXACT, PixelFrame.SIDE, PixelFrame.SIDE);
        var frame = PixelFrame.blank();
        for (int y = 0; y < PixelFrame.SIDE; y++) {
            for (int x = 0; x < PixelFrame.SIDE; x++) {
                int rgb = small.getRGB(x, y);
                frame.setRgb(y * PixelFrame.SIDE + x, (rgb >> 16) & 0xFF, (rgb >> 8) & 0xFF, rgb & 0xFF);
            }
        }
        return frame;
    }
}
