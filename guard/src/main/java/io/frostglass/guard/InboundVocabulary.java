package io.frostglass.guard;

import io.frostglass.guard.Guard.EventReference;
import java.util.Set;
import java.util.regex.Pattern;

/// The words of a camera that an agent may see: the labels of a fixed vocabulary, and ids. No other word passes, since
/// an agent may take it for an order. The zones before this one let no other word pass either.
public final class InboundVocabulary {

    /// The labels of the cameras' vocabulary.
    private static final Set<String> LABELS = Set.of(
            "person vehicle car truck van bus motorcycle bicycle boat train animal dog cat bird package fire smoke"
                    .split(" "));

    /// How a thumbnail can be veiled.
    private static final Set<String> VEILS = Set.of("silhouettes", "boxes", "noise", "blur");

    private static final PatternSet INSTRUCTIONS = PatternSet.read("instruction");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern WORD = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");

    private InboundVocabulary() {}

    public static boolean isLabel(String text) {
        return LABELS.contains(text);
    }

    public static boolean isVeil(String text) {
        return VEILS.contains(text);
    }

    /// Whether a text has the form of an id: no spaces, so no sentence.
    public static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /// Whether a text is one small word.
    public static boolean isWord(String text) {
        return WORD.matcher(text).matches();
    }

    /// Whether a text tells a machine what to do.
    public static boolean isInstruction(String text) {
        return INSTRUCTIONS
                .find(GuardedText.of(text.replaceAll("[_.-]+", " "), EventReference.NOTHING))
                .isPresent();
    }
}
