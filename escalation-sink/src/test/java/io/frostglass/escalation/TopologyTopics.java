package io.frostglass.escalation;

import io.frostglass.topics.SerdeFactory;
import io.frostglass.topics.Topic;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;

/// The topics of the catalogue at a topology in a test driver.
record TopologyTopics(TopologyTestDriver driver, SerdeFactory serdes) {

    <V extends SpecificRecord> TestInputTopic<String, V> input(Topic topic, Class<V> type) {
        return driver.createInputTopic(
                topic.name(), new StringSerializer(), serdes.serde(topic, type).serializer());
    }

    <V extends SpecificRecord> TestOutputTopic<String, V> output(Topic topic, Class<V> type) {
        return driver.createOutputTopic(
                topic.name(),
                new StringDeserializer(),
                serdes.serde(topic, type).deserializer());
    }
}
