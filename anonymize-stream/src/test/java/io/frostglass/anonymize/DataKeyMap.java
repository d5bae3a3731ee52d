package io.frostglass.anonymize;

import io.frostglass.encryption.DataKey;
import io.frostglass.encryption.DataKeyId;
import io.frostglass.encryption.DataKeySource;
import io.frostglass.encryption.DataKeyUnavailableException;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;

/// Data keys in memory, without Kafka and a keystore.
final class DataKeyMap implements DataKeySource {

    private final Map<DataKeyId, KeyLookup> keys = new HashMap<>();
    private final SecureRandom random = new SecureRandom();

    DataKey make(String site) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        var id = new DataKeyId(site, LocalDate.of(2026, 1, 18), "%016x".formatted(keys.size()));
        var key = new DataKey(id, new SecretKeySpec(bytes, "AES"));
        keys.put(id, new KeyLookup.FoundKey(key));
        return key;
    }

    void erase(DataKeyId id) {
        keys.put(id, new KeyLookup.ErasedKey());
    }

    @Override
    public KeyLookup find(DataKeyId id) {
        return Optional.ofNullable(keys.get(id)).orElseThrow(() -> new DataKeyUnavailableException("no key " + id));
    }
}
