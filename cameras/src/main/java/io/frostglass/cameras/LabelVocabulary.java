package io.frostglass.cameras;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The words that a label may become. A camera's own words never go on: they could be a name or a number plate.
public final class LabelVocabulary {

    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("person", "person"),
            Map.entry("people", "person"),
            Map.entry("human", "person"),
            Map.entry("pedestrian", "person"),
            Map.entry("face", "person"),
            Map.entry("vehicle", "vehicle"),
            Map.entry("car", "car"),
            Map.entry("automobile", "car"),
            Map.entry("truck", "truck"),
            Map.entry("lorry", "truck"),
            Map.entry("van", "van"),
            Map.entry("bus", "bus"),
            Map.entry("motorcycle", "motorcycle"),
            Map.entry("motorbike", "motorcycle"),
            Map.entry("bicycle", "bicycle"),
            Map.entry("bike", "bicycle"),
            Map.entry("boat", "boat"),
            Map.entry("train", "train"),
            Map.entry("animal", "animal"),
            Map.entry("pet", "animal"),
            Map.entry("dog", "dog"),
            Map.entry("cat", "cat"),
            Map.entry("bird", "bird"),
            Map.entry("package", "package"),
            Map.entry("parcel", "package"),
            Map.entry("fire", "fire"),
            Map.entry("smoke", "smoke"));

    private LabelVocabulary() {}

    /// The word for a camera's label, whatever its case; empty if there is none, and the label is to be dropped.
    public static Optional<String> code(String label) {
        return Optional.ofNullable(WORDS.get(label.strip().toLowerCase(Locale.ROOT)));
    }

    /// All words that can come out, sorted.
    public static Set<String> codes() {
        return new TreeSet<>(WORDS.values());
    }
}
