package io.frostglass.veil.background;

import io.frostglass.veil.background.BackgroundTexture.TextureView;
import java.util.Arrays;

/// Finds patches of light and shadow, such as those of clouds: parts of the picture in which the light differs from
/// that around by a factor, and changes little from cell to cell.
///
/// Cells whose factors are alike are joined. What is joined to a large part of the picture is background in some
/// light, if most of its border is soft: a figure has a hard one. So are joined cells with a hard border, if the
/// texture of the background is seen in them. Not thread-safe: it reuses its buffers.
final class LightPatches {

    private static final int SIDE = CellGrid.SIDE;

    /// How far the factors of joined neighbours differ at most, in units of [LightFactor].
    private static final int SOFT = 28;
    /// Luma by which a cell differs by chance.
    private static final int NOISE = 3;
    /// A factor that needs no patch.
    private static final int SLIGHT = 14;

    private static final int DEEPEST = 290;
    /// Cells of a part of the picture that is no figure.
    private static final int LARGE = 110;

    private static final int LEAST_PATCH = 14;
    private static final int LEAST_TEXTURED = 10;
    /// The share of a patch's border that is soft.
    private static final double SOFT_BORDER = 0.4;
    /// The same in a picture without colours, which would tell a figure from a patch.
    private static final double SOFT_BORDER_WITHOUT_COLOUR = 0.6;

    /// A step at a soft border is at most this share of the patch's mean factor. The cells at a figure's edge hold
    /// some of the figure, too: its steps are about half.
    private static final float SLIGHT_STEP = 0.9f;

    private static final int OUTSIDE = -1;
    private static final int VISITED = 2;
    private static final int VISITED_TWICE = 3;
    private static final int MAX_LIGHTS = 16;
    /// How far two factors of the same light differ at most.
    private static final int SAME_LIGHT = 10;

    private final int[] parent = new int[CellGrid.CELLS];
    private final int[] sizes = new int[CellGrid.CELLS];
    private final int[] patch = new int[CellGrid.CELLS];
    private final int[] stack = new int[CellGrid.CELLS];
    private final boolean[] light = new boolean[CellGrid.CELLS];
    private final boolean[] accepted = new boolean[CellGrid.CELLS];
    private final int[] softness = new int[CellGrid.CELLS];
    private final boolean[] filled = new boolean[CellGrid.CELLS];
    private final int[] factors = new int[MAX_LIGHTS];
    private final BackgroundTexture texture = new BackgroundTexture();

    /// Whether enough cells have a factor of their own. In a picture in the light of the background, few have.
    ///
    /// @param rest of each cell: its factor, without what is explained
    static boolean possible(int[] rest) {
        int cells = 0;
        for (int factor : rest) {
            cells += Math.abs(factor) > SLIGHT ? 1 : 0;
        }
        return cells >= LEAST_PATCH;
    }

    /// Corrects factors by patches.
    ///
    /// @param rest of each cell: its factor, without what is explained
    /// @param luma of the background in each cell
    /// @param steady whether a cell has the colour of the background
    /// @param predicted the background at each point in the light that is explained
    /// @param correction overwritten, if there is a patch
    /// @return whether there is a patch
    boolean find(
            int[] rest, float[] luma, boolean[] steady, ScenePicture picture, float[] predicted, int[] correction) {
        for (int cell = 0; cell < CellGrid.CELLS; cell++) {
            parent[cell] = cell;
            sizes[cell] = 0;
            softness[cell] = SOFT + (int) (NOISE * 256 / (luma[cell] + 8));
        }
        for (int cell = 0; cell < CellGrid.CELLS; cell++) {
            if (isJoined(rest, steady, cell, right(cell))) {
                join(cell, right(cell));
            }
            if (isJoined(rest, steady, cell, below(cell))) {
                join(cell, below(cell));
            }
        }
        for (int cell = 0; cell < CellGrid.CELLS; cell++) {
            // A parent comes before its cell, and has its root already.
            parent[cell] = parent[parent[cell]];
            sizes[parent[cell]]++;
        }
        for (int cell = 0; cell < CellGrid.CELLS; cell++) {
            light[cell] = steady[cell] && sizes[parent[cell]] >= LARGE;
            accepted[cell] = light[cell] && !isPatch(rest, cell);
        }
        boolean found = false;
        boolean colour = !picture.infraRed();
        Arrays.fill(patch, 0);
        for (int cell = 0; cell < CellGrid.CELLS; cell++) {
            if (light[cell] && patch[cell] == 0 && isPatch(rest, cell)) {
                found |= accept(rest, colour, cell);
            }
        }
        found |= acceptTextured(rest, steady, picture, predicted);
        if (found) {
            smooth(rest, correction);
        }
        return found;
    }

