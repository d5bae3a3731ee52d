package io.frostglass.veil.jpeg;

import java.util.Optional;

/// Where in a file its EXIF stands: an APP1 segment that begins with `Exif` (EXIF 2.3, 4.7.2). Nothing of it is read
/// here.
///
/// @param from where its TIFF header begins
/// @param end behind its last byte
public record Exif(int from, int end) {

    private static final int SMALLEST_TIFF = 8;

    /// Looks at an APP1 segment.
    ///
    /// @param at where its length stands
    /// @param end behind its last byte
    static Optional<Exif> of(byte[] file, int at, int end) {
        boolean named = end - at >= 8 + SMALLEST_TIFF
                && file[at + 2] == 'E'
                && file[at + 3] == 'x'
                && file[at + 4] == 'i'
                && file[at + 5] == 'f'
                && file[at + 6] == 0;
        return named ? Optional.of(new Exif(at + 8, end)) : Optional.empty();
    }
}
