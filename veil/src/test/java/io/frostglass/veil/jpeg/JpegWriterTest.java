package io.frostglass.veil.jpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JpegWriterTest {

    private static final int SIDE = 128;

    private final float[] luma = new float[SIDE * SIDE];
    private final float[] blue = new float[SIDE * SIDE / 4];
    private final float[] red = new float[SIDE * SIDE / 4];

    JpegWriterTest() {
        for (int i = 0; i < luma.length; i++) {
            int row = i / SIDE;
            luma[i] = (float) (128 + 100 * Math.sin(i % SIDE / 17.0) * Math.cos(row / 11.0));
        }
        Arrays.fill(blue, 100);
        Arrays.fill(red, 150);
    }

    @Test
    void writesWhatOtherDecodersRead() throws IOException {
        // When
        byte[] file = new JpegWriter(SIDE).write(luma, blue, red, 90);

        // Then
        var picture = ImageIO.read(new ByteArrayInputStream(file));
        assertThat(picture.getWidth()).isEqualTo(SIDE);
        assertThat(picture.getHeight()).isEqualTo(SIDE);
        double sum = 0;
        for (int i = 0; i < luma.length; i++) {
            int rgb = picture.getRGB(i % SIDE, i / SIDE);
            double y = 0.299 * ((rgb >> 16) & 0xFF) + 0.587 * ((rgb >> 8) & 0xFF) + 0.114 * (rgb & 0xFF);
            sum += Math.abs(y - luma[i]);
        }
        assertThat(sum / luma.length).isLessThan(1.5);
        assertThat((picture.getRGB(64, 64) >> 16) & 0xFF).isGreaterThan(picture.getRGB(64, 64) & 0xFF);
    }

    @Test
    void writesNothingButThePicture() {
        // When
        byte[] file = new JpegWriter(SIDE).write(luma, blue, red, 90);

        // Then
        assertThat(Segments.of(file)).containsExactly(0xDB, 0xDB, 0xC0, 0xC4, 0xC4, 0xC4, 0xC4, 0xDA);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 30, 75, 100})
    void writesExtremesAtEveryQuality(int quality) throws IOException {
        // Given
        for (int i = 0; i < luma.length; i++) {
            luma[i] = (((i * 2_654_435_761L) >>> 7) & 1) == 0 ? 0 : 255;
        }

        // When
        byte[] file = new JpegWriter(SIDE).write(luma, blue, red, quality);

        // Then
        assertThat(ImageIO.read(new ByteArrayInputStream(file))).isNotNull();
    }

    @Test
    void writesTheSameBytesAgain() {
        // Given
        var writer = new JpegWriter(SIDE);
        byte[] first = writer.write(luma, blue, red, 80);

        // When
        byte[] second = writer.write(luma, blue, red, 80);

        // Then
        assertThat(second).isEqualTo(first);
    }
}
