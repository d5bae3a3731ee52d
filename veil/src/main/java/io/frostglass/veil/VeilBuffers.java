package io.frostglass.veil;

import io.frostglass.veil.jpeg.JpegWriter;
import java.util.concurrent.ArrayBlockingQueue;

/// What one picture needs while it is veiled and the next can use again: readers and buffers. They hold pixels of raw
/// pictures, and so never leave the veil.
final class VeilBuffers {

    final JpegPictures jpegs;
    final ForeignPictures foreign;
    final PixelFrame veiled = PixelFrame.blank();
    final float[] spare = new float[PixelFrame.SIDE * PixelFrame.SIDE];
    final JpegWriter writer = new JpegWriter(PixelFrame.SIDE);

    VeilBuffers(PictureLimits pictureLimits) {
        this.jpegs = new JpegPictures(pictureLimits);
        this.foreign = new ForeignPictures(pictureLimits);
    }

    /// As many workbenches as threads can use at once; a rare one more is made and thrown away.
    static final class Pool {

        private final PictureLimits pictureLimits;
        private final ArrayBlockingQueue<VeilBuffers> free =
                new ArrayBlockingQueue<>(Runtime.getRuntime().availableProcessors());

        Pool(PictureLimits pictureLimits) {
            this.pictureLimits = pictureLimits;
        }

        VeilBuffers take() {
            var veilBuffers = free.poll();
            return veilBuffers != null ? veilBuffers : new VeilBuffers(pictureLimits);
        }

        void giveBack(VeilBuffers veilBuffers) {
            free.offer(veilBuffers);
        }
    }
}
