package io.frostglass.tokens;

/// The source of signing keys.
sealed interface SigningKeySource {

    SigningKey next();

    /// Makes a new key each time, in memory: no key is on a disk, and instances share none.
    ///
    /// @param rsaBits length of an RSA key
    record Made(SigningAlgorithm algorithm, int rsaBits) implements SigningKeySource {
        @Override
        public SigningKey next() {
            return SigningKey.make(algorithm, rsaBits);
        }
    }

    /// Always the same key. Other instances may have it too, so no instance may retire it.
    record Fixed(SigningKey next) implements SigningKeySource {}
}
