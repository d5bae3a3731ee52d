package io.frostglass.topics;

import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.Configurable;
import org.apache.kafka.common.serialization.Serde;

/// Makes the serdes of an application's topics. The setting `serde.factory` names the class, for firms with serdes
/// of their own, such as Confluent's. The application passes its settings to [#configure].
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
