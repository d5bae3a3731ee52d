package io.frostglass.encryption;

import javax.crypto.SecretKey;

/// A key that encrypts values, AES with 256 bits.
public record DataKey(DataKeyId id, SecretKey key) {

    static final String ALGORITHM = "AES";
    static final int BYTES = 32;

    @Override
    public String toString() {
        return "DataKey[" + id + "]";
    }
}
