package io.frostglass.veil;

import io.frostglass.veil.jpeg.SamplePlane;
import java.util.Arrays;

/// Scales a plane of any size to a square frame with a box filter. The box is as wide as a pixel of the frame, and
/// at least as wide as a sample: a larger plane is averaged, a smaller one interpolated.
///
/// Not thread-safe: it reuses its buffers.
final class Resampler {

    private final Weights across = new Weights();
    private final Weights down = new Weights();
    private float[] row = new float[0];

    void apply(SamplePlane plane, float[] frame) {
        across.fit(plane.width());
        down.fit(plane.height());
        int width = (int) Math.ceil(plane.width());
        row = row.length < width ? new float[width] : row;
        for (int y = 0; y < PixelFrame.SIDE; y++) {
            gatherRows(plane, y, width);
            for (int x = 0; x < PixelFrame.SIDE; x++) {
                int first = across.first[x];
                int weight = x * across.most;
                float sum = 0;
                for (int i = 0; i < across.taps[x]; i++) {
                    sum += row[first + i] * across.values[weight + i];
                }
                frame[y * PixelFrame.SIDE + x] = sum;
            }
        }
    }

    private void gatherRows(SamplePlane plane, int y, int width) {
        Arrays.fill(row, 0, width, 0);
        byte[] samples = plane.samples();
        float[] sums = row;
        for (int i = 0; i < down.taps[y]; i++) {
            float weight = down.values[y * down.most + i];
            int from = (down.first[y] + i) * plane.stride();
            for (int x = 0; x < width; x++) {
                sums[x] += weight * (samples[from + x] & 0xFF);
            }
        }
    }

    /// The weights of a line's samples in each pixel of the frame.
    private static final class Weights {

        private final int[] first = new int[PixelFrame.SIDE];
        private final int[] taps = new int[PixelFrame.SIDE];
        private float[] values = {};
        private int most;
        private double fitted;

        void fit(double length) {
            if (length == fitted) {
                return;
            }
            fitted = length;
            double step = length / PixelFrame.SIDE;
            double reach = Math.max(1, step) / 2;
            most = (int) Math.ceil(2 * reach) + 1;
            values = values.length < most * PixelFrame.SIDE ? new float[most * PixelFrame.SIDE] : values;
            for (int at = 0; at < PixelFrame.SIDE; at++) {
                double centre = (at + 0.5) * step;
                fit(at, Math.max(0, centre - reach), Math.min(length, centre + reach));
            }
        }

        private void fit(int at, double from, double to) {
            int begin = (int) Math.floor(from);
            int end = (int) Math.ceil(to);
            first[at] = begin;
            taps[at] = Math.min(most, end - begin);
            for (int i = 0; i < taps[at]; i++) {
                double covered = Math.min(to, begin + i + 1) - Math.max(from, begin + i);
                values[at * most + i] = (float) (covered / (to - from));
            }
        }
    }
}
