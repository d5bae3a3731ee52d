package io.frostglass.escalation;

import io.frostglass.agent.AgentDecision;
import io.frostglass.runtime.UnreadableRecords;
import java.nio.ByteBuffer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;

/// A record of `agent.decisions`. One that cannot be read keeps its place among the others: if it is the first about
/// its event, it is the use of the token all the same, as it is for the gateways. And its dead letter is to stay in the
/// zone of agents, whereas the application's dead letters are in another.
sealed interface AgentRecord extends EventSubject {

    /// A decision.
    record ReadableDecision(AgentDecision decision) implements AgentRecord {}

    /// Anything else.
    ///
    /// @param value as it was found
    record UnreadableDecision(ByteBuffer value) implements AgentRecord {}

    /// Reads such records, and writes none. Fails only where the schema registry is away: nothing is wrong with the
    /// record then.
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
