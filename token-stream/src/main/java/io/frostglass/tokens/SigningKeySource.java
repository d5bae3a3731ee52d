package io.frostglass.tokens;

/// Where the keys come from that tokens are signed with.
sealed interface SigningKeySource {

    /// The key to sign with next.
    SigningKey next();

    /// Makes a new one each time, in memory: there is nothing to steal from a disk, and nothing to share when scaling
    /// out.
    ///
    /// @param rsaBits how long an RSA key is
    record Made(SigningAlgorithm signingAlgorithm, int rsaBits) implements SigningKeySource {
        @Override
        public SigningKey next() {
            return SigningKey.make(signingAlgorithm, rsaBits);
        }
    }

    /// Always the same, which other instances may have as well: no instance may say that it is retired.
    record Fixed(SigningKey next) implements SigningKeySource {}
}
