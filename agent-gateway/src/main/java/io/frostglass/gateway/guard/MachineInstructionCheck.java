package io.frostglass.gateway.guard;

/// Instructions to a machine that reads: a person's assistant, or another agent. What people ask of each other is
/// none. A list of phrases cannot be complete; it makes the usual ones worthless.
final class MachineInstructionCheck {

    static final GuardCheck CHECK =
            PatternSet.check("instruction", "to_a_machine", PatternSet.anyOf("machine-instructions.txt"));

    private MachineInstructionCheck() {}
}
