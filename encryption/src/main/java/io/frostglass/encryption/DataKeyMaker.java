package io.frostglass.encryption;

import io.frostglass.restricted.WrappedKey;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;

/// Makes the data keys of a writer: one for each site and day. The writer writes the wrapped key in the transaction of
/// the first record that it encrypts. Not for several threads.
public final class DataKeyMaker {

    /// With 2^24 random nonces, the chance that two are equal is 2^-49. anonymize-stream uses the same key for
    /// backgrounds, less often.
    static final int MAX_USES = 1 << 24;

    private static final int RANDOM_BYTES = 8;

    private final KeyEncryptionKeys keys;
    private final InstantSource clock;
    private final int maxUses;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, UsedKey> bySite = new HashMap<>();
    private LocalDate day = LocalDate.EPOCH;

    /// A key to encrypt with.
    ///
    /// @param toWrite the record that must be written with the first value; empty if it was written before
    public record CurrentKey(DataKey key, Optional<WrappedKey> toWrite) {}

    private static final class UsedKey {
        private final DataKey key;
        private int uses = 1;

        private UsedKey(DataKey key) {
            this.key = key;
        }
    }

    public DataKeyMaker(KeyEncryptionKeys keys, InstantSource clock) {
        this(keys, clock, MAX_USES);
    }

    DataKeyMaker(KeyEncryptionKeys keys, InstantSource clock, int maxUses) {
        this.keys = keys;
        this.clock = clock;
        this.maxUses = maxUses;
    }

    /// The key for one value of a site.
    public CurrentKey keyOf(String siteId) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        if (!today.equals(day)) {
            // The keys of a day that is over may be erased.
            forget();
            day = today;
        }
        var used = bySite.get(siteId);
        if (used != null && used.uses < maxUses) {
            used.uses++;
            return new CurrentKey(used.key, Optional.empty());
        }
        return make(siteId);
    }

    private CurrentKey make(String siteId) {
        byte[] name = new byte[RANDOM_BYTES];
        byte[] bytes = new byte[DataKey.BYTES];
        random.nextBytes(name);
        random.nextBytes(bytes);
        var id = new DataKeyId(siteId, day, HexFormat.of().formatHex(name));
        var wrapped = WrappedKey.newBuilder()
                .setSiteId(siteId)
                .setDay(day)
                .setWrappingKey(keys.current())
                .setWrapped(ByteBuffer.wrap(keys.wrap(bytes, id)))
                .setMadeAt(clock.instant())
                .build();
        var key = new DataKey(id, new SecretKeySpec(bytes, DataKey.ALGORITHM));
        Arrays.fill(bytes, (byte) 0);
        bySite.put(siteId, new UsedKey(key));
        return new CurrentKey(key, Optional.of(wrapped));
    }

    /// Forgets all keys: it is not known whether they were written.
    public void forget() {
        bySite.clear();
    }
}
