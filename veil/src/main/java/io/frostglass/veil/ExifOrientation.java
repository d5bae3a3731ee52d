package io.frostglass.veil;

import io.frostglass.veil.jpeg.Exif;

/// Reads the one thing of EXIF that matters here, and nothing else: which way is up.
///
/// Layout: a TIFF header; entries of 12 bytes in IFD 0 (EXIF 2.3, 4.5 to 4.6). Every step is bounded, and whatever is
/// out
/// of place counts as upright.
final class ExifOrientation {

    private static final int TAG = 0x0112;
    private static final int SHORT = 3;
    private static final int LONG = 4;

    private final byte[] data;
    private final int start;
    private final int end;
    private final boolean littleEndian;

    private ExifOrientation(byte[] data, int start, int end) {
        this.data = data;
        this.start = start;
        this.end = end;
        this.littleEndian = data[start] == 'I';
    }

    static Orientation of(byte[] jpeg, Exif exif) {
        return new ExifOrientation(jpeg, exif.from(), exif.end()).read();
    }

    private Orientation read() {
        long ifd = start + unsigned32(start + 4);
        if (ifd + 2 > end) {
            return Orientation.UPRIGHT;
        }
        int entries = unsigned16((int) ifd);
        for (int i = 0; i < entries; i++) {
            long entry = ifd + 2 + 12L * i;
            if (entry + 12 > end) {
                break;
            }
            if (unsigned16((int) entry) == TAG) {
                return orientation((int) entry);
            }
        }
        return Orientation.UPRIGHT;
    }

    /// EXIF wants a SHORT; some writers make it a LONG.
    private Orientation orientation(int entry) {
        long value = switch (unsigned16(entry + 2)) {
            case SHORT -> unsigned16(entry + 8);
            case LONG -> unsigned32(entry + 4) == 1 ? unsigned32(entry + 8) : 0;
            default -> 0;
        };
        return Orientation.ofExif(value);
    }

    private int unsigned16(int at) {
        int first = data[at] & 0xFF;
        int second = data[at + 1] & 0xFF;
        return littleEndian ? (second << 8) | first : (first << 8) | second;
    }

    private long unsigned32(int at) {
        long first = unsigned16(at);
        long second = unsigned16(at + 2);
        return littleEndian ? (second << 16) | first : (first << 16) | second;
    }
}
