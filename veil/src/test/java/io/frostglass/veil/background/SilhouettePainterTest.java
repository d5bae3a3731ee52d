package io.frostglass.veil.background;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.veil.background.BackgroundVeil.PictureContext;
import io.frostglass.veil.background.BackgroundVeil.Planes;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SilhouettePainterTest {

    private final SceneMemory memory = new SceneMemory();
    private final byte[] parts = new byte[CellGrid.CELLS];

    @Test
    void paintsNoFigureInsideTheRectangleOfAThickOne() {
        // Given
        thickWithNotch();
        float[] alone = paint();

        // When
        fill(2, 7, 9, 17, 19);

        // Then
        assertThat(paint()).isEqualTo(alone);
    }

    @Test
    void paintsAFigureBesideAThickOne() {
        // Given
        thickWithNotch();
        float[] alone = paint();

        // When
        fill(2, 7, 9, 25, 27);

        // Then
        assertThat(paint()).isNotEqualTo(alone);
    }

    @Test
    void paintsAFigureInsideTheRectangleOfAThinOne() {
        // Given
        fill(1, 5, 20, 5, 6);
        fill(1, 19, 20, 5, 20);
        float[] alone = paint();

        // When
        fill(2, 7, 9, 17, 19);

        // Then
        assertThat(paint()).isNotEqualTo(alone);
    }

    /// A head near the camera, of which a corner is as bright as what is behind it.
    private void thickWithNotch() {
        fill(1, 5, 20, 5, 14);
        fill(1, 12, 20, 15, 20);
    }

    private void fill(int part, int top, int bottom, int left, int right) {
        for (int row = top; row <= bottom; row++) {
            for (int column = left; column <= right; column++) {
                parts[row * CellGrid.SIDE + column] = (byte) part;
            }
        }
    }

    private float[] paint() {
        var figures = new FigureMap();
        figures.number(parts.clone(), 1);
        var context = new PictureContext(List.of(), new BitSet(), true, Set.of(), true, 0);
        int pixels = CellGrid.PIXELS * CellGrid.PIXELS;
        var veiled = new Planes(new float[pixels], new float[pixels], new float[pixels]);
        new SilhouettePainter().paint(memory, figures, context, veiled);
        return veiled.y();
    }
}
