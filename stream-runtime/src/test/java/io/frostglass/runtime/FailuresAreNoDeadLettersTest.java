package io.frostglass.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.ValueMapper;
import org.junit.jupiter.api.Test;

class FailuresAreNoDeadLettersTest {

    private static final String BAD = "bad";
    private static final Serde<String> UNWRITABLE = Serdes.serdeFrom(
            (topic, value) -> failingAt(value).getBytes(StandardCharsets.UTF_8), new StringDeserializer());

    @Test
    void writesNothingOfARecordAtWhichAStepFails() {
        assertFailsWithoutDeadLetter(topology(FailuresAreNoDeadLettersTest::failingAt, Serdes.String()));
    }

    @Test
    void writesNothingOfARecordWhoseResultCannotBeWritten() {
        assertFailsWithoutDeadLetter(topology(value -> value, UNWRITABLE));
    }

    private static void assertFailsWithoutDeadLetter(Topology topology) {
        // Given
        var properties = new Properties();
        properties.put(StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG, "dead-letters");
        properties.putAll(StreamsApplication.FAILURES);
        try (var driver = new TopologyTestDriver(topology, properties)) {
            var in = driver.createInputTopic("in", new StringSerializer(), new StringSerializer());
            var letters = driver.createOutputTopic("dead-letters", new StringDeserializer(), new StringDeserializer());

            // When, Then
            assertThatThrownBy(() -> in.pipeInput("key", BAD)).isInstanceOf(StreamsException.class);
            // What a record before it has written is seen with the next one that succeeds.
            in.pipeInput("key", "good");
            assertThat(letters.isEmpty()).isTrue();
        }
    }

    private static String failingAt(String value) {
        if (value.equals(BAD)) {
            throw new IllegalStateException("a fault of ours");
        }
        return value;
    }

    private static Topology topology(ValueMapper<String, String> step, Serde<String> written) {
        var builder = new StreamsBuilder();
        builder.stream("in", Consumed.with(Serdes.String(), Serdes.String()))
                .mapValues(step)
                .to("out", Produced.with(Serdes.String(), written));
        return builder.build();
    }
}
