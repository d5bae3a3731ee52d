package io.frostglass.veil;

import io.frostglass.veil.background.BackgroundModel;
import io.frostglass.veil.background.FigureKind;
import java.time.Instant;
import java.util.Set;

/// What is known of the place in a picture.
///
/// @param background of the camera. The veil changes it: it learns from each picture
/// @param kinds what the camera's labels say is in the picture; empty: they do not say
/// @param at when the picture was taken
public record VeilScene(BackgroundModel background, Set<FigureKind> kinds, Instant at) {

    public VeilScene {
        kinds = Set.copyOf(kinds);
    }

    /// Whether people may be in the boxes.
    boolean people() {
        return kinds.isEmpty() || kinds.contains(FigureKind.PERSON);
    }
}
