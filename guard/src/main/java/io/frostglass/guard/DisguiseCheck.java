package io.frostglass.guard;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.Optional;

/// Text that a reader takes for another text.
final class DisguiseCheck implements GuardCheck {

    private static final PatternSet PATTERNS = PatternSet.read("disguise");

    @Override
    public String name() {
        return "disguise";
    }

    @Override
    public Optional<String> find(GuardedText guardedText) {
        // An id of its own event that is still there has letters or digits right beside it.
        String eventId = guardedText.eventReference().eventId();
        return !eventId.isEmpty() && guardedText.raw().contains(eventId)
                ? Optional.of("glued_id")
                : PATTERNS.find(Normalizer.normalize(guardedText.raw(), Form.NFC));
    }
}
