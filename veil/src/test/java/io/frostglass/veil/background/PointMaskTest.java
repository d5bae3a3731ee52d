package io.frostglass.veil.background;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PointMaskTest {

    private static final int SIDE = CellGrid.POINTS;

    private final PointMask morphology = new PointMask();
    private final boolean[] mask = new boolean[CellGrid.LUMA];

    @Test
    void closesGapsOfTwoPoints() {
        // Given
        rectangle(10, 20, 10, 14, true);
        rectangle(10, 20, 17, 20, true);

        // When
        morphology.close(mask);

        // Then
        assertThat(at(15, 15)).isTrue();
        assertThat(at(15, 16)).isTrue();
        assertThat(at(15, 21)).isFalse();
    }

    @Test
    void fillsHolesAndSmallOnesThatOneBorderCuts() {
        // Given
        rectangle(0, 30, 0, 63, true);
        rectangle(10, 20, 10, 20, false);
        rectangle(0, 5, 30, 37, false);
        rectangle(0, 5, 45, 60, false);

        // When
        morphology.fill(mask);

        // Then
        assertThat(at(15, 15)).as("a hole").isTrue();
        assertThat(at(0, 33)).as("48 points at one border").isTrue();
        assertThat(at(0, 50)).as("96 points at one border").isFalse();
        assertThat(at(40, 40)).as("what surrounds it").isFalse();
    }

    @Test
    void fillsNothingThatWindsToTheBorder() {
        // Given: a corridor that turns twice
        rectangle(0, 63, 0, 63, true);
        rectangle(10, 10, 10, 50, false);
        rectangle(10, 40, 50, 50, false);
        rectangle(40, 40, 0, 50, false);

        // When
        morphology.fill(mask);

        // Then
        assertThat(at(10, 10)).isFalse();
    }

    @Test
    void opensAsTheDefinitionSays() {
        // Given
        var random = new Random(1);
        for (int point = 0; point < mask.length; point++) {
            mask[point] = random.nextInt(3) > 0;
        }
        boolean[] before = mask.clone();

        // When
        morphology.open(mask);

        // Then
        for (int row = 1; row < SIDE - 1; row++) {
            for (int column = 1; column < SIDE - 1; column++) {
                boolean inASquare = full(before, row, column)
                        || full(before, row - 1, column)
                        || full(before, row, column - 1)
                        || full(before, row - 1, column - 1);
                assertThat(at(row, column)).isEqualTo(inASquare);
            }
        }
    }

    @Test
    void splitsWhereOnlyANarrowBridgeJoins() {
        // Given
        rectangle(10, 30, 5, 20, true);
        rectangle(10, 30, 40, 55, true);
        rectangle(20, 22, 21, 39, true);
        byte[] parts = new byte[CellGrid.LUMA];

        // When
        morphology.split(mask, parts);

        // Then
        assertThat(parts[20 * SIDE + 10]).isNotZero().isNotEqualTo(parts[20 * SIDE + 50]);
        assertThat(parts[50 * SIDE + 50]).isZero();
    }

    private static boolean full(boolean[] points, int row, int column) {
        int at = row * SIDE + column;
        return points[at] && points[at + 1] && points[at + SIDE] && points[at + SIDE + 1];
    }

    private void rectangle(int top, int bottom, int left, int right, boolean value) {
        for (int row = top; row <= bottom; row++) {
            for (int column = left; column <= right; column++) {
                mask[row * SIDE + column] = value;
            }
        }
    }

    private boolean at(int row, int column) {
        return mask[row * SIDE + column];
    }
}
