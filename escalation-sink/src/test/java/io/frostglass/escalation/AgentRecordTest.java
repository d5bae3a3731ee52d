package io.frostglass.escalation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.frostglass.agent.AgentDecision;
import io.frostglass.escalation.AgentRecord.UnreadableDecision;
import java.nio.ByteBuffer;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;

class AgentRecordTest {

    private static final byte[] BYTES = {1, 2, 3};

    @Test
    void blamesTheRecordWhereItIsMalformed() {
        // When
        AgentRecord record = read(new SerializationException("malformed"));

        // Then
        assertThat(record).isEqualTo(new UnreadableDecision(ByteBuffer.wrap(BYTES)));
        assertThat(record.toString()).doesNotContain("[1, 2, 3]");
    }

    @Test
    void blamesNoRecordWhileTheRegistryIsAway() {
        // Given
        var away = new SerializationException("unknown", new TimeoutException("registry away"));

        // When, Then
        assertThatThrownBy(() -> read(away)).isSameAs(away);
    }

    private static AgentRecord read(RuntimeException failure) {
        Deserializer<AgentDecision> failing = (topic, bytes) -> {
            throw failure;
        };
        return AgentRecord.serde(Serdes.serdeFrom((topic, decision) -> BYTES, failing))
                .deserializer()
                .deserialize("agent.decisions", BYTES);
    }
}
