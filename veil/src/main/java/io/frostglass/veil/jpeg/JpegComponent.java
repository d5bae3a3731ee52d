package io.frostglass.veil.jpeg;

import java.util.Arrays;

/// A component of a picture: its geometry (ITU-T T.81 A.1.1) and its decoded data.
///
/// At 1/8 it stores [#dc] only. At larger scales it adds each coefficient to the samples at once, which is possible
/// because the transform is linear, and stores none: see [ReducedTransform].
final class JpegComponent {

    static final int NOTHING = -1;

    final int id;
    final int across;
    final int down;
    final int tableId;
    /// Blocks that the picture covers.
    int blocksWide;

    int blocksHigh;
    /// Blocks per row, with the padding of the last MCU.
    int stride;

    int blocks;
    /// The lowest known bit of the DC coefficients; [#NOTHING] before the first scan.
    int precision = NOTHING;
    /// Whether a scan of it has begun.
    boolean quantised;

    /// Quantised DC coefficients, when reading at 1/8.
    short[] dc = {};
    /// Folded samples, when reading at larger scales.
    float[] folded = {};
    /// The coefficients of a block that are not zero, and those that are negative; for progressive refinement at
    /// larger scales.
    long[] nonZero = {};

    long[] negative = {};

    byte[] samples = {};
    private float[] weights = {};
    private int dcStep;

    JpegComponent(int id, int across, int down, int tableId) {
        this.id = id;
        this.across = across;
        this.down = down;
        this.tableId = tableId;
    }

    /// Takes over the arrays of the previous picture, so that pictures of the same size allocate nothing.
    void reuse(JpegComponent previous) {
        dc = previous.dc;
        folded = previous.folded;
        nonZero = previous.nonZero;
        negative = previous.negative;
        samples = previous.samples;
        weights = previous.weights;
    }

    void layOut(int width, int height, int mostAcross, int mostDown) {
        int mcusWide = ceil(width, 8 * mostAcross);
        int mcusHigh = ceil(height, 8 * mostDown);
        blocksWide = ceil(width * across, 8 * mostAcross);
        blocksHigh = ceil(height * down, 8 * mostDown);
        stride = mcusWide * across;
        blocks = stride * mcusHigh * down;
    }

    private static int ceil(int value, int divisor) {
        return (value + divisor - 1) / divisor;
    }

    /// Clears the arrays, and enlarges them if they are too short.
    void prepare(ReducedTransform transform, boolean progressive) {
        int perBlock = transform.samplesPerBlock();
        samples = samples.length < blocks * perBlock ? new byte[blocks * perBlock] : samples;
        if (perBlock == 1) {
            dc = dc.length < blocks ? new short[blocks] : dc;
            Arrays.fill(dc, 0, blocks, (short) 0);
            return;
        }
        folded = folded.length < blocks * perBlock ? new float[blocks * perBlock] : folded;
        Arrays.fill(folded, 0, blocks * perBlock, 0);
        if (progressive) {
            nonZero = cleared(nonZero);
            negative = cleared(negative);
        }
    }

    private long[] cleared(long[] masks) {
        if (masks.length < blocks) {
            return new long[blocks];
        }
        Arrays.fill(masks, 0, blocks, 0);
        return masks;
    }

    /// Fixes the quantisation, which a file may change after the component's first scan.
    void quantise(int[] steps, ReducedTransform transform) {
        quantised = true;
        dcStep = steps[0];
        weights = transform.weights(steps, weights);
    }

    /// Adds a coefficient at a larger scale than 1/8.
    ///
    /// @param k its place in zigzag order
    void add(int block, int k, int value, ReducedTransform transform) {
        transform.add(folded, block, k, value, weights);
    }

    /// Computes the samples as libjpeg does: rounded and limited to 0 to 255.
    void finish(ReducedTransform transform) {
        if (transform.samplesPerBlock() > 1) {
            transform.unfold(folded, samples, blocks, stride);
            return;
        }
        for (int i = 0; i < blocks; i++) {
            samples[i] = (byte) Math.min(255, Math.max(0, ((dc[i] * dcStep + 4) >> 3) + 128));
        }
    }
}
