package io.frostglass.veil.jpeg;

import java.util.Arrays;

/// What of a picture has been read, and what is still worth reading.
final class DecodeProgress {

    private static final int NOTHING = -1;

    private final FrameHeader frame;
    private final ReducedTransform transform;
    private final int mostScans;
    /// For each component the lowest bit of its DC that is known; [#NOTHING] before its first scan.
    private final int[] precision;

    private int scans;

    DecodeProgress(FrameHeader frame, ReducedTransform transform, int mostScans) {
        this.frame = frame;
        this.transform = transform;
        this.mostScans = mostScans;
        this.precision = new int[frame.components().length];
        Arrays.fill(precision, NOTHING);
    }

    /// Counts a scan in.
    ///
    /// @return whether it is to be decoded; one that brings nothing at this scale, or again what is there, is not
    boolean begin(JpegScan.ScanHeader scanHeader, int[][] quantisations) throws JpegRefusal {
        if (++scans > mostScans) {
            throw new JpegRefusal(JpegProblem.TOO_COMPLEX);
        }
        for (var jpegComponent : scanHeader.components()) {
            // By its first scan of any kind: a file may send other coefficients before the DC.
            if (!jpegComponent.isQuantised()) {
                jpegComponent.quantise(table(quantisations, jpegComponent.tableId()), transform);
            }
        }
        if (frame.progressive() && scanHeader.first() > 0) {
            return transform.size() > 1;
        }
        for (var jpegComponent : scanHeader.components()) {
            int index = indexOf(jpegComponent);
            boolean first = precision[index] == NOTHING;
            boolean refinement = frame.progressive() && scanHeader.high() > 0;
            if (refinement
                    ? precision[index] != scanHeader.high() || scanHeader.low() != scanHeader.high() - 1
                    : !first) {
                return false;
            }
        }
        for (var jpegComponent : scanHeader.components()) {
            precision[indexOf(jpegComponent)] = frame.progressive() ? scanHeader.low() : 0;
        }
        return true;
    }

    private static int[] table(int[][] quantisations, int id) throws JpegRefusal {
        if (quantisations[id] == null) {
            throw new JpegRefusal(JpegProblem.BROKEN);
        }
        return quantisations[id];
    }

    private int indexOf(JpegComponent jpegComponent) {
        int index = 0;
        while (frame.components()[index] != jpegComponent) {
            index++;
        }
        return index;
    }

    /// Whether at least the DC of the first component, luma, is there. Without it there is nothing to see.
    boolean begun() {
        return precision[0] != NOTHING;
    }

    /// Whether no further scan can bring anything.
    boolean complete() {
        if (frame.progressive() && transform.size() > 1) {
            return false;
        }
        for (int low : precision) {
            if (low != 0) {
                return false;
            }
        }
        return true;
    }
}
