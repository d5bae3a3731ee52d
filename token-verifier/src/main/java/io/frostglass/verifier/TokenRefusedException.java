package io.frostglass.verifier;

/// Ends a verification from any depth. Never leaves the package; it carries a word and no stack trace, so a refusal is
/// cheap and repeats nothing of what was sent.
final class TokenRefusedException extends Exception {

    private final TokenRefusal why;

    TokenRefusedException(TokenRefusal why) {
        super(why.code(), null, false, false);
        this.why = why;
    }

    TokenRefusal why() {
        return why;
    }

    static void unless(boolean holds, TokenRefusal why) throws TokenRefusedException {
        if (!holds) {
            throw new TokenRefusedException(why);
        }
    }
}