    private boolean isPatch(int[] rest, int cell) {
        return Math.abs(rest[cell]) > SLIGHT + (softness[cell] - SOFT) / 2;
    }

    private boolean isJoined(int[] rest, boolean[] steady, int cell, int other) {
        return other != OUTSIDE
                && steady[cell]
                && steady[other]
                && Math.abs(rest[cell]) < DEEPEST
                && Math.abs(rest[cell] - rest[other]) <= Math.max(softness[cell], softness[other]);
    }

    private void join(int cell, int other) {
        int first = root(cell);
        int second = root(other);
        parent[Math.max(first, second)] = Math.min(first, second);
    }

    private int root(int cell) {
        int root = cell;
        while (parent[root] != root) {
            parent[root] = parent[parent[root]];
            root = parent[root];
        }
        return root;
    }

    private static int left(int cell) {
        return cell % SIDE == 0 ? OUTSIDE : cell - 1;
    }

    private static int right(int cell) {
        return cell % SIDE == SIDE - 1 ? OUTSIDE : cell + 1;
    }

    private static int above(int cell) {
        return cell < SIDE ? OUTSIDE : cell - SIDE;
    }

    private static int below(int cell) {
        return cell >= CellGrid.CELLS - SIDE ? OUTSIDE : cell + SIDE;
    }

    private static int beside(int cell, int side) {
        return switch (side) {
            case 0 -> left(cell);
            case 1 -> right(cell);
            case 2 -> above(cell);
            default -> below(cell);
        };
    }

    /// Accepts the patch of a cell, if it is large and most of its border is soft.
    private boolean accept(int[] rest, boolean colour, int from) {
        int size = 0;
        int border = 0;
        int soft = 0;
        stack[size++] = from;
        patch[from] = 1;
        int depth = 0;
        for (int next = 0; next < size; next++) {
            int cell = stack[next];
            depth += Math.abs(rest[cell]);
            for (int i = 0; i < 4; i++) {
                int other = beside(cell, i);
                if (other != OUTSIDE && patch[other] == 0 && light[other] && isPatch(rest, other)) {
                    patch[other] = 1;
                    stack[size++] = other;
                }
            }
        }
        int slight = (int) (SLIGHT_STEP * depth / size);
        for (int next = 0; next < size; next++) {
            int cell = stack[next];
            for (int i = 0; i < 4; i++) {
                int other = beside(cell, i);
                if (other != OUTSIDE && !(light[other] && isPatch(rest, other))) {
                    int step = Math.abs(rest[cell] - rest[other]);
                    border++;
                    soft += light[other] && step <= Math.min(slight, softness[cell]) ? 1 : 0;
                }
            }
        }
        boolean isLight = size >= LEAST_PATCH && soft >= (colour ? SOFT_BORDER : SOFT_BORDER_WITHOUT_COLOUR) * border;
        for (int i = 0; isLight && i < size; i++) {
            accepted[stack[i]] = true;
        }
        return isLight;
    }

