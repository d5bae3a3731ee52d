package io.frostglass.veil;

/// The veil itself: pixelise, quantise, add keyed noise, blur.
///
/// Noise is what makes a picture anonymous; a blur that no human can read is still undone by a machine. The blur at the
/// end only makes the cells easier on the eye, and takes no part in the protection.
final class Glass {

    private final Recipe recipe;
    private final Spread luma;
    private final Spread chroma;

    Glass(Recipe recipe) {
        this.recipe = recipe;
        this.luma = new Spread(recipe.cells(), Frame.SIDE, recipe.blur());
        this.chroma = new Spread(Math.min(recipe.cells(), Frame.SIDE / 2), Frame.SIDE / 2, recipe.blur());
    }

    /// Veils a frame; the result has luma at full and chroma at half size.
    Frame veil(Frame frame, NoiseKey key) {
        var veiled = new Frame(
                new float[Frame.SIDE * Frame.SIDE],
                new float[Frame.SIDE * Frame.SIDE / 4],
                new float[Frame.SIDE * Frame.SIDE / 4]);
        var noise = new KeyedNoise(key, 3, recipe.cells() * recipe.cells(), Math.max(1, recipe.levels()));
        float[] spare = new float[Frame.SIDE * Frame.SIDE];
        int half = Math.min(recipe.cells(), Frame.SIDE / 2);
        luma.apply(frosted(frame.y(), recipe.cells(), 0, noise), spare, veiled.y());
        chroma.apply(frosted(frame.cb(), half, 1, noise), spare, veiled.cb());
        chroma.apply(frosted(frame.cr(), half, 2, noise), spare, veiled.cr());
        return veiled;
    }

    private float[] frosted(float[] plane, int cells, int index, KeyedNoise noise) {
        float[] grid = Cells.means(plane, Frame.SIDE, cells);
        if (recipe.levels() > 0) {
            for (int cell = 0; cell < grid.length; cell++) {
                int level = Math.clamp((int) (grid[cell] * recipe.levels() / 256), 0, recipe.levels() - 1);
                float value = level * 255f / (recipe.levels() - 1);
                grid[cell] = Math.clamp(value + recipe.noise() * noise.draw(index, cell, level), 0, 255);
            }
        }
        return grid;
    }
}
