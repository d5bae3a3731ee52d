package io.frostglass.veil;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CellNoiseFilterTest {

    private static final NoiseKey KEY =
            NoiseKey.forVisit("a key of the tests".getBytes(US_ASCII), "cam-1", Instant.EPOCH);
    private static final PictureBox BOX = new PictureBox(0.3, 0.3, 0.3, 0.3);

    private final CellNoiseFilter cellNoiseFilter = new CellNoiseFilter(StrengthParameters.STANDARD);

    @Test
    void showsNoDetailOfWhatIsInABox() {
        // Given
        var plain = frame(120);
        var detailed = frame(120);
        paintChecks(detailed);

        // When
        var one = veil(plain, List.of(BOX));
        var other = veil(detailed, List.of(BOX));

        // Then
        assertThat(other.y()).isEqualTo(one.y());
    }

    @Test
    void leavesOutColourWhereABoxIs() {
        // Given
        var grey = frame(120);
        var red = frame(120);
        for (int i = 0; i < red.cr().length; i++) {
            boolean inside = i % PixelFrame.SIDE / 128.0 > 0.3
                    && i % PixelFrame.SIDE / 128.0 < 0.6
                    && i > 0.3 * red.cr().length
                    && i < 0.6 * red.cr().length;
            red.cr()[i] = inside ? 220 : 128;
        }

        // When // Then
        assertThat(veil(red, List.of(BOX)).cr())
                .isEqualTo(veil(grey, List.of(BOX)).cr());
    }

    @Test
    void veilsAllOfAPictureWithoutBoxesAtFullStrength() {
        // Given
        var pixelFrame = frame(120);
        paintChecks(pixelFrame);

        // When
        var unboxed = veil(pixelFrame, List.of());
        var boxed = veil(pixelFrame, List.of(PictureBox.WHOLE));

        // Then
        assertThat(unboxed.y()).isEqualTo(boxed.y());
    }

    @Test
    void takesABoxThatIsNoNumberForAllOfThePicture() {
        // Given
        var pixelFrame = frame(120);

        // When
        var veiled = veil(pixelFrame, List.of(new PictureBox(Double.NaN, 0, 0.1, 0.1)));

        // Then
        assertThat(veiled.y()).isEqualTo(veil(pixelFrame, List.of()).y());
    }

    @Test
    void keepsNoiseForContentAndChangesItWithContent() {
        // Given
        var dark = frame(40);
        var bright = frame(220);

        // When
        float[] darkVeiled = veil(dark, List.of()).y();
        float[] brightVeiled = veil(bright, List.of()).y();

        // Then
        assertThat(veil(dark, List.of()).y()).isEqualTo(darkVeiled);
        // If the noise were the same for both, the difference would be the same everywhere.
        assertThat(brightVeiled[0] - darkVeiled[0]).isNotEqualTo(brightVeiled[64 * 129] - darkVeiled[64 * 129]);
    }

    private PixelFrame veil(PixelFrame pixelFrame, List<PictureBox> boxes) {
        var veiled = PixelFrame.blank();
        var request = new VeilRequest(VeilStrength.STANDARD, boxes, List.of(), KEY);
        cellNoiseFilter.veil(pixelFrame, request, veiled, new float[PixelFrame.SIDE * PixelFrame.SIDE]);
        return veiled;
    }

    private static PixelFrame frame(float luma) {
        var pixelFrame = PixelFrame.blank();
        Arrays.fill(pixelFrame.y(), luma);
        pixelFrame.dropColour();
        return pixelFrame;
    }

    /// Inside the box and with the same mean in every cell.
    private static void paintChecks(PixelFrame pixelFrame) {
        for (int y = 40; y < 76; y++) {
            for (int x = 40; x < 76; x++) {
                pixelFrame.y()[y * PixelFrame.SIDE + x] += (x + y) % 2 == 0 ? 60 : -60;
            }
        }
    }
}
