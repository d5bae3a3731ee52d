package io.frostglass.tokens;

import io.frostglass.agent.AgentKey;
import io.frostglass.runtime.AuditedWriter;
import io.frostglass.topics.Principal;
import io.frostglass.topics.SerdeFactory;
import io.frostglass.topics.TopicCatalogue;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// On the topics of keys and rotations.
record KafkaKeyLog(AuditedWriter<AgentKey> writer, PublishedKeyState published) implements KeyLog {

    /// What writes the keys.
    ///
    /// @param kafka how `token-stream` connects
    static AuditedWriter<AgentKey> writer(Map<String, Object> kafka, SerdeFactory serdes) {
        return new AuditedWriter<>(kafka, Principal.TOKEN_STREAM, TopicCatalogue.KEYS, AgentKey.class, serdes);
    }

    @Override
    public void write(KeyChange change) {
        writer.write(change.kid(), change.agentKey(), change.auditEntry());
    }

    @Override
    public Optional<Instant> shownUntil(String kid) {
        return published.shownUntil(kid);
    }

    @Override
    public Optional<Instant> rotationRequested() {
        return published.rotationRequested();
    }
}
