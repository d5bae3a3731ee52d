package io.frostglass.gateway.guard;

import java.util.Set;
import java.util.regex.Pattern;

/// The words of a camera that an agent may see: the labels of a fixed vocabulary, and ids. An agent may take what it
/// reads for an order, so nothing else passes. The zones before this one let nothing else pass either.
public final class InboundVocabulary {

    /// The labels of the cameras' vocabulary.
    private static final Set<String> LABELS = Set.of(
            "person vehicle car truck van bus motorcycle bicycle boat train animal dog cat bird package fire smoke"
                    .split(" "));

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern WORD = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");

    private InboundVocabulary() {}

    public static boolean isLabel(String text) {
        return LABELS.contains(text);
    }

    /// Whether a text has the form of an id: no spaces, so no sentence.
    public static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /// Whether a text is one small word.
    public static boolean isWord(String text) {
        return WORD.matcher(text).matches();
    }

    /// Whether a text tells a machine that reads it what to do.
    public static boolean isInstruction(String text) {
        return MachineInstructionCheck.CHECK
                .find(GuardedText.of(text.replaceAll("[_.-]+", " "), EventReference.NOTHING))
                .isPresent();
    }
}
