package io.frostglass.veil.jpeg;

/// The forward DCT of an 8 by 8 block (ITU-T T.81 A.3.3), as two passes of an even and an odd half.
final class ForwardDct {

    private static final float[] COSINES = new float[64];

    static {
        for (int u = 0; u < 8; u++) {
            double scale = u == 0 ? Math.sqrt(0.125) : 0.5;
            for (int x = 0; x < 8; x++) {
                COSINES[u * 8 + x] = (float) (scale * StrictMath.cos((2 * x + 1) * u * StrictMath.PI / 16));
            }
        }
    }

    private ForwardDct() {}

    static void transform(float[] block) {
        for (int i = 0; i < 8; i++) {
            pass(block, i * 8, 1);
        }
        for (int i = 0; i < 8; i++) {
            pass(block, i, 8);
        }
    }

    private static void pass(float[] block, int at, int step) {
        float sum0 = block[at] + block[at + 7 * step];
        float sum1 = block[at + step] + block[at + 6 * step];
        float sum2 = block[at + 2 * step] + block[at + 5 * step];
        float sum3 = block[at + 3 * step] + block[at + 4 * step];
        float difference0 = block[at] - block[at + 7 * step];
        float difference1 = block[at + step] - block[at + 6 * step];
        float difference2 = block[at + 2 * step] - block[at + 5 * step];
        float difference3 = block[at + 3 * step] - block[at + 4 * step];
        for (int u = 0; u < 8; u += 2) {
            int even = u * 8;
            block[at + u * step] = sum0 * COSINES[even]
                    + sum1 * COSINES[even + 1]
                    + sum2 * COSINES[even + 2]
                    + sum3 * COSINES[even + 3];
            int odd = even + 8;
            block[at + (u + 1) * step] = difference0 * COSINES[odd]
                    + difference1 * COSINES[odd + 1]
                    + difference2 * COSINES[odd + 2]
                    + difference3 * COSINES[odd + 3];
        }
    }
}
