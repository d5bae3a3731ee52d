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
    static void blacken(PixelFrame pixelFrame, float[] black) {
        for (int i = 0; i < black.length; i++) {
            float share = black[i] / 255;
            pixelFrame.setRgb(
                    i,
                    pixelFrame.y()[i] * share,
                    pixelFrame.cb()[i] * share,
                    pixelFrame.cr()[i] * share);
        }
    }

    /// The same for a frame that holds luma and chroma of the inks themselves, not of what they leave.
    static void blackenYcc(PixelFrame pixelFrame, float[] black) {
        for (int i = 0; i < black.length; i++) {
            float share = black[i] / 255;
            pixelFrame.y()[i] = (255 - pixelFrame.y()[i]) * share;
            pixelFrame.cb()[i] = 128 + (128 - pixelFrame.cb()[i]) * share;
            pixelFrame.cr()[i] = 128 + (128 - pixelFrame.cr()[i]) * share;
        }
    }
}
