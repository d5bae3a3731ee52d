package io.frostglass.runtime;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.streams.processor.api.FixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorContext;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorSupplier;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.ProcessorWrapper;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.processor.api.WrappedFixedKeyProcessorSupplier;
import org.apache.kafka.streams.processor.api.WrappedProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/// Asks Kafka Streams to commit as soon as a record is processed, so that a thread without records can sleep until the
/// next one: otherwise it must wake every few milliseconds to commit in time.
///
/// A budget bounds the requests, because each transaction has a price. While events are rare, each has a transaction
/// of its own at once. When they are frequent, the next request commits all that was processed since the last one, so
/// transactions grow with the rate. The last records of a burst wait for the commit interval at most.
public final class CommitRequester implements ProcessorWrapper {

    /// Transactions a second and application. Measured at 5 to 100 events/s (`bench pipeline`).
    private static final int MAX_PER_SECOND = 50;

    /// An event that passes both halves of a topology needs two, one just after the other.
    private static final int MAX_AT_ONCE = 6;

    /// Names of source topics for whose records no commit is requested: a set of texts.
    static final String PATIENT = "frostglass.patient.topics";

    private final CommitBudget budget;

    private Set<String> patient = Set.of();

    /// Kafka Streams makes one for each topology, by the name of the class.
    public CommitRequester() {
        this(new CommitBudget(MAX_PER_SECOND, MAX_AT_ONCE, System::nanoTime));
    }

    CommitRequester(CommitBudget budget) {
        this.budget = budget;
    }

    @Override
    public void configure(Map<String, ?> configs) {
        if (configs.get(PATIENT) instanceof Set<?> names) {
            patient = names.stream().map(String::valueOf).collect(Collectors.toUnmodifiableSet());
        }
    }

    @Override
    public <KIn, VIn, KOut, VOut> WrappedProcessorSupplier<KIn, VIn, KOut, VOut> wrapProcessorSupplier(
            String name, ProcessorSupplier<KIn, VIn, KOut, VOut> supplier) {
        return ProcessorWrapper.asWrapped(new ProcessorSupplier<KIn, VIn, KOut, VOut>() {
            @Override
            public Processor<KIn, VIn, KOut, VOut> get() {
                return new CommittingProcessor<>(supplier.get());
            }

            @Override
            public @Nullable Set<StoreBuilder<?>> stores() {
                return supplier.stores();
            }
        });
    }

    @Override
    public <KIn, VIn, VOut> WrappedFixedKeyProcessorSupplier<KIn, VIn, VOut> wrapFixedKeyProcessorSupplier(
            String name, FixedKeyProcessorSupplier<KIn, VIn, VOut> supplier) {
        return ProcessorWrapper.asWrappedFixedKey(new FixedKeyProcessorSupplier<KIn, VIn, VOut>() {
            @Override
            public FixedKeyProcessor<KIn, VIn, VOut> get() {
                return new CommittingFixedKeyProcessor<>(supplier.get());
            }

            @Override
            public @Nullable Set<StoreBuilder<?>> stores() {
                return supplier.stores();
            }
        });
    }

    private void request(@Nullable ProcessingContext context) {
        ProcessingContext open = Objects.requireNonNull(context);
        open.recordMetadata().ifPresent(record -> {
            if (!isPatient(record.topic()) && budget.allows(record)) {
                open.commit();
            }
        });
    }

    /// @param topic null for what a punctuator forwards
    private boolean isPatient(@Nullable String topic) {
        return topic != null && patient.contains(topic);
    }

    /// Requests within a bound, at most one for each record: several processors of a topology see it.
    static final class CommitBudget {

        interface NanoClock {
            long nanos();
        }

        private final long interval;
        private final int maxAtOnce;
        private final NanoClock clock;
        private double left;
        private long last;
        private @Nullable String topic;
        private int partition;
        private long offset;

        CommitBudget(int maxPerSecond, int maxAtOnce, NanoClock clock) {
            this.interval = Duration.ofSeconds(1).toNanos() / maxPerSecond;
            this.maxAtOnce = maxAtOnce;
            this.clock = clock;
            this.left = maxAtOnce;
            this.last = clock.nanos();
        }

        /// Whether a commit may be requested after this record. What a punctuator forwards has no topic.
        synchronized boolean allows(RecordMetadata record) {
            if (topic != null
                    && topic.equals(record.topic())
                    && partition == record.partition()
                    && offset == record.offset()) {
                return false;
            }
            topic = record.topic();
            partition = record.partition();
            offset = record.offset();
            long now = clock.nanos();
            left = Math.min(maxAtOnce, left + (double) (now - last) / interval);
            last = now;
            if (left < 1) {
                return false;
            }
            left--;
            return true;
        }
    }

    private final class CommittingProcessor<KIn, VIn, KOut, VOut> implements Processor<KIn, VIn, KOut, VOut> {

        private final Processor<KIn, VIn, KOut, VOut> processor;
        private @Nullable ProcessingContext context;

        private CommittingProcessor(Processor<KIn, VIn, KOut, VOut> processor) {
            this.processor = processor;
        }

        @Override
        public void init(ProcessorContext<KOut, VOut> context) {
            this.context = context;
            processor.init(context);
        }

        @Override
        public void process(Record<KIn, VIn> record) {
            processor.process(record);
            request(context);
        }

        @Override
        public void close() {
            processor.close();
        }
    }

    private final class CommittingFixedKeyProcessor<KIn, VIn, VOut> implements FixedKeyProcessor<KIn, VIn, VOut> {

        private final FixedKeyProcessor<KIn, VIn, VOut> processor;
        private @Nullable ProcessingContext context;

        private CommittingFixedKeyProcessor(FixedKeyProcessor<KIn, VIn, VOut> processor) {
            this.processor = processor;
        }

        @Override
        public void init(FixedKeyProcessorContext<KIn, VOut> context) {
            this.context = context;
            processor.init(context);
        }

        @Override
        public void process(FixedKeyRecord<KIn, VIn> record) {
            processor.process(record);
            request(context);
        }

        @Override
        public void close() {
            processor.close();
        }
    }
}
