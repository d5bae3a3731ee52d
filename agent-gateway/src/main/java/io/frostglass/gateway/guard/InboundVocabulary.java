package io.frostglass.gateway.guard;

import java.util.Set;
import java.util.regex.Pattern;

/// What of a camera's words an agent may see: the labels of the fixed vocabulary, and ids. An agent takes what it reads
/// for an order, so nothing else is let through; the zones before this one let nothing else through either.
public final class InboundVocabulary {

    /// The words that a label can be: those that come out of the vocabulary of cameras.
    private static final Set<String> LABELS = Set.of(
            "person vehicle car truck van bus motorcycle bicycle boat train animal dog cat bird package fire smoke"
                    .split(" "));

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern WORD = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");

    private static final MachineInstructionCheck INSTRUCTIONS = new MachineInstructionCheck();

    private InboundVocabulary() {}

    public static boolean isLabel(String text) {
        return LABELS.contains(text);
    }

    /// Whether it has the form of an id of ours: no spaces, so no sentence.
    public static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /// Whether it is one word of ours.
    public static boolean isWord(String text) {
        return WORD.matcher(text).matches();
    }

    /// Whether it tells a machine that reads it what to do.
    public static boolean isInstruction(String text) {
        return INSTRUCTIONS
                .find(GuardedText.of(text.replaceAll("[_.-]+", " "), EventReference.NOTHING))
                .isPresent();
    }
}
