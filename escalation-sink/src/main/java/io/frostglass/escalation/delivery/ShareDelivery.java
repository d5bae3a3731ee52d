package io.frostglass.escalation.delivery;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/// What the broker's count of deliveries leaves us to do. The broker hands an alert out so and so often, and then drops
/// it without a word, also when it is released at the last time. So the last time is for the dead letter alone, and the
/// one before for one attempt and the dead letter.
enum ShareDelivery {
    /// Try until it is time to give up.
    MANY_ATTEMPTS,
    /// Try once; dead letter if that fails.
    ONE_ATTEMPT,
    /// Dead letter at once: something ends all attempts before they are done.
    NO_ATTEMPT;

    /// How often the groups hand out an alert: the most that brokers allow unless told otherwise.
    static final int LIMIT = 10;

    static ShareDelivery of(int deliveryCount) {
        return deliveryCount < LIMIT - 1 ? MANY_ATTEMPTS : deliveryCount == LIMIT - 1 ? ONE_ATTEMPT : NO_ATTEMPT;
    }

    static ShareDelivery of(ConsumerRecord<?, ?> record) {
        return of(count(record));
    }

    static boolean isRepeated(ConsumerRecord<?, ?> record) {
        return count(record) > 1;
    }

    private static int count(ConsumerRecord<?, ?> record) {
        return record.deliveryCount().map(Short::intValue).orElse(1);
    }
}
