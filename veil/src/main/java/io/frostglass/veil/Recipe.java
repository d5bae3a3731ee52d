package io.frostglass.veil;

/// The figures of a strength.
///
/// @param cells per side of the thumbnail; divides [Frame#SIDE]
/// @param levels that a cell can take, or 0 to leave its value alone
/// @param noise scale of the Laplace noise, in levels of 0 to 255
/// @param blur standard deviation of the Gaussian, in pixels of the thumbnail
record Recipe(int cells, int levels, float noise, float blur) {

    static final Recipe LIGHT = new Recipe(Frame.SIDE, 0, 0, 6);
    static final Recipe STANDARD = new Recipe(8, 3, 60, 6);
    static final Recipe HEAVY = new Recipe(4, 3, 120, 12);
}
