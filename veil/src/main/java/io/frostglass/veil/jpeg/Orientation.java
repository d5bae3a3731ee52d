package io.frostglass.veil.jpeg;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// How to turn a picture upright, by tag 0x0112 of EXIF 2.3. Nothing else of EXIF is read.
public enum Orientation {
    UPRIGHT(false, false, false),
    MIRRORED(true, false, false),
    UPSIDE_DOWN(true, true, false),
    MIRRORED_UPSIDE_DOWN(false, true, false),
    TRANSPOSED(false, false, true),
    ON_ITS_LEFT(false, true, true),
    TRANSVERSED(true, true, true),
    ON_ITS_RIGHT(true, false, true);

    private static final byte[] NAME = "Exif\0".getBytes(US_ASCII);
    private static final int SMALLEST_TIFF = 8;
    private static final short TAG = 0x0112;
    private static final short SHORT = 3;
    private static final short LONG = 4;

    private final boolean fromRight;
    private final boolean fromBottom;
    private final boolean swapped;

    Orientation(boolean fromRight, boolean fromBottom, boolean swapped) {
        this.fromRight = fromRight;
        this.fromBottom = fromBottom;
        this.swapped = swapped;
    }

    /// Reads the tag from IFD 0, after the TIFF header (EXIF 2.3, 4.5 to 4.7). Malformed EXIF counts as upright.
    ///
    /// @param at index of the length of an APP1 segment
    /// @param end index behind its last byte
    /// @return null if the segment is not EXIF
    static @Nullable Orientation of(byte[] file, int at, int end) {
        if (end - at < 8 + SMALLEST_TIFF || !ColourMarkers.startsWith(file, at + 2, NAME)) {
            return null;
        }
        int start = at + 8;
        var tiff = ByteBuffer.wrap(file).order(file[start] == 'I' ? LITTLE_ENDIAN : BIG_ENDIAN);
        long ifd = start + Integer.toUnsignedLong(tiff.getInt(start + 4));
        int entries = ifd + 2 > end ? 0 : Short.toUnsignedInt(tiff.getShort((int) ifd));
        for (int i = 0; i < entries; i++) {
            long entry = ifd + 2 + 12L * i;
            if (entry + 12 > end) {
                return UPRIGHT;
            }
            if (tiff.getShort((int) entry) == TAG) {
                return read(tiff, (int) entry);
            }
        }
        return UPRIGHT;
    }

    /// The type must be SHORT; some writers make it a LONG.
    private static Orientation read(ByteBuffer tiff, int entry) {
        int value = switch (tiff.getShort(entry + 2)) {
            case SHORT -> tiff.getShort(entry + 8);
            case LONG -> tiff.getInt(entry + 4) == 1 ? tiff.getInt(entry + 8) : 0;
            default -> 0;
        };
        return value >= 1 && value <= 8 ? values()[value - 1] : UPRIGHT;
    }

    /// Turns a square plane in place.
    ///
    /// @param square of `side` times `side` values
    /// @param spare of the same size, overwritten
    public void turn(float[] square, float[] spare, int side) {
        if (this == UPRIGHT) {
            return;
        }
        System.arraycopy(square, 0, spare, 0, side * side);
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                int across = swapped ? y : x;
                int down = swapped ? x : y;
                int fromX = fromRight ? side - 1 - across : across;
                int fromY = fromBottom ? side - 1 - down : down;
                square[y * side + x] = spare[fromY * side + fromX];
            }
        }
    }
}
