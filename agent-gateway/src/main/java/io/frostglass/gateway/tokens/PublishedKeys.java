package io.frostglass.gateway.tokens;

import io.frostglass.agent.AgentKey;
import io.frostglass.runtime.follow.Followed;
import io.frostglass.runtime.follow.Followed.Content;
import io.frostglass.runtime.follow.Reader;
import io.frostglass.verifier.KeySource;
import io.frostglass.verifier.VerificationKey;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The keys that sign tokens, as their topic says. One that is deleted there is withdrawn at once, and so is one
/// whose record is not fit for use any more.
public final class PublishedKeys implements KeySource, Reader<AgentKey> {

    private static final Logger LOG = LoggerFactory.getLogger(PublishedKeys.class);

    private final InstantSource clock;
    private final Map<String, VerificationKey> keys = new ConcurrentHashMap<>();

    public PublishedKeys(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Optional<VerificationKey> key(String kid) {
        return Optional.ofNullable(keys.get(kid));
    }

    @Override
    public void take(Followed<AgentKey> followed) {
        var now = clock.instant();
        keys.values().removeIf(key -> !key.until().isAfter(now));
        var fit = followed.content() instanceof Content.Value<? extends AgentKey>(AgentKey key)
                ? VerificationKey.parse(key.getJwk(), key.getNotBefore(), key.getNotAfter())
                        .filter(parsed -> parsed.id().equals(followed.key()))
                : Optional.<VerificationKey>empty();
        if (fit.isPresent()) {
            keys.put(followed.key(), fit.get());
            return;
        }
        keys.remove(followed.key());
        if (!(followed.content() instanceof Content.Deleted<?>)) {
            LOG.atWarn().addKeyValue("offset", followed.offset()).log("a published key is not fit for use");
        }
    }

    /// How many there are.
    public int size() {
        return keys.size();
    }
}
