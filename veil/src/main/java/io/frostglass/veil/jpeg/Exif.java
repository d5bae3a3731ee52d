package io.frostglass.veil.jpeg;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Optional;

/// The position of EXIF in a file: an APP1 segment that begins with `Exif` (EXIF 2.3, 4.7.2).
///
/// @param from index of its TIFF header
/// @param end index behind its last byte
public record Exif(int from, int end) {

    private static final byte[] NAME = "Exif\0".getBytes(US_ASCII);
    private static final int SMALLEST_TIFF = 8;

    /// Checks an APP1 segment, whose length is at `at`.
    static Optional<Exif> of(byte[] file, int at, int end) {
        boolean named = end - at >= 8 + SMALLEST_TIFF && ColourMarkers.startsWith(file, at + 2, NAME);
        return named ? Optional.of(new Exif(at + 8, end)) : Optional.empty();
    }
}
