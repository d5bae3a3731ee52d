package io.frostglass.veil.background;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PointMaskTest {

    private static final int SIDE = CellGrid.POINTS;

    private final PointMask morphology = new PointMask();
    private final boolean[] mask = new boolean[CellGrid.LUMA];

    @Test
    void closesGapsOfTwoPointsAboveEachOtherAndOfOneSideBySide() {
        // Given
        rectangle(10, 20, 10, 14, true);
        rectangle(23, 30, 10, 14, true);
        rectangle(10, 20, 16, 18, true);
        rectangle(10, 20, 21, 25, true);

        // When
        morphology.close(mask);

        // Then
        assertThat(at(21, 12)).as("above each other").isTrue();
        assertThat(at(22, 12)).as("above each other").isTrue();
        assertThat(at(15, 15)).as("one point").isTrue();
        assertThat(at(15, 19)).as("two points").isFalse();
        assertThat(at(31, 12)).as("beside the figures").isFalse();
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
                assertThat(at(row, column)).isEqualTo(inASquare || inAnUprightLine(before, row, column));
            }
        }
    }

    @Test
    void findsLevelLinesAsTheDefinitionSays() {
        // Given
        rectangle(10, 10, 0, 3, true);
        rectangle(12, 12, 58, 63, true);
        boolean[] lines = new boolean[mask.length];

        // When
        morphology.levelLines(mask, 5, lines);

        // Then
        for (int point = 0; point < lines.length; point++) {
            assertThat(lines[point]).isEqualTo(point / SIDE == 12 && point % SIDE >= 58);
        }
    }

    private static boolean inAnUprightLine(boolean[] points, int row, int column) {
        int length = 1;
        for (int up = row - 1; up >= 0 && points[up * SIDE + column]; up--) {
            length++;
        }
        for (int down = row + 1; down < SIDE && points[down * SIDE + column]; down++) {
            length++;
        }
        return points[row * SIDE + column] && length >= 5;
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
