package io.frostglass.veil.background;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PartSplitterTest {

    private static final int SIDE = CellGrid.POINTS;

    private final PartSplitter splitter = new PartSplitter(new PointMask());
    private final boolean[] mask = new boolean[CellGrid.LUMA];
    private final byte[] parts = new byte[CellGrid.LUMA];

    @Test
    void splitsWhereOnlyANarrowBridgeJoins() {
        // Given
        rectangle(10, 30, 5, 20);
        rectangle(10, 30, 40, 55);
        rectangle(20, 22, 21, 39);

        // When
        splitter.split(mask, parts);

        // Then
        assertThat(at(20, 10)).isNotZero().isNotEqualTo(at(20, 50));
        assertThat(at(50, 50)).isZero();
    }

    @Test
    void splitsSomebodyFromTheCarBeside() {
        // Given
        rectangle(20, 29, 20, 35);
        rectangle(22, 34, 36, 37);

        // When
        splitter.split(mask, parts);

        // Then
        assertThat(at(25, 25)).isNotZero().isNotEqualTo(at(32, 36));
    }

    @Test
    void splitsSomebodyFromTheSmallCarBehind() {
        // Given
        rectangle(20, 25, 20, 29);
        rectangle(26, 32, 24, 26);

        // When
        splitter.split(mask, parts);

        // Then
        assertThat(at(22, 22)).isNotZero().isNotEqualTo(at(31, 25));
    }

    @Test
    void leavesLegsWithTheirBody() {
        // Given
        rectangle(10, 19, 20, 30);
        rectangle(20, 32, 20, 23);
        rectangle(20, 32, 27, 30);

        // When
        splitter.split(mask, parts);

        // Then
        assertThat(at(15, 25)).isNotZero().isEqualTo(at(30, 21)).isEqualTo(at(30, 29));
    }

    private void rectangle(int top, int bottom, int left, int right) {
        for (int row = top; row <= bottom; row++) {
            for (int column = left; column <= right; column++) {
                mask[row * SIDE + column] = true;
            }
        }
    }

    private byte at(int row, int column) {
        return parts[row * SIDE + column];
    }
}
