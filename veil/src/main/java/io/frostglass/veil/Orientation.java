package io.frostglass.veil;

/// How a picture is turned to stand upright: EXIF 2.3, tag 0x0112.
enum Orientation {
    UPRIGHT(false, false, false),
    MIRRORED(true, false, false),
    UPSIDE_DOWN(true, true, false),
    MIRRORED_UPSIDE_DOWN(false, true, false),
    TRANSPOSED(false, false, true),
    ON_ITS_LEFT(false, true, true),
    TRANSVERSED(true, true, true),
    ON_ITS_RIGHT(true, false, true);

    private final boolean fromRight;
    private final boolean fromBottom;
    private final boolean swapped;

    Orientation(boolean fromRight, boolean fromBottom, boolean swapped) {
        this.fromRight = fromRight;
        this.fromBottom = fromBottom;
        this.swapped = swapped;
    }

    /// Reads the value that EXIF has, 1 to 8; anything else counts as upright.
    static Orientation ofExif(long value) {
        return value >= 1 && value <= 8 ? values()[(int) value - 1] : UPRIGHT;
    }

    /// Turns a square plane in place.
    ///
    /// @param square of `side` times `side` values
    /// @param spare of the same size, overwritten
    void turn(float[] square, float[] spare, int side) {
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
