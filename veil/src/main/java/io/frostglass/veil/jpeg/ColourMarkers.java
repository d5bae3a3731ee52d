package io.frostglass.veil.jpeg;

/// What a file's markers say of its colours: JFIF's APP0 and Adobe's APP14.
final class ColourMarkers {

    private boolean jfif;
    private boolean adobe;
    private int adobeTransform;

    void app0(byte[] file, int at, int end) {
        jfif |= end - at >= 16 && startsWith(file, at, end, "JFIF\0");
    }

    void app14(byte[] file, int at, int end) {
        if (end - at >= 14 && startsWith(file, at, end, "Adobe")) {
            adobe = true;
            adobeTransform = file[at + 13] & 0xFF;
        }
    }

    private static boolean startsWith(byte[] file, int at, int end, String name) {
        if (end - at < 2 + name.length()) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (file[at + 2 + i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
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
