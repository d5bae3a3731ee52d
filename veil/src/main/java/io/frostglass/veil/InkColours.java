package io.frostglass.veil;

/// Colours of print, as a few programs put them into JPEGs: light is what no ink takes away.
///
/// Here all inks are inverted, 255 for none, so that a product is enough. No profile is read; a veiled thumbnail
/// needs no exact colour.
final class InkColours {

    private InkColours() {}

    static void invert(float[] plane) {
        for (int i = 0; i < plane.length; i++) {
            plane[i] = 255 - plane[i];
        }
    }

    /// The frame holds red, green and blue as the coloured inks leave them; black takes its share.
    static void blacken(Frame frame, float[] black) {
        for (int i = 0; i < black.length; i++) {
            float share = black[i] / 255;
            frame.setRgb(i, frame.y()[i] * share, frame.cb()[i] * share, frame.cr()[i] * share);
        }
    }

    /// The same for a frame that holds luma and chroma of the inks themselves, not of what they leave.
    static void blackenYcc(Frame frame, float[] black) {
        for (int i = 0; i < black.length; i++) {
            float share = black[i] / 255;
            frame.y()[i] = (255 - frame.y()[i]) * share;
            frame.cb()[i] = 128 + (128 - frame.cb()[i]) * share;
            frame.cr()[i] = 128 + (128 - frame.cr()[i]) * share;
        }
    }
}
