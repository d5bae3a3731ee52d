package io.frostglass.veil.jpeg;

/// The order in which a block's 64 coefficients are stored (ITU-T T.81, figure A.6).
final class ZigZag {

    private static final byte[] NATURAL = new byte[64];

    static {
        int row = 0;
        int column = 0;
        for (int k = 0; k < 64; k++) {
            NATURAL[k] = (byte) (row * 8 + column);
            boolean up = (row + column) % 2 == 0;
            if (up) {
                if (column == 7) {
                    row++;
                } else {
                    column++;
                    row = Math.max(0, row - 1);
                }
            } else if (row == 7) {
                column++;
            } else {
                row++;
                column = Math.max(0, column - 1);
            }
        }
    }

    private ZigZag() {}

    /// Where the `k`th coefficient of the file stands in the block: `row * 8 + column`.
    static int natural(int k) {
        return NATURAL[k];
    }
}
