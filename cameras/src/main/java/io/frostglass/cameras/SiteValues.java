package io.frostglass.cameras;

import io.frostglass.settings.InvalidValue;
import io.frostglass.settings.Secret;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;

/// Values that only the sites file has.
final class SiteValues {

    private static final int MIN_HASH_KEY_BYTES = 32;
    private static final int MAX_HASH_KEY_BYTES = 1024;

    private SiteValues() {}

    static Secret hashKey(String text) throws InvalidValue {
        try {
            byte[] key = Base64.getDecoder().decode(text);
            if (key.length >= MIN_HASH_KEY_BYTES && key.length <= MAX_HASH_KEY_BYTES) {
                return Secret.of(key);
            }
        } catch (IllegalArgumentException e) {
            // Said below, without the text.
        }
        throw new InvalidValue("must be base64 of at least " + MIN_HASH_KEY_BYTES + " bytes");
    }

    static Instant time(String text) throws InvalidValue {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new InvalidValue("must be a time in UTC such as 2026-02-01T00:00:00Z");
        }
    }
}
