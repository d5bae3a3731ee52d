package io.frostglass.escalation;

import io.frostglass.agent.AgentDecision;
import io.frostglass.runtime.UnreadableRecords;
import java.nio.ByteBuffer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;

/// A record of `agent.decisions`. A record that cannot be read keeps its place among the others: if it is the first
/// about its event, it uses up the token, as it does for the gateways. Its dead letter stays in the zone of agents;
/// the application's other dead letters are in the sanitized zone.
sealed interface AgentRecord extends AlertDecisionJoiner.Input {

    record ReadableDecision(AgentDecision decision) implements AgentRecord {}

    /// @param value the bytes of the record
    record UnreadableDecision(ByteBuffer value) implements AgentRecord {}

    /// Only reads. Fails only while the schema registry is away: then nothing is wrong with the record.
    static Serde<AgentRecord> serde(Serde<AgentDecision> decisions) {
        return Serdes.serdeFrom(
                (topic, value) -> {
                    throw new UnsupportedOperationException("decisions are read only");
                },
                (topic, bytes) -> read(decisions.deserializer(), topic, bytes));
    }

    private static AgentRecord read(Deserializer<AgentDecision> decisions, String topic, byte @Nullable [] bytes) {
        if (bytes == null) {
            return new UnreadableDecision(ByteBuffer.allocate(0));
        }
        try {
            return new ReadableDecision(decisions.deserialize(topic, bytes));
        } catch (RuntimeException e) {
            if (UnreadableRecords.isRetriable(e)) {
                throw e;
            }
            return new UnreadableDecision(ByteBuffer.wrap(bytes));
        }
    }
}
