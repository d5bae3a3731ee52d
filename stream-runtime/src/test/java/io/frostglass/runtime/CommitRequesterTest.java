package io.frostglass.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.runtime.CommitRequester.CommitBudget;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CommitRequesterTest {

    private static final int PER_SECOND = 50;
    private static final int AT_ONCE = 6;

    private final AtomicLong now = new AtomicLong();
    private final CommitBudget budget = new CommitBudget(PER_SECOND, AT_ONCE, now::get);

    @Test
    void asksForOneCommitOfEachRareRecord() {
        // When
        long allowed = IntStream.range(0, 20).filter(i -> after(50, i)).count();

        // Then
        assertThat(allowed).isEqualTo(20);
    }

    @Test
    void asksOnceForARecordThatSeveralProcessorsSee() {
        assertThat(budget.allows(record("in", 0, 7))).isTrue();
        assertThat(budget.allows(record("in", 0, 7))).isFalse();
        assertThat(budget.allows(record("in", 1, 7))).isTrue();
        assertThat(budget.allows(record("by-site", 1, 7))).isTrue();
    }

    @Test
    void boundsTheCommitsOfASecond() {
        // When
        long allowed = IntStream.range(0, 1000).filter(i -> after(1, i)).count();

        // Then
        assertThat(allowed).isBetween((long) PER_SECOND, (long) PER_SECOND + AT_ONCE);
    }

    @Test
    void takesWhatEachPunctuationForwardsForARecordOfItsOwn() {
        assertThat(budget.allows(record(null, -1, -1))).isTrue();
        assertThat(budget.allows(record(null, -1, -1))).isTrue();
    }

    @Test
    void asksForNoCommitAfterARecordThatNobodyWaitsFor() {
        // Given
        var requester = new CommitRequester(budget);
        requester.configure(Map.of(CommitRequester.PATIENT, Set.of("slow")));
        var context = new MockProcessorContext<String, String>();
        Processor<String, String, String, String> processor = requester
                .<String, String, String, String>wrapProcessorSupplier("process", () -> _ -> {})
                .get();
        processor.init(context);

        // When
        context.setRecordMetadata("slow", 0, 1);
        processor.process(new Record<>("key", "value", 0));
        boolean afterSlow = context.committed();
        context.setRecordMetadata("in", 0, 1);
        processor.process(new Record<>("key", "value", 0));

        // Then
        assertThat(afterSlow).isFalse();
        assertThat(context.committed()).isTrue();
    }

    @Test
    void leavesTheTopologyAsItIs() {
        assertThat(copying(StreamsApplication.builder()).build().describe().toString())
                .isEqualTo(copying(new StreamsBuilder()).build().describe().toString());
    }

    /// The driver commits after each record, so it cannot show when: the tests on a broker do.
    @Test
    void processesAsBefore() {
        // Given
        var topology = copying(StreamsApplication.builder()).build();

        // When
        try (var driver = new TopologyTestDriver(topology, new Properties())) {
            driver.createInputTopic(
                            "in", Serdes.String().serializer(), Serdes.String().serializer())
                    .pipeInput("key", "value");

            // Then
            assertThat(driver.createOutputTopic(
                                    "out",
                                    Serdes.String().deserializer(),
                                    Serdes.String().deserializer())
                            .readValue())
                    .isEqualTo("value!");
        }
    }

    private static StreamsBuilder copying(StreamsBuilder builder) {
        builder.stream("in", Consumed.with(Serdes.String(), Serdes.String()))
                .mapValues(value -> value + "!")
                .to("out", Produced.with(Serdes.String(), Serdes.String()));
        return builder;
    }

    private boolean after(int milliseconds, int offset) {
        now.addAndGet(Duration.ofMillis(milliseconds).toNanos());
        return budget.allows(record("in", 0, offset));
    }

    private static RecordMetadata record(@Nullable String topic, int partition, long offset) {
        return new RecordMetadata() {
            @Override
            public @Nullable String topic() {
                return topic;
            }

            @Override
            public int partition() {
                return partition;
            }

            @Override
            public long offset() {
                return offset;
            }
        };
    }
}
