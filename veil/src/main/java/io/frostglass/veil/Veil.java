package io.frostglass.veil;

import io.frostglass.veil.jpeg.JpegWriter;

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
    private final ForeignPictures foreign;
    private final Glass light = new Glass(Recipe.LIGHT);
    private final Glass standard = new Glass(Recipe.STANDARD);
    private final Glass heavy = new Glass(Recipe.HEAVY);

    private Veil(Limits limits) {
        this.limits = limits;
        this.foreign = new ForeignPictures(limits);
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
        return switch (read(picture)) {
            case Read.Done(var frame) -> veil(frame, request);
            case Read.Refused(var reason) -> new Veiled.Dropped(reason);
        };
    }

    private Read read(byte[] picture) {
        if (picture.length == 0) {
            return new Read.Refused(Reason.NO_IMAGE);
        }
        if (picture.length > limits.bytes()) {
            return new Read.Refused(Reason.TOO_MANY_BYTES);
        }
        return switch (PictureKind.of(picture)) {
            case JPEG -> upright(foreign.read(picture), ExifOrientation.of(picture));
            case FOREIGN -> foreign.read(picture);
            case NONE -> new Read.Refused(Reason.NOT_AN_IMAGE);
        };
    }

    private static Read upright(Read read, Orientation orientation) {
        if (read instanceof Read.Done(var frame)) {
            float[] spare = new float[Frame.SIDE * Frame.SIDE];
            orientation.turn(frame.y(), spare, Frame.SIDE);
            orientation.turn(frame.cb(), spare, Frame.SIDE);
            orientation.turn(frame.cr(), spare, Frame.SIDE);
        }
        return read;
    }

    private Veiled veil(Frame frame, VeilRequest request) {
        MaskPainter.paint(frame, request.masks());
        var hash = DctHash.of(frame.y());
        var glass = glass(request.strength());
        var veiled = glass.veil(frame, request.noiseKey());
        var writer = new JpegWriter(Frame.SIDE);
        for (int quality : QUALITIES) {
            byte[] jpeg = writer.write(veiled.y(), veiled.cb(), veiled.cr(), quality);
            if (jpeg.length < limits.thumbnailBytes()) {
                return new Veiled.Picture(new Thumbnail(jpeg), hash);
            }
        }
        return new Veiled.Dropped(Reason.THUMBNAIL_TOO_LARGE);
    }

    private Glass glass(Strength strength) {
        return switch (strength) {
            case LIGHT -> light;
            case STANDARD -> standard;
            case HEAVY -> heavy;
        };
    }
}
