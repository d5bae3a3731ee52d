package io.frostglass.veil.jpeg;

/// The order in which a block's 64 coefficients are stored (ITU-T T.81, figure A.6).
final class ZigZag {

    private static final byte[] NATURAL = new byte[64];

    static {
        int k = 0;
        for (int diagonal = 0; diagonal < 15; diagonal++) {
            for (int i = Math.max(0, diagonal - 7); i <= Math.min(7, diagonal); i++) {
                // Even diagonals run upwards.
                int row = diagonal % 2 == 0 ? diagonal - i : i;
                NATURAL[k++] = (byte) (row * 8 + diagonal - row);
            }
        }
    }

    private ZigZag() {}

    /// Where the `k`th coefficient of the file stands in the block: `row * 8 + column`.
    static int natural(int k) {
        return NATURAL[k];
    }
}
