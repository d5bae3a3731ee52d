package io.frostglass.veil.background;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Shows a picture as the known background with flat figures on it, and learns from it.
///
/// ```
/// picture -> ScenePicture -> LightFit (and CameraShake) -> ForegroundSegmenter -> SilhouettePainter -> veiled picture
///                                                                             \-> BackgroundLearner
/// ```
///
/// Of the picture itself only the outlines of its figures are painted. Everything else comes from earlier
/// pictures, and only values that have come back in a later visit. Not thread-safe: it reuses its buffers.
public final class BackgroundVeil {

    /// Cells per side.
    public static final int CELLS = CellGrid.SIDE;

    /// Fewer known cells show no place.
    private static final double ENOUGH_KNOWN = 0.6;
    /// A picture of which more has changed is no picture of this scene.
    private static final double STRANGE = 0.45;
    /// After so many strange pictures in a row the camera has been turned.
    private static final int TURNED = 5;

    private final ScenePicture picture = new ScenePicture();
    private final LightFit light = new LightFit();
    private final CameraShake shake = new CameraShake();
    private final ForegroundSegmenter segmenter = new ForegroundSegmenter();
    private final BackgroundLearner learner = new BackgroundLearner();
    private final GhostFinder ghostFinder = new GhostFinder();
    private final FigureMap figures = new FigureMap();
    private final SilhouettePainter painter = new SilhouettePainter();

    /// A picture of 128 by 128 pixels.
    ///
    /// @param y luma, 0 to 255
    /// @param cb blue minus luma, with 128 for no colour
    /// @param cr red minus luma
    @SuppressWarnings("ArrayRecordComponent") // Buffers; never compared.
    public record Planes(float[] y, float[] cb, float[] cr) {}

    /// What the camera says about a picture, and how to paint it.
    ///
    /// @param boxes where the camera says that something moves
    /// @param boxed the cells, of 32 by 32 row by row, of these boxes with a margin
    /// @param people whether that may be people, whom nothing may be learnt of
    /// @param kinds what the camera says it is
    /// @param outlines paint outlines, or boxes of rough size
    /// @param second time of the picture in seconds since 1970
    public record PictureContext(
            List<CellBox> boxes, BitSet boxed, boolean people, Set<FigureKind> kinds, boolean outlines, long second) {}

    /// A rectangle of cells.
    ///
    /// @param top first row
    /// @param bottom last row
    /// @param left first column
    /// @param right last column
    public record CellBox(int top, int bottom, int left, int right) {}

    /// What was painted.
    ///
    /// @param figures how many
    /// @param moved the share of the picture that they cover, 0 to 1
    public record Painted(int figures, double moved) {}

    /// Paints a picture, if the background is known well enough, and learns from it unless the model is frozen.
    ///
    /// @param seen not changed
    /// @param model of the camera; changed
    /// @param veiled overwritten: luma at full size, and chroma at half in the first quarter of its planes
    /// @return empty if the picture must be veiled in another way: too little of the background is known, or
    ///     the picture is unlike it
    public Optional<Painted> apply(Planes seen, BackgroundModel model, PictureContext context, Planes veiled) {
        picture.reduce(seen.y(), seen.cb(), seen.cr(), 0, 0);
        boolean infraRed = picture.infraRed();
        var frozen = context.people() ? context.boxed() : new BitSet();
        var memory = model.scene(infraRed);
        if (memory == null) {
            if (!model.isFrozen()) {
                learner.begin(picture, model.begin(infraRed), frozen, context.second());
            }
            return Optional.empty();
        }
        compare(seen, memory, context.boxes());
        long ghosts = ghostFinder.find(picture, memory, light, figures);
        var painted = new Painted(figures.count, figures.share());
        if (painted.moved() > STRANGE) {
            if (!model.isFrozen()) {
                beginAfterManyStrange(model, memory, infraRed, frozen, context.second());
            }
            return Optional.empty();
        }
        boolean known = painter.paint(memory, figures, context, veiled) >= ENOUGH_KNOWN;
        if (model.isFrozen()) {
            return known ? Optional.of(painted) : Optional.empty();
        }
        memory.strange = 0;
        learner.forget(ghosts, picture, memory, light, figures, frozen);
        boolean boxed = !context.boxes().isEmpty();
        model.learnt(
                learner.learn(picture, memory, light, figures, segmenter.difference, frozen, boxed, context.second()));
        return known ? Optional.of(painted) : Optional.empty();
    }

    /// Learns from a picture of the empty scene: nothing in it is a figure. It counts as one visit, as other
    /// pictures do. Nothing is learnt if the model is frozen. If the picture is unlike the background, the camera
    /// has been turned, and the scene is learnt anew.
    ///
    /// @param seen not changed
    /// @param model of the camera; changed
    /// @param second time of the picture in seconds since 1970
    public void learnEmpty(Planes seen, BackgroundModel model, long second) {
        if (model.isFrozen()) {
            return;
        }
        picture.reduce(seen.y(), seen.cb(), seen.cr(), 0, 0);
        boolean infraRed = picture.infraRed();
        var memory = model.scene(infraRed);
        if (memory != null) {
            compare(seen, memory, List.of());
        }
        if (memory == null || figures.share() > STRANGE) {
            learner.begin(picture, model.begin(infraRed), new BitSet(), second);
            return;
        }
        memory.strange = 0;
        figures.clear();
        model.learnt(learner.learn(picture, memory, light, figures, segmenter.difference, new BitSet(), true, second));
    }

    private void compare(Planes seen, SceneMemory memory, List<CellBox> boxes) {
        light.fit(picture, memory);
        if (shake.find(seen.y(), light)) {
            picture.reduce(seen.y(), seen.cb(), seen.cr(), shake.dx, shake.dy);
            light.fit(picture, memory);
        }
        segmenter.segment(picture, memory, light, boxes, figures);
    }

    private void beginAfterManyStrange(
            BackgroundModel model, @Nullable SceneMemory memory, boolean infraRed, BitSet frozen, long second) {
        if (memory != null && ++memory.strange >= TURNED) {
            learner.begin(picture, model.begin(infraRed), frozen, second);
        }
    }

    /// Which cells hold figures in the last picture; for measurements.
    public boolean[] cells() {
        boolean[] cells = new boolean[CellGrid.CELLS];
        for (int cell = 0; cell < cells.length; cell++) {
            cells[cell] = figures.at(cell);
        }
        return cells;
    }
}
