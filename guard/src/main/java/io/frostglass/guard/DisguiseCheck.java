package io.frostglass.guard;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.Optional;
import java.util.regex.Pattern;

/// Text that a reader takes for another text.
final class DisguiseCheck implements GuardCheck {

    private static final PatternSet CHARACTERS = PatternSet.read("disguise");
    private static final PatternSet SPELLING = PatternSet.read("spelled-out");

    /// Most texts. They hold none of the characters of `disguise.txt`, whose patterns take long.
    private static final Pattern PRINTABLE_ASCII = Pattern.compile("[ -~]*+");

    @Override
    public String name() {
        return "disguise";
    }

    @Override
    public Optional<String> find(GuardedText guardedText) {
        // An id of its own event that is still there has letters or digits right beside it.
        String eventId = guardedText.eventReference().eventId();
        if (!eventId.isEmpty() && guardedText.raw().contains(eventId)) {
            return Optional.of("glued_id");
        }
        String text = Normalizer.normalize(guardedText.raw(), Form.NFC);
        Optional<String> character = PRINTABLE_ASCII.matcher(text).matches() ? Optional.empty() : CHARACTERS.find(text);
        return character.or(() -> SPELLING.find(text));
    }
}
