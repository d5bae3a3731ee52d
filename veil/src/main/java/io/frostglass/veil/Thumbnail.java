package io.frostglass.veil;

import java.util.Arrays;

/// A veiled picture: a baseline JPEG of [#SIDE] by [#SIDE] pixels without a single APPn or COM segment.
///
/// The picture is stretched to the square: a [PictureBox] is at the same place in both.
public final class Thumbnail {

    /// Width and height in pixels.
    public static final int SIDE = 128;

    private final byte[] jpeg;

    Thumbnail(byte[] jpeg) {
        this.jpeg = jpeg;
    }

    /// The file, as a copy.
    public byte[] jpeg() {
        return jpeg.clone();
    }

    public int size() {
        return jpeg.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Thumbnail that && Arrays.equals(jpeg, that.jpeg);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(jpeg);
    }

    @Override
    public String toString() {
        return "Thumbnail[" + jpeg.length + " bytes]";
    }
}
