package io.frostglass.topics;

import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.Configurable;
import org.apache.kafka.common.serialization.Serde;

/// Makes the serdes of an application's topics. Named by the setting `serde.factory`, so that a firm can put its
/// own in (Confluent's, say) without a change here; it is given the application's settings by [#configure].
public interface SerdeFactory extends Configurable, AutoCloseable {

    /// A serde for the values of a topic.
    ///
    /// @throws IllegalArgumentException if the topic does not hold this type
    <T extends SpecificRecord> Serde<T> serde(Topic topic, Class<T> type);

    @Override
    void configure(Map<String, ?> settings);

    @Override
    void close();
}
