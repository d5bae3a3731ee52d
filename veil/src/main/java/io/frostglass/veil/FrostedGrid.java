package io.frostglass.veil;

import java.util.Arrays;

/// Pixelise, quantise, add noise: the steps that make a plane anonymous. What comes out is one value per cell.
final class FrostedGrid {

    private FrostedGrid() {}

    /// Frosts a plane.
    ///
    /// @param plane [PixelFrame#SIDE] squared values
    /// @param use a number of its own for each plane that is frosted under a key
    static float[] of(float[] plane, StrengthParameters.Frosting frosting, NoiseKey key, int use) {
        float[] grid = CellGrid.means(plane, PixelFrame.SIDE, frosting.cells());
        int levels = frosting.levels();
        if (levels == 1) {
            Arrays.fill(grid, 128);
            return grid;
        }
        var noise = new KeyedNoise(key, use, grid.length, levels);
        for (int cell = 0; cell < grid.length; cell++) {
            int level = Math.clamp((int) (grid[cell] * levels / 256), 0, levels - 1);
            float value = level * 255f / (levels - 1);
            grid[cell] = Math.clamp(value + frosting.noise() * noise.draw(cell, level), 0, 255);
        }
        return grid;
    }
}
