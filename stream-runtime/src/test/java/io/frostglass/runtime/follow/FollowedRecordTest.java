package io.frostglass.runtime.follow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.frostglass.runtime.follow.FollowedRecord.RecordContent;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.Test;

class FollowedRecordTest {

    private static final ConsumerRecord<String, byte[]> FOUND =
            new ConsumerRecord<>("agent.keys", 0, 7, "key", new byte[1]);

    @Test
    void isReadAgainLaterWhereTheRegistryIsAway() {
        assertThatThrownBy(() -> FollowedRecord.of(FOUND, failing(new ConnectException("refused"))))
                .isInstanceOf(RetriableException.class);
    }

    @Test
    void isUnreadableWhereTheRecordIsCutOff() {
        assertThat(FollowedRecord.of(FOUND, failing(new EOFException())).recordContent())
                .isInstanceOf(RecordContent.UnreadableRecord.class);
    }

    private static Deserializer<String> failing(IOException cause) {
        return (_, _) -> {
            throw new SerializationException("cannot be read", cause);
        };
    }
}
