package io.frostglass.gateway.guard;

import java.util.Set;
import java.util.regex.Pattern;

/// What of a camera's words an agent may see. The zones before this one let nothing else through either; here it is
/// made sure of, for an agent takes what it reads for an order.
public final class Inbound {

    /// The words that a label can be: those that come out of the vocabulary of cameras.
    private static final Set<String> LABELS = Set.of(
            "person",
            "vehicle",
            "car",
            "truck",
            "van",
            "bus",
            "motorcycle",
            "bicycle",
            "boat",
            "train",
            "animal",
            "dog",
            "cat",
            "bird",
            "package",
            "fire",
            "smoke");

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern WORD = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");

    private static final InstructionCheck INSTRUCTIONS = new InstructionCheck();

    private Inbound() {}

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

    /// Whether it tells who reads it what to do.
    public static boolean isInstruction(String text) {
        String spaced = text.replaceAll("[_.-]+", " ");
        return !(INSTRUCTIONS.check(Text.of(spaced, About.NOTHING)) instanceof CheckResult.Passed);
    }
}
