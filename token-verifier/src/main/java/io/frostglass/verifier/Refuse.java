package io.frostglass.verifier;

/// Ends a verification from any depth. Never leaves the package; it carries a word and no stack trace, so a refusal is
/// cheap and repeats nothing of what was sent.
final class Refuse extends Exception {

    private final Refusal why;

    Refuse(Refusal why) {
        super(why.word(), null, false, false);
        this.why = why;
    }

    Refusal why() {
        return why;
    }

    static void unless(boolean holds, Refusal why) throws Refuse {
        if (!holds) {
            throw new Refuse(why);
        }
    }
}
