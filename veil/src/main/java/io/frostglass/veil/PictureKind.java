package io.frostglass.veil;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/// What a file is by its first bytes; a name or a content type is not asked, as both are easily wrong.
enum PictureKind {
    JPEG,
    /// Kinds that the JDK, or a plug-in of it, may read.
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
        if (file.length < at + expected.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if (file[at + i] != expected[i]) {
                return false;
            }
        }
        return true;
    }
}
