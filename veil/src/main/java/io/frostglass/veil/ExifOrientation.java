package io.frostglass.veil;

/// Reads the one thing of EXIF that matters here, and nothing else: which way is up.
///
/// Layout: JPEG segments up to the first scan; APP1 `Exif\0\0`; a TIFF header; entries of 12 bytes in IFD 0
/// (EXIF 2.3, 4.5 to 4.6). Every step is bounded, and whatever is out of place counts as upright.
final class ExifOrientation {

    private static final int MAX_SEGMENTS = 64;
    private static final int APP1 = 0xE1;
    private static final int SOS = 0xDA;
    private static final int TAG = 0x0112;
    private static final int SHORT = 3;

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

    static Orientation of(byte[] jpeg) {
        int at = 2;
        for (int i = 0; i < MAX_SEGMENTS && at + 4 <= jpeg.length && (jpeg[at] & 0xFF) == 0xFF; i++) {
            int marker = jpeg[at + 1] & 0xFF;
            if (marker == 0xFF) {
                at++;
                continue;
            }
            int next = at + 2 + (((jpeg[at + 2] & 0xFF) << 8) | (jpeg[at + 3] & 0xFF));
            if (marker == SOS || next < at + 4 || next > jpeg.length) {
                break;
            }
            if (marker == APP1 && isExif(jpeg, at + 4, next)) {
                return new ExifOrientation(jpeg, at + 10, next).read();
            }
            at = next;
        }
        return Orientation.UPRIGHT;
    }

    private static boolean isExif(byte[] data, int at, int end) {
        return end - at >= 14
                && data[at] == 'E'
                && data[at + 1] == 'x'
                && data[at + 2] == 'i'
                && data[at + 3] == 'f'
                && data[at + 4] == 0;
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
                boolean valid = unsigned16((int) entry + 2) == SHORT;
                return valid ? Orientation.ofExif(unsigned16((int) entry + 8)) : Orientation.UPRIGHT;
            }
        }
        return Orientation.UPRIGHT;
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