    /// Accepts joined cells, whatever their border is, if the texture of the background is seen in them; then those
    /// without a texture that have the same factor.
    private boolean acceptTextured(int[] rest, boolean[] steady, ScenePicture picture, float[] predicted) {
        int lights = 0;
        for (int cell = 0; cell < CellGrid.CELLS; cell++) {
            if (isOpen(rest, steady, cell, VISITED)) {
                int size = joined(rest, steady, cell, VISITED);
                var view = texture.look(picture, predicted, stack, size);
                if (view == TextureView.SEEN && size >= LEAST_TEXTURED && lights < MAX_LIGHTS) {
                    factors[lights++] = acceptAll(rest, size);
                }
            }
        }
        for (int cell = 0; lights > 0 && cell < CellGrid.CELLS; cell++) {
            if (isOpen(rest, steady, cell, VISITED_TWICE)) {
                int size = joined(rest, steady, cell, VISITED_TWICE);
                var view = texture.look(picture, predicted, stack, size);
                if (view == TextureView.UNKNOWN && size >= LEAST_TEXTURED && isKnownLight(rest, size, lights)) {
                    acceptAll(rest, size);
                }
            }
        }
        return lights > 0;
    }

    private boolean isOpen(int[] rest, boolean[] steady, int cell, int visited) {
        return steady[cell] && !accepted[cell] && patch[cell] != visited && isPatch(rest, cell);
    }

    /// Leaves the cells that are joined to a cell in `stack`.
    private int joined(int[] rest, boolean[] steady, int from, int visited) {
        int size = 0;
        stack[size++] = from;
        patch[from] = visited;
        for (int next = 0; next < size; next++) {
            for (int i = 0; i < 4; i++) {
                int other = beside(stack[next], i);
                if (isJoined(rest, steady, stack[next], other) && isOpen(rest, steady, other, visited)) {
                    patch[other] = visited;
                    stack[size++] = other;
                }
            }
        }
        return size;
    }

    /// Accepts the cells in `stack`.
    ///
    /// @return their mean factor
    private int acceptAll(int[] rest, int size) {
        for (int i = 0; i < size; i++) {
            accepted[stack[i]] = true;
        }
        return meanOfStack(rest, size);
    }

    private int meanOfStack(int[] rest, int size) {
        int sum = 0;
        for (int i = 0; i < size; i++) {
            sum += rest[stack[i]];
        }
        return sum / size;
    }

    private boolean isKnownLight(int[] rest, int size, int lights) {
        int factor = meanOfStack(rest, size);
        for (int i = 0; i < lights; i++) {
            if (Math.abs(factors[i] - factor) <= SAME_LIGHT) {
                return true;
            }
        }
        return false;
    }

    /// The mean of the accepted cells around each; where there are none, that of the cells around that have one.
    private void smooth(int[] rest, int[] correction) {
        for (int cell = 0; cell < CellGrid.CELLS; cell++) {
            filled[cell] = accepted[cell];
            correction[cell] = accepted[cell] ? mean(rest, accepted, cell) : 0;
        }
        for (int missing = 1; missing > 0; ) {
            missing = 0;
            int size = 0;
            for (int cell = 0; cell < CellGrid.CELLS; cell++) {
                if (!filled[cell]) {
                    missing++;
                    int mean = mean(correction, filled, cell);
                    if (mean != Integer.MIN_VALUE) {
                        patch[size] = mean;
                        stack[size++] = cell;
                    }
                }
            }
            for (int i = 0; i < size; i++) {
                correction[stack[i]] = patch[i];
                filled[stack[i]] = true;
            }
            missing = size == 0 ? 0 : missing - size;
        }
    }

    private static int mean(int[] values, boolean[] known, int cell) {
        int row = cell / SIDE;
        int column = cell % SIDE;
        int sum = 0;
        int n = 0;
        for (int i = Math.max(0, row - 1); i <= Math.min(SIDE - 1, row + 1); i++) {
            for (int j = Math.max(0, column - 1); j <= Math.min(SIDE - 1, column + 1); j++) {
                if (known[i * SIDE + j]) {
                    sum += values[i * SIDE + j];
                    n++;
                }
            }
        }
        return n == 0 ? Integer.MIN_VALUE : sum / n;
    }
}
