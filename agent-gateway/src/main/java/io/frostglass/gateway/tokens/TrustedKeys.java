package io.frostglass.gateway.tokens;

import io.frostglass.agent.AgentKey;
import io.frostglass.runtime.follow.FollowedRecord;
import io.frostglass.runtime.follow.FollowedRecord.RecordContent;
import io.frostglass.runtime.follow.RecordHandler;
import io.frostglass.verifier.VerificationKey;
import io.frostglass.verifier.VerificationKeySource;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The public keys of tokens, by the topic of keys. A key is withdrawn at once when its record is deleted, or can no
/// longer be used.
public final class TrustedKeys implements VerificationKeySource, RecordHandler<AgentKey> {

    private static final Logger LOG = LoggerFactory.getLogger(TrustedKeys.class);

    private final InstantSource clock;
    private final Map<String, VerificationKey> keys = new ConcurrentHashMap<>();

    public TrustedKeys(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Optional<VerificationKey> key(String kid) {
        return Optional.ofNullable(keys.get(kid));
    }

    @Override
    public void take(FollowedRecord<AgentKey> followed) {
        var now = clock.instant();
        keys.values().removeIf(key -> !key.until().isAfter(now));
        var fit = followed.recordContent() instanceof RecordContent.RecordValue<? extends AgentKey>(AgentKey key)
                ? VerificationKey.parse(key.getJwk(), key.getNotBefore(), key.getNotAfter())
                        .filter(parsed -> parsed.id().equals(followed.key()))
                : Optional.<VerificationKey>empty();
        if (fit.isPresent()) {
            keys.put(followed.key(), fit.get());
            return;
        }
        keys.remove(followed.key());
        if (!(followed.recordContent() instanceof RecordContent.Deleted<?>)) {
            LOG.atWarn().addKeyValue("offset", followed.offset()).log("published_key_unusable");
        }
    }

    public int size() {
        return keys.size();
    }
}
