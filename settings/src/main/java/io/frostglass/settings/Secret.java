package io.frostglass.settings;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Secret bytes. `toString()` returns `[secret]`; `equals` takes constant time.
public final class Secret {

    private final byte[] bytes;

    private Secret(byte[] bytes) {
        this.bytes = bytes;
    }

    /// A secret of a copy of these bytes.
    public static Secret of(byte[] bytes) {
        return new Secret(bytes.clone());
    }

    /// A secret of this text's UTF-8 bytes.
    public static Secret of(String text) {
        return new Secret(text.getBytes(UTF_8));
    }

    /// A copy of the bytes.
    public byte[] bytes() {
        return bytes.clone();
    }

    /// The bytes read as UTF-8.
    public String text() {
        return new String(bytes, UTF_8);
    }

    /// How many bytes it has.
    public int length() {
        return bytes.length;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Secret secret && MessageDigest.isEqual(bytes, secret.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "[secret]";
    }
}
