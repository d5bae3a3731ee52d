package io.frostglass.veil;

import io.frostglass.veil.background.BackgroundModel;
import io.frostglass.veil.background.BackgroundVeil;
import io.frostglass.veil.background.BackgroundVeil.CellBox;
import io.frostglass.veil.background.BackgroundVeil.Painted;
import io.frostglass.veil.background.BackgroundVeil.PictureContext;
import io.frostglass.veil.background.BackgroundVeil.Planes;
import io.frostglass.veil.jpeg.JpegWriter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import org.jspecify.annotations.Nullable;

/// Makes an anonymous thumbnail of a picture: it shows that a person is there, and not who.
///
/// ```
/// bytes -> read (bounded) -> turn upright -> mask -> hash
///                                                |-> known background, and figures on it ----------> write
///                                                \-> pixelise -> quantise -> keyed noise -> blur -> write
/// ```
///
/// Thread-safe.
public final class Veil {

    private static final int[] QUALITIES = {85, 70, 50, 30, 15, 5};

    private final PictureLimits limits;
    /// As many as threads can use at once. A veil in one more thread makes its own and drops it.
    private final ArrayBlockingQueue<Buffers> pool =
            new ArrayBlockingQueue<>(Runtime.getRuntime().availableProcessors());

    private final VeilFilter light = new GaussianBlur();
    private final VeilFilter standard = new CellNoiseFilter(StrengthParameters.STANDARD);
    private final VeilFilter heavy = new CellNoiseFilter(StrengthParameters.HEAVY);

    private Veil(PictureLimits limits) {
        this.limits = limits;
    }

    /// A veil with [PictureLimits#STANDARD].
    public static Veil standard() {
        return new Veil(PictureLimits.STANDARD);
    }

    public static Veil withLimits(PictureLimits limits) {
        return new Veil(limits);
    }

    /// Veils a picture, or drops a file that is no valid picture within the limits. It never throws.
    ///
    /// @param picture a file as the camera sent it; not changed
    /// @return the same for the same arguments, byte for byte
    public VeilResult apply(byte[] picture, VeilRequest request) {
        return apply(picture, request, null);
    }

    /// Veils a picture of a camera whose background may be known, and learns from it.
    ///
    /// `standard` shows the background with outlines of figures, `heavy` with boxes, as soon as enough is
    /// known. Until then, and for a picture unlike the background, the result is that of [#apply(byte[],
    /// VeilRequest)].
    ///
    /// A fault of the background never costs the picture: it is veiled without a background, and the model is
    /// marked as [BackgroundModel#isFaulty()].
    ///
    /// @param scene `null`: there is no background
    /// @return the same for the same arguments, byte for byte
    public VeilResult apply(byte[] picture, VeilRequest request, @Nullable VeilScene scene) {
        if (scene != null) {
            try {
                return read(picture, request, scene);
            } catch (RuntimeException e) {
                scene.background().fail();
            }
        }
        try {
            return read(picture, request, null);
        } catch (RuntimeException e) {
            // A bug that some file causes must not stop a camera's events. The exception could quote the file, so it is
            // not reported. The fuzzers call the methods below this one.
            return new VeilResult.Dropped(DropReason.UNDECODABLE);
        }
    }

    /// Learns from a picture of a camera's empty scene. It never throws; after a fault, the model is marked as
    /// [BackgroundModel#isFaulty()].
    ///
    /// @param picture a file as the camera sent it; not changed
    /// @param masks of the camera
    /// @param background of the camera; changed
    /// @param at when the picture was taken
    /// @return why nothing was learnt; empty if something was
    public Optional<DropReason> learn(byte[] picture, List<Mask> masks, BackgroundModel background, Instant at) {
        var free = pool.poll();
        var buffers = free != null ? free : new Buffers(limits);
        try {
            var refused = switch (read(picture, buffers)) {
                case PictureResult.PictureRead(var frame) -> {
                    MaskPainter.paint(frame, masks);
                    buffers.background.learnEmpty(planes(frame), background, at.getEpochSecond());
                    yield Optional.<DropReason>empty();
                }
                case PictureResult.PictureRefused(var reason) -> Optional.of(reason);
            };
            pool.offer(buffers);
            return refused;
        } catch (RuntimeException e) {
            background.fail();
            return Optional.of(DropReason.UNDECODABLE);
        }
    }

