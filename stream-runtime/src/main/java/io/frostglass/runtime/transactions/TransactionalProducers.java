package io.frostglass.runtime.transactions;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// Makes producers with short transaction timeouts.
public final class TransactionalProducers {

    /// A caller waits for an answer meanwhile.
    private static final Duration BLOCK_TIMEOUT = Duration.ofSeconds(3);

    /// The open transaction of a killed process hides the later records from readers for this long, unless a
    /// producer with the same transactional id starts sooner.
    private static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(10);

    private TransactionalProducers() {}

    /// Settings of a producer. All in-sync replicas acknowledge each record.
    ///
    /// @param kafka the client settings of the principal. They may override the timeouts: 3 s for a call of the
    ///     producer and 10 s for a transaction
    /// @param transactionalId the same at every start of this instance, and different for each instance
    public static Map<String, Object> settings(Map<String, Object> kafka, String transactionalId) {
        var settings = new HashMap<String, Object>();
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (int) BLOCK_TIMEOUT.toMillis());
        settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, (int) TRANSACTION_TIMEOUT.toMillis());
        settings.putAll(kafka);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        return settings;
    }

    /// A producer that has not connected yet.
    public static KafkaProducer<String, byte[]> create(Map<String, Object> settings) {
        return new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
    }

    /// A producer that can begin a transaction. It has ended the open transaction of an earlier producer with the
    /// same transactional id, and fenced that producer.
    ///
    /// @throws KafkaException if the broker does not answer
    public static KafkaProducer<String, byte[]> open(Map<String, Object> settings) {
        return open(settings, () -> false);
    }

    /// The same, for a caller that can wait. On a busy machine, the connections to a bootstrap server and to the
    /// coordinator may take longer than a call of the producer may. A new producer would begin with them again, and
    /// never be there in time.
    ///
    /// @param patient whether to go on waiting; asked each time the broker has not answered in time
    /// @throws KafkaException if the broker does not answer
    static KafkaProducer<String, byte[]> open(Map<String, Object> settings, BooleanSupplier patient) {
        var producer = create(settings);
        try {
            while (true) {
                try {
                    producer.initTransactions();
                    return producer;
                } catch (TimeoutException e) {
                    if (!patient.getAsBoolean()) {
                        throw e;
                    }
                }
            }
        } catch (KafkaException e) {
            producer.close(Duration.ZERO);
            throw e;
        }
    }
}
