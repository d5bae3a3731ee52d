package io.frostglass.runtime;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;

/// The headers of a dead letter: the position of its record, and the reason. Key and value are those of the record,
/// so a dead letter is in the zone of its source.
public final class DeadLetters {

    public static final String REASON = "frostglass.reason";
    public static final String SOURCE = "frostglass.source";

    private DeadLetters() {}

    /// @param reason a fixed word, never text from outside
    public static void describe(Headers headers, String topic, int partition, long offset, String reason) {
        headers.add(REASON, bytes(reason));
        headers.add(SOURCE, bytes(topic + "-" + partition + "@" + offset));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
