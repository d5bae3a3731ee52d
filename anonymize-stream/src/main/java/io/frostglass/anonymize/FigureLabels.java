package io.frostglass.anonymize;

import io.frostglass.cameras.LabelVocabulary;
import io.frostglass.cameras.MotionEvent;
import io.frostglass.veil.background.FigureKind;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// What kind of figure the labels of [LabelVocabulary] mean.
final class FigureLabels {

    /// Somebody sits on a bicycle or motorcycle.
    private static final Map<String, Set<FigureKind>> KINDS = Arrays.stream(
                    """
            person PERSON
            bicycle PERSON VEHICLE
            motorcycle PERSON VEHICLE
            vehicle VEHICLE
            car VEHICLE
            truck VEHICLE
            van VEHICLE
            bus VEHICLE
            boat VEHICLE
            train VEHICLE
            animal ANIMAL
            dog ANIMAL
            cat ANIMAL
            bird ANIMAL
            """.strip().split("\n", -1))
            .map(line -> line.split(" ", -1))
            .collect(Collectors.toUnmodifiableMap(
                    words -> words[0],
                    words -> Arrays.stream(words)
                            .skip(1)
                            .map(FigureKind::valueOf)
                            .collect(Collectors.toUnmodifiableSet())));

    private FigureLabels() {}

    /// What the labels say is in the picture. A label of another kind, or in the camera's own words, may mean a
    /// person: with one of these, only `PERSON` counts as said.
    ///
    /// @return empty: the labels do not say
    static Set<FigureKind> kinds(List<MotionEvent.Label> labels) {
        var kinds = EnumSet.noneOf(FigureKind.class);
        boolean unclear = false;
        for (MotionEvent.Label label : labels) {
            Set<FigureKind> meant =
                    LabelVocabulary.label(label.raw()).map(KINDS::get).orElse(Set.of());
            unclear |= meant.isEmpty();
            kinds.addAll(meant);
        }
        return unclear && !kinds.contains(FigureKind.PERSON) ? Set.of() : kinds;
    }
}
