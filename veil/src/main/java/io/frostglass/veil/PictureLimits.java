package io.frostglass.veil;

import java.time.Duration;
import java.util.stream.LongStream;

/// Limits for one picture.
///
/// @param bytes size of the picture as sent
/// @param pixels width times height, by its header
/// @param segments marker segments of a JPEG before and between its scans
/// @param scans scans of a JPEG; a progressive one usually has 10
/// @param time spent decoding; exceeded by milliseconds at most
/// @param thumbnailBytes exclusive
public record PictureLimits(int bytes, long pixels, int segments, int scans, Duration time, int thumbnailBytes) {

    /// Enough for every known camera: 16 MiB, 100 megapixels, two seconds; thumbnails under 16 KiB.
    public static final PictureLimits STANDARD =
            new PictureLimits(16 << 20, 100_000_000, 1_000, 100, Duration.ofSeconds(2), 16 << 10);

    /// @throws IllegalArgumentException if a limit is not above zero
    public PictureLimits {
        if (LongStream.of(bytes, pixels, segments, scans, time.toNanos(), thumbnailBytes)
                .anyMatch(limit -> limit <= 0)) {
            throw new IllegalArgumentException("each limit must be above zero");
        }
    }
}
