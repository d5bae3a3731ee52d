package io.frostglass.veil.jpeg;

/// What a picture's components mean. JFIF and Adobe markers say it, or else the components' names, by the rules of the
/// IJG's library.
public enum ColourModel {
    GREY(1),
    /// Luma and two chroma components, as JFIF has them.
    YCC(3),
    RGB(3),
    /// Inks, as the file has them.
    CMYK(4),
    /// Inks, each stored as 255 less it, as Adobe's programs do.
    INVERTED_CMYK(4),
    /// Luma and chroma of the inverted inks, and inverted black.
    YCCK(4);

    private final int components;

    ColourModel(int components) {
        this.components = components;
    }

    public int components() {
        return components;
    }
}
