package io.frostglass.veil.jpeg;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

/// Plain samples, for comparing.
// A small array that only tests see.
@SuppressWarnings("ArrayRecordComponent")
record Raster(int width, int height, int bands, int[] samples) {

    /// Reads a binary PGM or PPM.
    static Raster parse(byte[] pnm) {
        String[] head = new String(pnm, 0, Math.min(64, pnm.length), ISO_8859_1).split("\\s+", 5);
        int bands = head[0].equals("P6") ? 3 : 1;
        int width = Integer.parseInt(head[1]);
        int height = Integer.parseInt(head[2]);
        int[] samples = new int[width * height * bands];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = pnm[pnm.length - samples.length + i] & 0xFF;
        }
        return new Raster(width, height, bands, samples);
    }

    /// Mean absolute difference.
    double distance(Raster other) {
        assertThat(other.width).isEqualTo(width);
        assertThat(other.height).isEqualTo(height);
        assertThat(other.bands).isEqualTo(bands);
        long sum = 0;
        for (int i = 0; i < samples.length; i++) {
            sum += Math.abs(samples[i] - other.samples[i]);
        }
        return (double) sum / samples.length;
    }
}
