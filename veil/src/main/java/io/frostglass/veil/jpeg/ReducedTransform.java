package io.frostglass.veil.jpeg;

/// The inverse DCT of a block at a reduced scale: `size` by `size` samples, each exactly the mean of its pixels in
/// the full block.
///
/// A mean of pixels is linear in the coefficients, and the pattern of each coefficient is even or odd in each
/// direction. A quarter of the samples can therefore hold a coefficient's contribution, if there are separate sums
/// for even and odd ones. A coefficient that is not zero costs `size * size / 4` multiplications. At the end the
/// four sums (even-even, odd-even, even-odd, odd-odd) are unfolded to samples.
final class ReducedTransform {

    /// By the binary logarithm of the size.
    private static final ReducedTransform[] SCALES = {
        new ReducedTransform(1), new ReducedTransform(2), new ReducedTransform(4), new ReducedTransform(8)
    };

    private final int size;
    private final int half;
    private final int quarter;
    /// By zigzag place and then sample of the quarter.
    private final float[] patterns;

    private ReducedTransform(int size) {
        this.size = size;
        this.half = size / 2;
        this.quarter = half * half;
        this.patterns = new float[64 * quarter];
        for (int k = 0; k < 64; k++) {
            int u = ZigZag.natural(k) & 7;
            int v = ZigZag.natural(k) >> 3;
            for (int y = 0; y < half; y++) {
                for (int x = 0; x < half; x++) {
                    patterns[k * quarter + y * half + x] = (float) (mean(u, x) * mean(v, y));
                }
            }
        }
    }

    /// @param size samples per block and side: 1, 2, 4 or 8
    static ReducedTransform of(int size) {
        return SCALES[Integer.numberOfTrailingZeros(size)];
    }

    private double mean(int frequency, int sample) {
        int pixels = 8 / size;
        double sum = 0;
        for (int x = sample * pixels; x < (sample + 1) * pixels; x++) {
            sum += StrictMath.cos((2 * x + 1) * frequency * StrictMath.PI / 16);
        }
        return sum / pixels * (frequency == 0 ? StrictMath.sqrt(0.125) : 0.5);
    }

    int size() {
        return size;
    }

    int samplesPerBlock() {
        return size * size;
    }

    /// The patterns times the quantisation steps (in zigzag order).
    float[] weights(int[] steps, float[] room) {
        float[] weights = room.length < patterns.length ? new float[patterns.length] : room;
        for (int k = 0; k < 64; k++) {
            for (int i = k * quarter; i < (k + 1) * quarter; i++) {
                weights[i] = patterns[i] * steps[k];
            }
        }
        return weights;
    }

    void add(float[] folded, int block, int k, int value, float[] weights) {
        int natural = ZigZag.natural(k);
        int parity = (natural & 1) | ((natural >> 2) & 2);
        int target = (block * 4 + parity) * quarter;
        int pattern = k * quarter;
        for (int i = 0; i < quarter; i++) {
            folded[target + i] += value * weights[pattern + i];
        }
    }

    void unfold(float[] folded, byte[] samples, int blocks, int stride) {
        int rowLength = stride * size;
        for (int block = 0; block < blocks; block++) {
            int corner = block / stride * size * rowLength + block % stride * size;
            for (int y = 0; y < half; y++) {
                for (int x = 0; x < half; x++) {
                    int at = block * 4 * quarter + y * half + x;
                    float even = folded[at] + folded[at + 2 * quarter];
                    float odd = folded[at + quarter] + folded[at + 3 * quarter];
                    float evenBelow = folded[at] - folded[at + 2 * quarter];
                    float oddBelow = folded[at + quarter] - folded[at + 3 * quarter];
                    int above = corner + y * rowLength;
                    int below = corner + (size - 1 - y) * rowLength;
                    samples[above + x] = sample(even + odd);
                    samples[above + size - 1 - x] = sample(even - odd);
                    samples[below + x] = sample(evenBelow + oddBelow);
                    samples[below + size - 1 - x] = sample(evenBelow - oddBelow);
                }
            }
        }
    }

    private static byte sample(float value) {
        // A cast rounds up below 0, which becomes 0 anyway.
        return (byte) Math.clamp((int) (value + 128.5f), 0, 255);
    }
}
