package io.frostglass.veil.background;

import java.util.Arrays;

/// The figures of a picture: which cells each covers. A buffer, used again for each picture.
final class FigureMap {

    /// Further figures are not told apart: no picture has so many.
    static final int MAX_FIGURES = 32;

    /// The number of a cell's figure, from 1; 0: background.
    final byte[] figure = new byte[CellGrid.CELLS];
    int count;

    private final int[] stack = new int[CellGrid.CELLS];
    private final int[] distance = new int[CellGrid.CELLS];

    boolean at(int cell) {
        return figure[cell] != 0;
    }

    void clear() {
        Arrays.fill(figure, (byte) 0);
        count = 0;
    }

    /// The share of the picture that figures cover.
    double share() {
        int covered = 0;
        for (byte number : figure) {
            covered += number != 0 ? 1 : 0;
        }
        return (double) covered / CellGrid.CELLS;
    }

    /// Numbers the connected groups of cells of one part, and drops those of fewer cells than `least`.
    ///
    /// @param cells the part of each, from 1; 0: background
    void number(byte[] cells, int least) {
        clear();
        for (int cell = 0; cell < CellGrid.CELLS; cell++) {
            if (cells[cell] != 0 && figure[cell] == 0) {
                byte number = (byte) Math.min(MAX_FIGURES, count + 1);
                int size = flood(cells, cell, number);
                if (size < least) {
                    for (int i = 0; i < size; i++) {
                        figure[stack[i]] = 0;
                        cells[stack[i]] = 0;
                    }
                } else {
                    count = number;
                }
            }
        }
    }

    /// Leaves the group's cells in `stack`.
    private int flood(byte[] cells, int from, byte number) {
        int size = 0;
        stack[size++] = from;
        figure[from] = number;
        for (int next = 0; next < size; next++) {
            int row = stack[next] / CellGrid.SIDE;
            int column = stack[next] % CellGrid.SIDE;
            for (int i = Math.max(0, row - 1); i <= Math.min(CellGrid.SIDE - 1, row + 1); i++) {
                for (int j = Math.max(0, column - 1); j <= Math.min(CellGrid.SIDE - 1, column + 1); j++) {
                    int cell = i * CellGrid.SIDE + j;
                    if (cells[cell] == cells[from] && figure[cell] == 0) {
                        figure[cell] = number;
                        stack[size++] = cell;
                    }
                }
            }
        }
        return size;
    }

    /// How many pixels across the widest square is that fits into a figure.
    ///
    /// @return by number, from 1
    int[] thickness() {
        int[] thickest = new int[count + 1];
        for (int cell = 0; cell < CellGrid.CELLS; cell++) {
            distance[cell] = at(cell) ? 1 + Math.min(nearest(cell, -1), CellGrid.SIDE) : 0;
        }
        for (int cell = CellGrid.CELLS - 1; cell >= 0; cell--) {
            if (at(cell)) {
                distance[cell] = Math.min(distance[cell], 1 + nearest(cell, 1));
                thickest[figure[cell]] = Math.max(thickest[figure[cell]], 8 * distance[cell] - 4);
            }
        }
        return thickest;
    }

    /// The least distance of the four neighbours on one side; a cell of another figure, or outside, has 0.
    private int nearest(int cell, int side) {
        int row = cell / CellGrid.SIDE;
        int column = cell % CellGrid.SIDE;
        int least = distance(row, column + side, figure[cell]);
        for (int j = -1; j <= 1; j++) {
            least = Math.min(least, distance(row + side, column + j, figure[cell]));
        }
        return least;
    }

    private int distance(int row, int column, byte number) {
        boolean inside = row >= 0 && row < CellGrid.SIDE && column >= 0 && column < CellGrid.SIDE;
        int cell = row * CellGrid.SIDE + column;
        return inside && figure[cell] == number ? distance[cell] : 0;
    }
}
