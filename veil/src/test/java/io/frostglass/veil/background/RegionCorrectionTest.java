package io.frostglass.veil.background;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RegionCorrectionTest {

    private static final int DARKER = LightFactor.log(1 / 1.35);

    private final RegionCorrection regions = new RegionCorrection();
    private final int[] factors = new int[CellGrid.LUMA];
    private final int[] ratios = new int[CellGrid.CELLS];
    private final boolean[] all = new boolean[CellGrid.CELLS];

    RegionCorrectionTest() {
        Arrays.fill(all, true);
    }

    @Test
    void followsRowsThatAreDarker() {
        Arrays.fill(ratios, 10 * CellGrid.SIDE, 14 * CellGrid.SIDE, DARKER);

        regions.addRows(factors, ratios, all, all);

        assertThat(factors[22 * CellGrid.POINTS + 5]).isEqualTo(DARKER);
        assertThat(factors[40 * CellGrid.POINTS + 5]).isZero();
    }

    @Test
    void doesNotTakeALongFigureForTheLightOfItsRows() {
        for (int row = 10; row < 14; row++) {
            Arrays.fill(ratios, row * CellGrid.SIDE, row * CellGrid.SIDE + 20, DARKER);
        }

        regions.addRows(factors, ratios, all, all);

        assertThat(factors).containsOnly(0);
    }
}
