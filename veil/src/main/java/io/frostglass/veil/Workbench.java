package io.frostglass.veil;

import io.frostglass.veil.jpeg.JpegWriter;
import java.util.concurrent.ArrayBlockingQueue;

/// What one picture needs while it is veiled and the next can use again: readers and buffers. They hold pixels of raw
/// pictures, and so never leave the veil.
final class Workbench {

    final JpegPictures jpegs;
    final ForeignPictures foreign;
    final Frame veiled = Frame.blank();
    final float[] spare = new float[Frame.SIDE * Frame.SIDE];
    final JpegWriter writer = new JpegWriter(Frame.SIDE);

    Workbench(Limits limits) {
        this.jpegs = new JpegPictures(limits);
        this.foreign = new ForeignPictures(limits);
    }

    /// As many workbenches as threads can use at once; a rare one more is made and thrown away.
    static final class Pool {

        private final Limits limits;
        private final ArrayBlockingQueue<Workbench> free =
                new ArrayBlockingQueue<>(Runtime.getRuntime().availableProcessors());

        Pool(Limits limits) {
            this.limits = limits;
        }

        Workbench take() {
            var workbench = free.poll();
            return workbench != null ? workbench : new Workbench(limits);
        }

        void giveBack(Workbench workbench) {
            free.offer(workbench);
        }
    }
}
