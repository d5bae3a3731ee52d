package io.frostglass.veil.background;

/// What a figure is, by the camera's labels. Each kind has a colour of the palette of Okabe and Ito (2008),
/// which colour-blind people can tell apart.
public enum FigureKind {
    /// Vermilion.
    PERSON(213, 94, 0),
    /// Blue.
    VEHICLE(0, 114, 178),
    /// Bluish green.
    ANIMAL(0, 158, 115),
    /// Reddish purple: the camera sent no label, or another one.
    OTHER(204, 121, 167);

    private final float luma;
    private final float blue;
    private final float red;

    FigureKind(int r, int g, int b) {
        this.luma = 0.299f * r + 0.587f * g + 0.114f * b;
        this.blue = 128 - 0.168736f * r - 0.331264f * g + 0.5f * b;
        this.red = 128 + 0.5f * r - 0.418688f * g - 0.081312f * b;
    }

    float luma() {
        return luma;
    }

    /// Blue minus luma, with 128 for no colour.
    float blue() {
        return blue;
    }

    /// Red minus luma, with 128 for no colour.
    float red() {
        return red;
    }
}
