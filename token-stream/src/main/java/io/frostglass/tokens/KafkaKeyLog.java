package io.frostglass.tokens;

import com.nimbusds.jose.jwk.JWK;
import io.frostglass.agent.AgentKey;
import io.frostglass.agent.KeyRotation;
import io.frostglass.runtime.AuditedWriter;
import io.frostglass.runtime.follow.FollowedRecord;
import io.frostglass.runtime.follow.FollowedRecord.RecordContent;
import io.frostglass.runtime.follow.TopicFollower;
import io.frostglass.topics.Principal;
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

/// The key log on Kafka. It follows the topics of keys and rotations in memory, as every reader of committed records
/// sees them.
///
/// A global table of the topology would not do: it cannot be read while instances come and go. While the broker is
/// away the log keeps the last state, and no instance signs with a new key.
final class KafkaKeyLog implements KeyLog, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaKeyLog.class);

    private final Clock clock;
    private final Map<String, AgentKey> shown = new ConcurrentHashMap<>();
    private final AuditedWriter<AgentKey> writer;
    private final TopicFollower<AgentKey> keys;
    private final TopicFollower<KeyRotation> rotations;
    private volatile @Nullable Instant rotationRequested;

    private KafkaKeyLog(Map<String, Object> consumer, Map<String, Object> producer, SerdeFactory serdes, Clock clock) {
        this.clock = clock;
        this.writer =
                new AuditedWriter<>(producer, Principal.TOKEN_STREAM, TopicCatalogue.KEYS, AgentKey.class, serdes);
        var keyValues = serdes.serde(TopicCatalogue.KEYS, AgentKey.class).deserializer();
        this.keys = TopicFollower.start(TopicCatalogue.KEYS, Optional.empty(), consumer, keyValues, this::show);
        var rotationValues =
                serdes.serde(TopicCatalogue.ROTATIONS, KeyRotation.class).deserializer();
        this.rotations = TopicFollower.start(
                TopicCatalogue.ROTATIONS, Optional.empty(), consumer, rotationValues, this::request);
    }

    /// Returns when all present records are read, and follows the topics from then on. It waits for open transactions.
    ///
    /// @param consumer settings of `token-stream`'s consumers
    /// @param producer settings of its producers
    /// @throws KafkaException if the topics cannot be read in time
    static KafkaKeyLog open(
            Map<String, Object> consumer, Map<String, Object> producer, SerdeFactory serdes, Clock clock) {
        var log = new KafkaKeyLog(consumer, producer, serdes, clock);
        try {
            log.keys.catchUp();
            log.rotations.catchUp();
            return log;
        } catch (InterruptedException e) {
            log.close();
            throw new InterruptException(e);
        } catch (KafkaException e) {
            log.close();
            throw e;
        }
    }

    @Override
    public void write(KeyChange change) {
        writer.write(change.kid(), change.agentKey(), change.auditEntry());
    }

    /// All keys by id; some may have expired.
    Map<String, AgentKey> all() {
        return Map.copyOf(shown);
    }

    @Override
    public Optional<Instant> shownUntil(String kid) {
        return Optional.ofNullable(shown.get(kid)).map(AgentKey::getNotAfter);
    }

    @Override
    public Optional<Instant> rotationRequested() {
        return Optional.ofNullable(rotationRequested);
    }

    private void show(FollowedRecord<AgentKey> record) {
        String kid = record.key();
        var now = clock.instant();
        shown.values().removeIf(it -> it.getNotAfter().isBefore(now));
        switch (record.recordContent()) {
            case RecordContent.RecordValue<? extends AgentKey>(AgentKey key)
            when isPublicKey(key.getJwk(), kid) -> shown.put(kid, key);
            case RecordContent.RecordValue<?> _ ->
                LOG.atWarn().addKeyValue("kid", kid).log("invalid_key_ignored");
            case RecordContent.Deleted<?> _ -> shown.remove(kid);
            case RecordContent.UnreadableRecord<?> _ -> {
                // The follower has logged it.
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

    private void request(FollowedRecord<KeyRotation> record) {
        var before = rotationRequested;
        if (record.recordContent() instanceof RecordContent.RecordValue<? extends KeyRotation>(KeyRotation rotation)
                && (before == null || rotation.getRequestedAt().isAfter(before))) {
            rotationRequested = rotation.getRequestedAt();
        }
    }

    @Override
    public void close() {
        keys.close();
        rotations.close();
        writer.close();
    }
}
