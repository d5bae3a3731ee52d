package io.frostglass.veil.background;

import java.util.Arrays;

/// What is left of the light when a tone curve has explained the whole picture: a factor for each of 64 regions, as
/// clouds and lamps make it, or one for each row, as a rolling shutter makes it under lamps that flicker. All are
/// medians: a figure that covers less than half of a region, or of a row, does not change them. Not thread-safe: it
/// reuses its buffers.
final class RegionCorrection {

    private static final int REGIONS = 8;
    /// Cells per side of a region.
    private static final int SIZE = CellGrid.SIDE / REGIONS;
    /// Steps of a point between the middles of two regions.
    private static final int SHARES = 2 * CellGrid.POINTS / REGIONS;
    /// For each row or column: the region whose middle is before it, and how far from there it is, in these steps.
    private static final int[] REGION_ABOVE = new int[CellGrid.POINTS];

    private static final int[] REGION_SHARE = new int[CellGrid.POINTS];
    /// The largest correction.
    static final int REACH = LightFactor.log(1.4);
    /// How far the factors of a row of cells may be apart.
    private static final int DISAGREEMENT = LightFactor.log(1.2);

    private static final int NO_LIGHT = LightFactor.log(1.8);
    private static final int UNKNOWN = Integer.MAX_VALUE;

    static {
        for (int i = 0; i < CellGrid.POINTS; i++) {
            int steps = 2 * i + 1 - SHARES / 2;
            REGION_ABOVE[i] = Math.clamp(steps / SHARES, 0, REGIONS - 2);
            REGION_SHARE[i] = steps - SHARES * REGION_ABOVE[i];
        }
    }

    private final int[] region = new int[REGIONS * REGIONS];
    private final int[] smooth = new int[REGIONS * REGIONS];
    private final int[] across = new int[REGIONS];
    private final int[] rows = new int[CellGrid.SIDE];
    private final int[] sorted = new int[CellGrid.SIDE];

    /// Adds to each point's factor the median of what is left in its region, interpolated between regions, and
    /// extrapolated to the border.
    ///
    /// @param factors of points; changed
    /// @param ratios of the picture to the background, in each cell
    /// @param steady whether a cell has the colour of the background
    /// @param tellsLight whether the ratio of a cell is the light's. Otherwise the light's is at least that
    void add(int[] factors, int[] ratios, boolean[] steady, boolean[] tellsLight) {
        for (int i = 0; i < region.length; i++) {
            region[i] = median(factors, ratios, steady, tellsLight, i / REGIONS, i % REGIONS);
        }
        for (int i = 0; i < region.length; i++) {
            smooth[i] = Math.clamp(medianAround(i / REGIONS, i % REGIONS), -REACH, REACH);
        }
        for (int row = 0; row < CellGrid.POINTS; row++) {
            int top = REGION_ABOVE[row];
            int y = REGION_SHARE[row];
            for (int i = 0; i < REGIONS; i++) {
                int at = top * REGIONS + i;
                across[i] = (SHARES - y) * smooth[at] + y * smooth[at + REGIONS];
            }
            for (int column = 0; column < CellGrid.POINTS; column++) {
                int left = REGION_ABOVE[column];
                int x = REGION_SHARE[column];
                int sum = (SHARES - x) * across[left] + x * across[left + 1];
                factors[row * CellGrid.POINTS + column] += Math.floorDiv(sum + SHARES * SHARES / 2, SHARES * SHARES);
            }
        }
    }

    private int median(int[] factors, int[] ratios, boolean[] steady, boolean[] tellsLight, int row, int column) {
        int n = 0;
        for (int i = 0; i < SIZE * SIZE; i++) {
            int cell = (row * SIZE + i / SIZE) * CellGrid.SIDE + column * SIZE + i % SIZE;
            int left = ratios[cell] - CellGrid.mean(factors, cell);
            boolean tells = tellsLight[cell] || left > 0;
            // A figure must not pass for the light of its region.
            if (steady[cell] && tells && Math.abs(left) < NO_LIGHT) {
                sorted[n++] = left;
            }
        }
        if (n < SIZE) {
            return UNKNOWN;
        }
        Arrays.sort(sorted, 0, n);
        return sorted[n / 2];
    }

    private int medianAround(int row, int column) {
        int n = 0;
        for (int i = row - 1; i <= row + 1; i++) {
            for (int j = column - 1; j <= column + 1; j++) {
                int here = region[Math.clamp(i, 0, REGIONS - 1) * REGIONS + Math.clamp(j, 0, REGIONS - 1)];
                if (here != UNKNOWN) {
                    sorted[n++] = here;
                }
            }
        }
        Arrays.sort(sorted, 0, n);
        return n == 0 ? 0 : sorted[n / 2];
    }

    /// Adds to each point's factor the median of what is left in its row of cells, interpolated between rows.
    ///
    /// @param factors of points; changed
    /// @param ratios of the picture to the background, in each cell
    /// @param steady whether a cell has the colour of the background
    /// @param tellsLight whether the ratio of a cell is the light's
    void addRows(int[] factors, int[] ratios, boolean[] steady, boolean[] tellsLight) {
        for (int row = 0; row < CellGrid.SIDE; row++) {
            int n = 0;
            for (int cell = row * CellGrid.SIDE; cell < (row + 1) * CellGrid.SIDE; cell++) {
                int left = ratios[cell] - CellGrid.mean(factors, cell);
                if (steady[cell] && tellsLight[cell] && Math.abs(left) < NO_LIGHT) {
                    sorted[n++] = left;
                }
            }
            Arrays.sort(sorted, 0, n);
            // A long figure is not the light of its row.
            boolean agree = n >= CellGrid.SIDE / 2 && sorted[7 * n / 8] - sorted[n / 8] < DISAGREEMENT;
            rows[row] = agree ? Math.clamp(sorted[n / 2], -REACH, REACH) : 0;
        }
        for (int row = 0; row < CellGrid.POINTS; row++) {
            int near = row / 2;
            int far = Math.clamp(near + (row % 2 == 0 ? -1 : 1), 0, CellGrid.SIDE - 1);
            int factor = (3 * rows[near] + rows[far]) / 4;
            for (int column = 0; column < CellGrid.POINTS; column++) {
                factors[row * CellGrid.POINTS + column] += factor;
            }
        }
    }
}
