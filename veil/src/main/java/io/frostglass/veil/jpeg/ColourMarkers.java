package io.frostglass.veil.jpeg;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/// The markers that define a file's colours: JFIF's APP0 and Adobe's APP14.
final class ColourMarkers {

    private static final byte[] JFIF = "JFIF\0".getBytes(US_ASCII);
    private static final byte[] ADOBE = "Adobe".getBytes(US_ASCII);

    private boolean jfif;
    private boolean adobe;
    private int adobeTransform;

    void app0(byte[] file, int at, int end) {
        jfif |= end - at >= 16 && startsWith(file, at + 2, JFIF);
    }

    void app14(byte[] file, int at, int end) {
        if (end - at >= 14 && startsWith(file, at + 2, ADOBE)) {
            adobe = true;
            adobeTransform = file[at + 13] & 0xFF;
        }
    }

    static boolean startsWith(byte[] file, int at, byte[] name) {
        return Arrays.equals(file, at, at + name.length, name, 0, name.length);
    }

    ColourModel model(JpegComponent[] components) {
        return switch (components.length) {
            // Of two, the second can be anything, such as transparency.
            case 1, 2 -> ColourModel.GREY;
            case 3 -> threeColours(components);
            default -> fourColours();
        };
    }

    private ColourModel threeColours(JpegComponent[] components) {
        boolean named = components[0].id == 'R' && components[1].id == 'G' && components[2].id == 'B';
        boolean rgb = !jfif && (adobe ? adobeTransform == 0 : named);
        return rgb ? ColourModel.RGB : ColourModel.YCC;
    }

    private ColourModel fourColours() {
        if (!adobe) {
            return ColourModel.CMYK;
        }
        return adobeTransform == 0 ? ColourModel.INVERTED_CMYK : ColourModel.YCCK;
    }
}
