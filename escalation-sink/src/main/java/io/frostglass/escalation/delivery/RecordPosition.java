package io.frostglass.escalation.delivery;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/// Where a record is.
record RecordPosition(TopicPartition partition, long offset) {

    static RecordPosition of(ConsumerRecord<?, ?> record) {
        return new RecordPosition(new TopicPartition(record.topic(), record.partition()), record.offset());
    }
}
