package io.frostglass.veil;

import io.frostglass.veil.jpeg.JpegParts;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Damages JPEGs segment by segment, always in the same way for the same seed: segments and scans are left out,
/// doubled and moved, and headers say something else. That gets deeper into a decoder than random bytes do.
final class SegmentMutations {

    private static final int SOF0 = 0xC0;
    private static final int SOF2 = 0xC2;
    private static final int SOS = 0xDA;
    private static final int[] USUAL_BYTES = {0, 1, 2, 3, 4, 0x11, 0x12, 0x21, 0x22, 0x33, 0x41, 0x44, 63, 64, 128, 255
    };

    private final Random random;

    SegmentMutations(long seed) {
        this.random = new Random(seed);
    }

    byte[] damage(byte[] jpeg) {
        var parts = JpegParts.of(jpeg);
        for (int i = 0, steps = 1 + random.nextInt(5);
                i < steps && !parts.segments().isEmpty();
                i++) {
            step(parts.segments());
        }
        return parts.bytes();
    }

    private void step(List<byte[]> segments) {
        int at = random.nextInt(segments.size());
        byte[] segment = segments.get(at).clone();
        switch (random.nextInt(8)) {
            case 0 -> segments.remove(at);
            case 1 -> segments.add(random.nextInt(segments.size() + 1), segment);
            case 2 -> segments.add(random.nextInt(segments.size()), segments.remove(at));
            case 3 -> segments.set(at, Arrays.copyOf(segment, 2 + random.nextInt(segment.length - 1)));
            case 4 -> change(segments, SOF0, SOF2, 10);
            case 5 -> change(segments, SOS, SOS, 4);
            case 6 -> {
                segment[1] = (byte) (random.nextBoolean() ? SOF0 + random.nextInt(4) : random.nextInt(256));
                segments.set(at, segment);
            }
            default -> {
                for (int i = 0, bytes = 1 + random.nextInt(3); i < bytes && segment.length > 2; i++) {
                    segment[2 + random.nextInt(Math.min(40, segment.length - 2))] = usual();
                }
                segments.set(at, segment);
            }
        }
    }

    /// Changes a byte of the header of some segment of these kinds, from `from` on.
    private void change(List<byte[]> segments, int first, int last, int from) {
        var kind = segments.stream()
                .filter(segment -> segment.length > from && isWithin(first, segment[1] & 0xFF, last))
                .toList();
        if (!kind.isEmpty()) {
            byte[] segment = kind.get(random.nextInt(kind.size()));
            int length = Math.min(segment.length, 2 + ((segment[2] & 0xFF) << 8 | (segment[3] & 0xFF)));
            if (length > from) {
                segment[from + random.nextInt(length - from)] = usual();
            }
        }
    }

    private static boolean isWithin(int first, int value, int last) {
        return first <= value && value <= last;
    }

    private byte usual() {
        return (byte) USUAL_BYTES[random.nextInt(USUAL_BYTES.length)];
    }
}
