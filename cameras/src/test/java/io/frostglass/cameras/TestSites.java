package io.frostglass.cameras;

import io.frostglass.cameras.Camera.CameraSecret;
import io.frostglass.cameras.Site.DuplicateSettings;
import io.frostglass.settings.InvalidValue;
import io.frostglass.settings.Secret;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

final class TestSites {

    private TestSites() {}

    /// A key of the bytes 0, 1, 2…
    static Secret hashKey() {
        byte[] key = new byte[32];
        for (int i = 0; i < key.length; i++) {
            key[i] = (byte) i;
        }
        return Secret.of(key);
    }

    static Camera camera(String id, String scheme, List<?> secrets) throws InvalidValue {
        var found = Objects.requireNonNull(SignatureScheme.BY_NAME.get(scheme), scheme);
        var site = new Site(
                "site-1",
                ZoneId.of("Europe/London"),
                hashKey(),
                Optional.empty(),
                Optional.empty(),
                DuplicateSettings.USUAL);
        var keys = new ArrayList<CameraSecret>();
        for (Object secret : secrets) {
            keys.add(
                    secret instanceof Map<?, ?> retiring
                            ? new CameraSecret(
                                    found.key(String.valueOf(retiring.get("secret"))),
                                    Optional.of(Instant.parse(String.valueOf(retiring.get("not_after")))))
                            : new CameraSecret(found.key((String) secret), Optional.empty()));
        }
        return new Camera(
                id,
                site,
                found,
                keys,
                List.of(),
                new VeilSettings(Optional.empty(), List.of()),
                Optional.empty(),
                false);
    }
}
