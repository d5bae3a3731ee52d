package io.frostglass.veil.jpeg;

/// Finding markers (ITU-T T.81 B.1.1.2).
final class MarkerScanner {

    static final int EOI = 0xD9;
    private static final int SOS = 0xDA;
    private static final int DNL = 0xDC;

    private MarkerScanner() {}

    /// Where the next marker begins, at `from` or later; the length of the file if there is none. What stands between
    /// two segments is skipped, as every decoder does.
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

    /// The same behind entropy-coded data, which has restart markers in it.
    static int afterEntropy(byte[] file, int from) {
        int at = next(file, from);
        while (at + 1 < file.length && isRestart(file[at + 1] & 0xFF)) {
            at = next(file, at + 2);
        }
        return at;
    }

    /// The height that a DNL segment states (T.81 B.2.5), for a frame that leaves it open; 0 if there is none.
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

    /// Where a segment ends. One that is said to be shorter than its own length has nothing in it, as for the IJG's
    /// library.
    ///
    /// @param at where its length stands
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
