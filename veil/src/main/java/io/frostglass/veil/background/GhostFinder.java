package io.frostglass.veil.background;

/// Finds figures that are not in the picture, but in what was taken for the background: somebody who stood there has
/// left. A figure has an outline, so the brightness changes at its border. If it does so in the background and not in
/// the picture, the background has the outline.
final class GhostFinder {

    private static final int SIDE = CellGrid.SIDE;

    /// The change at the border, as a share of that in the background, up to which the picture has no outline.
    private static final float FAINT = 0.55f;
    /// A background of so many votes has come back, and is not replaced at once: after a step of exposure, a figure's
    /// outline may be faint, too.
    private static final int OLD = SceneMemory.KNOWN;

    private static final int LEAST_BORDER = 6;
    /// How far from the border changes are measured, in cells.
    private static final int REACH = 2;

    private final float[] seen = new float[FigureMap.MAX_FIGURES + 1];
    private final float[] known = new float[FigureMap.MAX_FIGURES + 1];
    private final int[] border = new int[FigureMap.MAX_FIGURES + 1];
    private final int[] old = new int[FigureMap.MAX_FIGURES + 1];
    private final int[] sizes = new int[FigureMap.MAX_FIGURES + 1];

    /// @return the figures that are ghosts: a bit for each number, from 1
    long find(ScenePicture picture, SceneMemory memory, LightFit light, FigureMap figures) {
        for (int number = 0; number <= figures.count; number++) {
            seen[number] = 0;
            known[number] = 0;
            border[number] = 0;
            old[number] = 0;
            sizes[number] = 0;
        }
        for (int cell = 0; cell < CellGrid.CELLS; cell++) {
            int number = figures.figure[cell];
            if (number != 0) {
                sizes[number]++;
                old[number] += light.slots[cell] < 0 || memory.votes(light.slots[cell], cell) >= OLD ? 1 : 0;
                int row = cell / SIDE;
                int column = cell % SIDE;
                compare(picture, light, figures, cell, row, column - REACH);
                compare(picture, light, figures, cell, row, column + REACH);
                compare(picture, light, figures, cell, row - REACH, column);
                compare(picture, light, figures, cell, row + REACH, column);
            }
        }
        long ghosts = 0;
        for (int number = 1; number <= figures.count; number++) {
            boolean young = 4 * old[number] < sizes[number];
            boolean faint = border[number] >= LEAST_BORDER && seen[number] < FAINT * known[number];
            ghosts |= young && faint ? 1L << number : 0;
        }
        return ghosts;
    }

    private void compare(ScenePicture picture, LightFit light, FigureMap figures, int cell, int row, int column) {
        boolean inside = row >= 0 && row < SIDE && column >= 0 && column < SIDE;
        int other = row * SIDE + column;
        if (inside && !figures.at(other)) {
            int number = figures.figure[cell];
            border[number]++;
            seen[number] += Math.abs(CellGrid.mean(picture.luma, cell) - CellGrid.mean(picture.luma, other));
            known[number] += Math.abs(CellGrid.mean(light.predicted, cell) - CellGrid.mean(light.predicted, other));
        }
    }
}
