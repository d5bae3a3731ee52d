package io.frostglass.cameras;

import static java.util.stream.Collectors.toUnmodifiableMap;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The closed vocabulary of labels. A camera's own words never leave the restricted zone: they could be a name or a
/// number plate.
public final class LabelVocabulary {

    /// A label per line: its own word first, then its synonyms.
    private static final Map<String, String> LABELS = """
            person people human pedestrian face
            vehicle
            car automobile
            truck lorry
            van
            bus
            motorcycle motorbike
            bicycle bike
            boat
            train
            animal pet
            dog
            cat
            bird
            package parcel
            fire
            smoke
            """.lines()
            .map(line -> line.split(" ", -1))
            .flatMap(words -> Arrays.stream(words).map(word -> Map.entry(word, words[0])))
            .collect(toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    private LabelVocabulary() {}

    /// The label for a camera's word in any case; empty if there is none.
    public static Optional<String> label(String word) {
        return Optional.ofNullable(LABELS.get(word.strip().toLowerCase(Locale.ROOT)));
    }
}
