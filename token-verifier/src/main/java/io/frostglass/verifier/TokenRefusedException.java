package io.frostglass.verifier;

/// Ends a verification. It never leaves the package, and has no stack trace and no content of the token: a refusal is
/// cheap.
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
