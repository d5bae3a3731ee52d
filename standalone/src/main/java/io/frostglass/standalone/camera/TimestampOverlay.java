package io.frostglass.standalone.camera;

import java.awt.image.BufferedImage;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;

/// Writes the camera's number and the time into the picture, as cameras do. It has its own glyphs: a machine without
/// a screen may have no fonts.
final class TimestampOverlay {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final String CHARACTERS = "0123456789-:CAM";

    /// Five columns of seven dots each, lowest bit on top, in the order of the characters.
    private static final byte[] DOTS = HexFormat.of()
            .parseHex("3e5149453e" + "00427f4000" + "4261514946" + "2141454b31"
                    + "1814127f10" + "2745454539" + "3c4a494930" + "0171090503" + "3649494936" + "064949291e"
                    + "0808080808" + "0036360000" + "3e41414122" + "7e1111117e" + "7f020c027f");

    private static final int DOT = 3;
    private static final int MARGIN = 18;

    private TimestampOverlay() {}

    static void write(BufferedImage picture, int camera, Instant at) {
        String text = "CAM" + (camera < 10 ? "0" : "") + camera + "  " + TIME.format(at);
        for (int i = 0; i < text.length(); i++) {
            int glyph = CHARACTERS.indexOf(text.charAt(i));
            if (glyph >= 0) {
                // Black below white, so that it can be read on anything.
                glyph(picture, glyph, MARGIN + 1 + i * 6 * DOT, MARGIN + 1, 0x101010);
                glyph(picture, glyph, MARGIN + i * 6 * DOT, MARGIN, 0xf0f0f0);
            }
        }
    }

    private static void glyph(BufferedImage picture, int glyph, int x, int y, int colour) {
        for (int column = 0; column < 5; column++) {
            for (int row = 0; row < 7; row++) {
                if (((DOTS[glyph * 5 + column] >> row) & 1) == 1) {
                    dot(picture, x + column * DOT, y + row * DOT, colour);
                }
            }
        }
    }

    private static void dot(BufferedImage picture, int x, int y, int colour) {
        for (int i = 0; i < DOT * DOT; i++) {
            picture.setRGB(x + i % DOT, y + i / DOT, colour);
        }
    }
}
