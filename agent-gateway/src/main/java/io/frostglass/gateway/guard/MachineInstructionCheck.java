package io.frostglass.gateway.guard;

import java.util.Optional;

/// Instructions to a machine that reads: a person's assistant, or another agent. What people ask of each other is none.
/// A list of phrases cannot be complete; it makes the usual ones worthless.
final class MachineInstructionCheck implements GuardCheck {

    private static final PatternSet FORMS = PatternSet.of("to_a_machine", PatternSet.anyOf("machine-instructions.txt"));

    @Override
    public String name() {
        return "instruction";
    }

    @Override
    public Optional<String> find(GuardedText guardedText) {
        return FORMS.find(guardedText);
    }
}