    private VeilResult read(byte[] picture, VeilRequest request, @Nullable VeilScene scene) {
        var free = pool.poll();
        var buffers = free != null ? free : new Buffers(limits);
        var result = switch (read(picture, buffers)) {
            case PictureResult.PictureRead(var frame) -> veil(frame, request, scene, buffers);
            case PictureResult.PictureRefused(var reason) -> new VeilResult.Dropped(reason);
        };
        // Not after an exception: the buffers may be half written.
        pool.offer(buffers);
        return result;
    }

    private PictureResult read(byte[] picture, Buffers buffers) {
        if (picture.length == 0) {
            return new PictureResult.PictureRefused(DropReason.NO_IMAGE);
        }
        if (picture.length > limits.bytes()) {
            return new PictureResult.PictureRefused(DropReason.TOO_MANY_BYTES);
        }
        return switch (PictureKind.of(picture)) {
            case JPEG -> buffers.jpegs.read(picture);
            case FOREIGN -> buffers.foreign.read(picture);
            case NONE -> new PictureResult.PictureRefused(DropReason.NOT_AN_IMAGE);
        };
    }

    private VeilResult veil(PixelFrame frame, VeilRequest request, @Nullable VeilScene scene, Buffers buffers) {
        MaskPainter.paint(frame, request.masks());
        var hash = DctHash.of(frame.y());
        var veiled = buffers.veiled;
        var report = paint(frame, request, scene, buffers);
        for (int quality : QUALITIES) {
            byte[] jpeg = buffers.writer.write(veiled.y(), veiled.cb(), veiled.cr(), quality);
            if (jpeg.length < limits.thumbnailBytes()) {
                return new VeilResult.Picture(new Thumbnail(jpeg), hash, report);
            }
        }
        return new VeilResult.Dropped(DropReason.THUMBNAIL_TOO_LARGE);
    }

    private VeilReport paint(PixelFrame frame, VeilRequest request, @Nullable VeilScene scene, Buffers buffers) {
        var strength = request.strength();
        var painted = scene == null ? Optional.<Painted>empty() : onBackground(frame, request, scene, buffers);
        if (painted.isPresent() && strength != VeilStrength.LIGHT) {
            var kind = strength == VeilStrength.STANDARD ? VeilKind.SILHOUETTES : VeilKind.BOXES;
            return VeilReport.of(kind, painted.get().figures(), painted.get().moved());
        }
        filter(strength).veil(frame, request, buffers.veiled, buffers.spare);
        return VeilReport.of(strength == VeilStrength.LIGHT ? VeilKind.BLUR : VeilKind.NOISE);
    }

    private static Optional<Painted> onBackground(
            PixelFrame frame, VeilRequest request, VeilScene scene, Buffers buffers) {
        var boxed = CellNoiseFilter.cells(request.boxes(), BackgroundVeil.CELLS);
        boolean outlines = request.strength() != VeilStrength.HEAVY;
        var boxes = request.boxes().stream().map(Veil::cells).toList();
        var context = new PictureContext(
                boxes,
                boxed,
                scene.people(),
                scene.kinds(),
                outlines,
                scene.at().getEpochSecond());
        return buffers.background.apply(planes(frame), scene.background(), context, planes(buffers.veiled));
    }

    private static CellBox cells(PictureBox box) {
        return new CellBox(
                cell(Math.min(box.y(), box.y() + box.h())),
                cell(Math.max(box.y(), box.y() + box.h())),
                cell(Math.min(box.x(), box.x() + box.w())),
                cell(Math.max(box.x(), box.x() + box.w())));
    }

    private static int cell(double share) {
        return CellNoiseFilter.cell(share, BackgroundVeil.CELLS);
    }

    private static Planes planes(PixelFrame frame) {
        return new Planes(frame.y(), frame.cb(), frame.cr());
    }

    private VeilFilter filter(VeilStrength strength) {
        return switch (strength) {
            case LIGHT -> light;
            case STANDARD -> standard;
            case HEAVY -> heavy;
        };
    }

    /// The readers and buffers for one picture at a time. They hold pixels of raw pictures and never leave
    /// the veil.
    private static final class Buffers {

        private final JpegPictures jpegs;
        private final ForeignPictures foreign;
        private final PixelFrame veiled = PixelFrame.blank();
        private final float[] spare = new float[PixelFrame.SIDE * PixelFrame.SIDE];
        private final BackgroundVeil background = new BackgroundVeil();
        private final JpegWriter writer = new JpegWriter(PixelFrame.SIDE);

        private Buffers(PictureLimits limits) {
            this.jpegs = new JpegPictures(limits);
            this.foreign = new ForeignPictures(limits);
        }
    }
}
