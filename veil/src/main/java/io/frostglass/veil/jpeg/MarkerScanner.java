package io.frostglass.veil.jpeg;

/// Finds markers (ITU-T T.81 B.1.1.2).
final class MarkerScanner {

    static final int EOI = 0xD9;
    private static final int SOS = 0xDA;
    private static final int DNL = 0xDC;

    private MarkerScanner() {}

    /// The index of the next marker, at `from` or later; the length of the file if there is none. Bytes between
    /// segments are skipped, as in every decoder.
    static int next(byte[] file, int from) {
        int at = from;
        while (at + 1 < file.length) {
            if (file[at] != (byte) 0xFF) {
                at = skip(file, at + 1);
            } else if (file[at + 1] == 0 || file[at + 1] == (byte) 0xFF) {
                at++;
            } else {
                return at;
            }
        }
        return file.length;
    }

    /// The same after entropy-coded data, which contains restart markers.
    static int afterEntropy(byte[] file, int from) {
        int at = next(file, from);
        while (at + 1 < file.length && isRestart(file[at + 1] & 0xFF)) {
            at = next(file, at + 2);
        }
        return at;
    }

    /// The height in a DNL segment (T.81 B.2.5), for a frame without a height; 0 if there is none.
    static int numberOfLines(byte[] file, int from) {
        int at = next(file, from);
        while (at + 6 <= file.length && file[at + 1] != (byte) EOI) {
            int marker = file[at + 1] & 0xFF;
            if (marker == DNL) {
                return FrameHeader.unsigned16(file, at + 4);
            }
            int end = standsAlone(marker) ? at + 2 : segmentEnd(file, at + 2);
            at = marker == SOS ? afterEntropy(file, end) : next(file, end);
        }
        return 0;
    }

    /// The end of a segment whose length is at `at`. A length below 2 counts as 2, as in the IJG's library.
    static int segmentEnd(byte[] file, int at) {
        return at + Math.max(2, FrameHeader.unsigned16(file, at));
    }

    private static int skip(byte[] file, int from) {
        int at = from;
        while (at + Long.BYTES <= file.length && !EntropySource.hasMarkerByte(EntropySource.longAt(file, at))) {
            at += Long.BYTES;
        }
        return at;
    }

    static boolean isRestart(int marker) {
        return marker >= 0xD0 && marker <= 0xD7;
    }

    /// Whether no segment follows: TEM, RSTm, SOI, EOI.
    static boolean standsAlone(int marker) {
        return marker == 0x01 || (marker >= 0xD0 && marker <= EOI);
    }
}
