package io.frostglass.veil.jpeg;

/// A quantisation table for writing: an example of ITU-T T.81 K.1, scaled as in the IJG's library.
final class QuantisationTable {

    private static final int[] LUMA = {
        16, 11, 10, 16, 24, 40, 51, 61,
        12, 12, 14, 19, 26, 58, 60, 55,
        14, 13, 16, 24, 40, 57, 69, 56,
        14, 17, 22, 29, 51, 87, 80, 62,
        18, 22, 37, 56, 68, 109, 103, 77,
        24, 35, 55, 64, 81, 104, 113, 92,
        49, 64, 78, 87, 103, 121, 120, 101,
        72, 92, 95, 98, 112, 100, 103, 99
    };
    private static final int[] CHROMA = {
        17, 18, 24, 47, 99, 99, 99, 99,
        18, 21, 26, 66, 99, 99, 99, 99,
        24, 26, 56, 99, 99, 99, 99, 99,
        47, 66, 99, 99, 99, 99, 99, 99,
        99, 99, 99, 99, 99, 99, 99, 99,
        99, 99, 99, 99, 99, 99, 99, 99,
        99, 99, 99, 99, 99, 99, 99, 99,
        99, 99, 99, 99, 99, 99, 99, 99
    };

    private final int[] steps = new int[64];
    private final float[] inverse = new float[64];

    private QuantisationTable(int[] base, int quality) {
        int percent = quality < 50 ? 5000 / Math.max(1, quality) : 200 - 2 * Math.min(100, quality);
        for (int i = 0; i < 64; i++) {
            steps[i] = Math.clamp((base[i] * percent + 50) / 100, 1, 255);
            inverse[i] = 1f / steps[i];
        }
    }

    static QuantisationTable luma(int quality) {
        return new QuantisationTable(LUMA, quality);
    }

    static QuantisationTable chroma(int quality) {
        return new QuantisationTable(CHROMA, quality);
    }

    int step(int natural) {
        return steps[natural];
    }

    int quantise(float[] block, int natural) {
        float scaled = block[natural] * inverse[natural];
        return (int) (scaled < 0 ? scaled - 0.5f : scaled + 0.5f);
    }
}
