package io.frostglass.veil;

import java.util.OptionalDouble;
import java.util.OptionalInt;

/// What a thumbnail shows, in words and figures. It may leave the restricted zone.
///
/// @param figures how many figures differ from the background; empty if the background is not known
/// @param moved the share of the picture that they cover, 0 to 1, to a hundredth; empty likewise
public record VeilReport(VeilKind kind, OptionalInt figures, OptionalDouble moved) {

    static VeilReport of(VeilKind kind) {
        return new VeilReport(kind, OptionalInt.empty(), OptionalDouble.empty());
    }

    static VeilReport of(VeilKind kind, int figures, double moved) {
        return new VeilReport(kind, OptionalInt.of(figures), OptionalDouble.of(Math.round(moved * 100) / 100.0));
    }
}
