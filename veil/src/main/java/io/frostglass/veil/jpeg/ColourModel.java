package io.frostglass.veil.jpeg;

/// The meaning of a picture's components. It follows from JFIF and Adobe markers, or else from the components' ids,
/// by the rules of the IJG's library.
public enum ColourModel {
    GREY,
    /// Luma and two chroma components, as in JFIF.
    YCC,
    RGB,
    /// Inks, as stored.
    CMYK,
    /// Inks, each stored as 255 minus its value, as by Adobe's programs.
    INVERTED_CMYK,
    /// Luma and chroma of the inverted inks, and inverted black.
    YCCK
}
