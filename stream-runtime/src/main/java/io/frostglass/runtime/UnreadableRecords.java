package io.frostglass.runtime;

import io.frostglass.runtime.metrics.MetricCatalogue;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends a record that cannot be deserialised to the dead-letter topic, and lets the stream go on. While the schema
/// registry is away, nothing is wrong with the record: then the thread fails, is replaced, and reads the record
/// again.
///
/// Kafka's own handler would put the stack trace into a header.
public final class UnreadableRecords implements DeserializationExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(UnreadableRecords.class);

    /// The setting that holds the registry of the application's metrics.
    static final String METRICS = "frostglass.metrics";

    private @Nullable String deadLetters;
    private @Nullable MeterRegistry metrics;

    @Override
    public void configure(Map<String, ?> configs) {
        deadLetters = (String) configs.get(StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG);
        metrics = (MeterRegistry) configs.get(METRICS);
    }

    @Override
    public Response handleError(
            ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception exception) {
        if (isRetriable(exception)) {
            return Response.fail();
        }
        LOG.atWarn()
                .addKeyValue("topic", context.topic())
                .addKeyValue("partition", context.partition())
                .addKeyValue("offset", context.offset())
                .log("record_dead_lettered");
        if (metrics != null) {
            MetricCatalogue.STREAM_DEAD_LETTERS
                    .counter(metrics, context.topic())
                    .increment();
        }
        byte @Nullable [] key = context.sourceRawKey();
        byte @Nullable [] value = context.sourceRawValue();
        var letter = new ProducerRecord<>(deadLetters, null, context.timestamp(), key, value);
        DeadLetters.describe(letter.headers(), context.topic(), context.partition(), context.offset(), "unreadable");
        return Response.resume(List.of(letter));
    }

    /// Whether a failure to read a record is due to the registry and not to the record.
    public static boolean isRetriable(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RetriableException) {
                return true;
            }
        }
        return false;
    }
}
