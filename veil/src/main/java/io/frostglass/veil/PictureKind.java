package io.frostglass.veil;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;

/// The format of a file by its first bytes. Names and content types are often wrong.
enum PictureKind {
    JPEG,
    /// Formats that the JDK or a plug-in may read.
    FOREIGN,
    NONE;

    static PictureKind of(byte[] file) {
        if (startsWith(file, 0, "\u00FF\u00D8")) {
            return JPEG;
        }
        boolean known = startsWith(file, 0, "\u0089PNG\r\n\u001A\n")
                || startsWith(file, 0, "GIF8")
                || (startsWith(file, 0, "RIFF") && startsWith(file, 8, "WEBP"));
        return known ? FOREIGN : NONE;
    }

    private static boolean startsWith(byte[] file, int at, String magic) {
        byte[] expected = magic.getBytes(ISO_8859_1);
        int end = at + expected.length;
        return file.length >= end && Arrays.equals(file, at, end, expected, 0, expected.length);
    }
}
