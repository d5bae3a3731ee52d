package io.frostglass.veil.jpeg;

import java.util.Arrays;

/// One colour of a picture: its geometry (ITU-T T.81 A.1.1) and what was decoded of it.
///
/// At 1/8 only [#dc] is kept. At larger scales the transform is linear, so each coefficient is added to the samples it
/// contributes to as soon as it is known, and no coefficient is ever stored: see [ReducedTransform].
final class JpegComponent {

    final int id;
    final int across;
    final int down;
    private final int tableId;

    /// Blocks that the picture covers.
    private int blocksWide;

    private int blocksHigh;
    /// Blocks per row with those that only fill up the last MCU.
    private int stride;

    private int blocks;

    /// Quantised DC coefficients, when reading at 1/8.
    short[] dc = {};
    /// Folded samples, when reading at larger scales.
    float[] folded = {};
    /// Which coefficients of a block are known not to be zero, and which of those are negative; for progressive
    /// refinement at larger scales.
    long[] nonZero = {};

    long[] negative = {};

    byte[] samples = {};
    private float[] weights = {};
    private int dcStep;
    private boolean quantised;

    JpegComponent(int id, int across, int down, int tableId) {
        this.id = id;
        this.across = across;
        this.down = down;
        this.tableId = tableId;
    }

    int tableId() {
        return tableId;
    }

    /// Takes over another component's arrays, so that pictures of the same size allocate nothing.
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

    int blocksWide() {
        return blocksWide;
    }

    int blocksHigh() {
        return blocksHigh;
    }

    int stride() {
        return stride;
    }

    int blocks() {
        return blocks;
    }

    /// Makes room and clears it.
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

    /// Whether a scan of it has begun.
    boolean isQuantised() {
        return quantised;
    }

    /// Adds a coefficient at a larger scale than 1/8.
    ///
    /// @param k its place in zigzag order
    void add(int block, int k, int value, ReducedTransform transform) {
        transform.add(folded, block, k, value, weights);
    }

    /// Makes samples of what was decoded, as libjpeg does: rounded and limited to 0 to 255.
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
