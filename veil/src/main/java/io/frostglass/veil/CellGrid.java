package io.frostglass.veil;

/// Pixelising: the mean of each cell of a square plane.
final class CellGrid {

    private CellGrid() {}

    /// Averages each cell.
    ///
    /// @param plane `side` squared values
    /// @param cells per side; divides `side`
    /// @return `cells` squared means
    static float[] means(float[] plane, int side, int cells) {
        int size = side / cells;
        if (size == 1) {
            return plane.clone();
        }
        float[] means = new float[cells * cells];
        for (int y = 0; y < side; y++) {
            int row = y / size * cells;
            for (int cell = 0; cell < cells; cell++) {
                float sum = 0;
                int from = y * side + cell * size;
                for (int x = 0; x < size; x++) {
                    sum += plane[from + x];
                }
                means[row + cell] += sum;
            }
        }
        float scale = 1f / (size * size);
        for (int i = 0; i < means.length; i++) {
            means[i] *= scale;
        }
        return means;
    }
}
