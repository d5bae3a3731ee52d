package io.frostglass.veil;

/// Puts frosted glass before a picture: one sees that somebody is there, not who.
///
/// ```
/// bytes -> read (bounded) -> turn upright -> mask -> hash
///                                                \-> pixelise -> quantise -> keyed noise -> blur -> write
/// ```
///
/// Stateless and thread-safe; keep one and share it.
public final class Veil {

    private static final int[] QUALITIES = {85, 70, 50, 30, 15, 5};

    private final Limits limits;
    private final Workbench.Pool workbenches;
    private final Pane light = new Blur();
    private final Pane standard = new Glass(Recipe.STANDARD);
    private final Pane heavy = new Glass(Recipe.HEAVY);

    private Veil(Limits limits) {
        this.limits = limits;
        this.workbenches = new Workbench.Pool(limits);
    }

    /// A veil with [Limits#STANDARD].
    public static Veil standard() {
        return new Veil(Limits.STANDARD);
    }

    public static Veil withLimits(Limits limits) {
        return new Veil(limits);
    }

    /// Veils one picture. No input makes it throw: whatever is not a sound picture within the limits is dropped.
    ///
    /// @param picture a file as the camera sent it; not changed
    /// @return the same for the same arguments, byte for byte
    public Veiled apply(byte[] picture, VeilRequest request) {
        var workbench = workbenches.take();
        try {
            return switch (read(picture, workbench)) {
                case Read.Done(var frame) -> veil(frame, request, workbench);
                case Read.Refused(var reason) -> new Veiled.Dropped(reason);
            };
        } catch (RuntimeException e) {
            // A mistake of ours that some odd file brings to light must not stop a camera's events; and as the
            // exception
            // could quote the file, it goes no further. The fuzzers look beneath this line.
            return new Veiled.Dropped(Reason.UNDECODABLE);
        } finally {
            workbenches.giveBack(workbench);
        }
    }

    private Read read(byte[] picture, Workbench workbench) {
        if (picture.length == 0) {
            return new Read.Refused(Reason.NO_IMAGE);
        }
        if (picture.length > limits.bytes()) {
            return new Read.Refused(Reason.TOO_MANY_BYTES);
        }
        return switch (PictureKind.of(picture)) {
            case JPEG -> workbench.jpegs.read(picture);
            case FOREIGN -> workbench.foreign.read(picture);
            case NONE -> new Read.Refused(Reason.NOT_AN_IMAGE);
        };
    }

    private Veiled veil(Frame frame, VeilRequest request, Workbench workbench) {
        MaskPainter.paint(frame, request.masks());
        var hash = DctHash.of(frame.y());
        var veiled = workbench.veiled;
        pane(request.strength()).veil(frame, request, veiled, workbench.spare);
        for (int quality : QUALITIES) {
            byte[] jpeg = workbench.writer.write(veiled.y(), veiled.cb(), veiled.cr(), quality);
            if (jpeg.length < limits.thumbnailBytes()) {
                return new Veiled.Picture(new Thumbnail(jpeg), hash);
            }
        }
        return new Veiled.Dropped(Reason.THUMBNAIL_TOO_LARGE);
    }

    private Pane pane(Strength strength) {
        return switch (strength) {
            case LIGHT -> light;
            case STANDARD -> standard;
            case HEAVY -> heavy;
        };
    }
}
