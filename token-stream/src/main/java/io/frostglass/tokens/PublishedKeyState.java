package io.frostglass.tokens;

import com.nimbusds.jose.jwk.JWK;
import io.frostglass.agent.AgentKey;
import io.frostglass.agent.KeyRotation;
import io.frostglass.runtime.follow.FollowedRecord;
import io.frostglass.runtime.follow.FollowedRecord.RecordContent;
import io.frostglass.runtime.follow.TopicFollower;
import io.frostglass.topics.SerdeFactory;
import io.frostglass.topics.TopicCatalogue;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The public keys of all instances and the wish for new ones, as every reader of committed records sees them: their
/// topics, followed in memory.
///
/// Not a global table of the topology, which cannot be asked while instances come and go. While the broker is away it
/// keeps what it knows: nobody signs with a new key then.
final class PublishedKeyState implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PublishedKeyState.class);

    private final Clock clock;
    private final Map<String, AgentKey> shown = new ConcurrentHashMap<>();
    private final TopicFollower<AgentKey> keys;
    private final TopicFollower<KeyRotation> rotations;
    private volatile @Nullable Instant rotationRequested;

    private PublishedKeyState(Map<String, Object> kafka, SerdeFactory serdes, Clock clock) {
        this.clock = clock;
        var keyValues = serdes.serde(TopicCatalogue.KEYS, AgentKey.class).deserializer();
        var rotationValues =
                serdes.serde(TopicCatalogue.ROTATIONS, KeyRotation.class).deserializer();
        this.keys = TopicFollower.start(TopicCatalogue.KEYS, Optional.empty(), kafka, keyValues, this::show);
        this.rotations =
                TopicFollower.start(TopicCatalogue.ROTATIONS, Optional.empty(), kafka, rotationValues, this::request);
    }

    /// Returns when everything is known that is there now, and goes on in the background. Waits for transactions that
    /// are open.
    ///
    /// @throws KafkaException if the topics cannot be read in time
    static PublishedKeyState follow(Map<String, Object> kafka, SerdeFactory serdes, Clock clock) {
        var published = new PublishedKeyState(kafka, serdes, clock);
        try {
            published.keys.catchUp();
            published.rotations.catchUp();
            return published;
        } catch (InterruptedException e) {
            published.close();
            throw new InterruptException(e);
        } catch (KafkaException e) {
            published.close();
            throw e;
        }
    }

    /// All keys that are shown, by their ids; some may have expired.
    Map<String, AgentKey> all() {
        return Map.copyOf(shown);
    }

    Optional<Instant> shownUntil(String kid) {
        return Optional.ofNullable(shown.get(kid)).map(AgentKey::getNotAfter);
    }

    Optional<Instant> rotationRequested() {
        return Optional.ofNullable(rotationRequested);
    }

    private void show(FollowedRecord<AgentKey> followedRecord) {
        String kid = followedRecord.key();
        var now = clock.instant();
        shown.values().removeIf(it -> it.getNotAfter().isBefore(now));
        switch (followedRecord.recordContent()) {
            case RecordContent.RecordValue<? extends AgentKey>(AgentKey key)
            when isPublicKey(key.getJwk(), kid) -> shown.put(kid, key);
            case RecordContent.RecordValue<?> _ ->
                LOG.atWarn().addKeyValue("kid", kid).log("a record is no public key and is left out");
            case RecordContent.Deleted<?> _ -> shown.remove(kid);
            case RecordContent.UnreadableRecord<?> _ -> {
                // Left out; the follower has said so.
            }
        }
    }

    private static boolean isPublicKey(String jwk, String kid) {
        try {
            var key = JWK.parse(jwk);
            return !key.isPrivate() && kid.equals(key.getKeyID());
        } catch (ParseException e) {
            return false;
        }
    }

    private void request(FollowedRecord<KeyRotation> followedRecord) {
        var before = rotationRequested;
        if (followedRecord.recordContent()
                        instanceof RecordContent.RecordValue<? extends KeyRotation>(KeyRotation rotation)
                && (before == null || rotation.getRequestedAt().isAfter(before))) {
            rotationRequested = rotation.getRequestedAt();
        }
    }

    @Override
    public void close() {
        keys.close();
        rotations.close();
    }
}
