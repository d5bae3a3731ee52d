package io.frostglass.escalation.delivery;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/// Where a record is.
record Position(TopicPartition partition, long offset) {

    static Position of(ConsumerRecord<?, ?> record) {
        return new Position(new TopicPartition(record.topic(), record.partition()), record.offset());
    }
}
