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

    private final PictureLimits pictureLimits;
    private final VeilBuffers.Pool workbenches;
    private final VeilFilter light = new GaussianBlur();
    private final VeilFilter standard = new CellNoiseFilter(StrengthParameters.STANDARD);
    private final VeilFilter heavy = new CellNoiseFilter(StrengthParameters.HEAVY);

    private Veil(PictureLimits pictureLimits) {
        this.pictureLimits = pictureLimits;
        this.workbenches = new VeilBuffers.Pool(pictureLimits);
    }

    /// A veil with [PictureLimits#STANDARD].
    public static Veil standard() {
        return new Veil(PictureLimits.STANDARD);
    }

    public static Veil withLimits(PictureLimits pictureLimits) {
        return new Veil(pictureLimits);
    }

    /// Veils one picture. No input makes it throw: whatever is not a sound picture within the limits is dropped.
    ///
    /// @param picture a file as the camera sent it; not changed
    /// @return the same for the same arguments, byte for byte
    public VeilResult apply(byte[] picture, VeilRequest request) {
        var veilBuffers = workbenches.take();
        try {
            return switch (read(picture, veilBuffers)) {
                case PictureResult.PictureRead(var pixelFrame) -> veil(pixelFrame, request, veilBuffers);
                case PictureResult.PictureRefused(var dropReason) -> new VeilResult.Dropped(dropReason);
            };
        } catch (RuntimeException e) {
            // A mistake of ours that some odd file brings to light must not stop a camera's events; and as the
            // exception
            // could quote the file, it goes no further. The fuzzers look beneath this line.
            return new VeilResult.Dropped(DropReason.UNDECODABLE);
        } finally {
            workbenches.giveBack(veilBuffers);
        }
    }

    private PictureResult read(byte[] picture, VeilBuffers veilBuffers) {
        if (picture.length == 0) {
            return new PictureResult.PictureRefused(DropReason.NO_IMAGE);
        }
        if (picture.length > pictureLimits.bytes()) {
            return new PictureResult.PictureRefused(DropReason.TOO_MANY_BYTES);
        }
        return switch (PictureKind.of(picture)) {
            case JPEG -> veilBuffers.jpegs.read(picture);
            case FOREIGN -> veilBuffers.foreign.read(picture);
            case NONE -> new PictureResult.PictureRefused(DropReason.NOT_AN_IMAGE);
        };
    }

    private VeilResult veil(PixelFrame pixelFrame, VeilRequest request, VeilBuffers veilBuffers) {
        MaskPainter.paint(pixelFrame, request.masks());
        var hash = DctHash.of(pixelFrame.y());
        var veiled = veilBuffers.veiled;
        pane(request.veilStrength()).veil(pixelFrame, request, veiled, veilBuffers.spare);
        for (int quality : QUALITIES) {
            byte[] jpeg = veilBuffers.writer.write(veiled.y(), veiled.cb(), veiled.cr(), quality);
            if (jpeg.length < pictureLimits.thumbnailBytes()) {
                return new VeilResult.Picture(new Thumbnail(jpeg), hash);
            }
        }
        return new VeilResult.Dropped(DropReason.THUMBNAIL_TOO_LARGE);
    }

    private VeilFilter pane(VeilStrength veilStrength) {
        return switch (veilStrength) {
            case LIGHT -> light;
            case STANDARD -> standard;
            case HEAVY -> heavy;
        };
    }
}
