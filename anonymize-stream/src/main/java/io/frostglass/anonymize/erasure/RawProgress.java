package io.frostglass.anonymize.erasure;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.frostglass.topics.Principal;
import io.frostglass.topics.TopicCatalogue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListStreamsGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.utils.Utils;

/// How far anonymize-stream has got in the raw records of a site, as the brokers say: no record is read.
final class RawProgress {

    private static final String TOPIC = TopicCatalogue.MOTION_RAW.name();
    private static final String GROUP = Principal.ANONYMIZE_STREAM.applicationId();
    private static final Duration PAUSE = Duration.ofMillis(200);

    private RawProgress() {}

    /// Returns when all records of a site from before the call are processed.
    ///
    /// @throws EventsWaitException if they are not in time
    static void await(Map<String, Object> kafka, String siteId, Duration timeout) {
        try (Admin admin = Admin.create(kafka)) {
            TopicPartition partition = partition(admin, siteId);
            // Of open transactions, too: their records may be in front of the end of one that is committed.
            long end = offset(admin, partition, OffsetSpec.latest());
            long until = System.nanoTime() + timeout.toNanos();
            long waiting = waiting(admin, partition, end);
            // A committed record has a marker behind it, so one offset alone can only be a marker.
            while (waiting > 1) {
                if (System.nanoTime() > until) {
                    throw new EventsWaitException("up to " + waiting + " records wait for anonymize-stream in "
                            + partition
                            + ", which has those of " + siteId + ": without their keys, their alerts would be lost. Run"
                            + " this again when anonymize-stream works; if it does, after the next event of the site");
                }
                LockSupport.parkNanos(PAUSE.toNanos());
                waiting = waiting(admin, partition, end);
            }
        }
    }

    /// Where ingest's producer writes the records of a key.
    private static TopicPartition partition(Admin admin, String siteId) {
        int partitions = get(admin.describeTopics(List.of(TOPIC)).allTopicNames()).values().stream()
                .mapToInt(topic -> topic.partitions().size())
                .sum();
        return new TopicPartition(TOPIC, Utils.toPositive(Utils.murmur2(siteId.getBytes(UTF_8))) % partitions);
    }

    private static long waiting(Admin admin, TopicPartition partition, long end) {
        long begin = offset(admin, partition, OffsetSpec.earliest());
        return end - Math.max(begin, committed(admin, partition).orElse(begin));
    }

    private static Optional<Long> committed(Admin admin, TopicPartition partition) {
        var spec = new ListStreamsGroupOffsetsSpec().topicPartitions(List.of(partition));
        try {
            var offsets = get(admin.listStreamsGroupOffsets(Map.of(GROUP, spec)).partitionsToOffsetAndMetadata(GROUP));
            return Optional.ofNullable(offsets.get(partition)).map(offset -> offset.offset());
        } catch (GroupIdNotFoundException e) {
            return Optional.empty();
        }
    }

    private static long offset(Admin admin, TopicPartition partition, OffsetSpec which) {
        return get(admin.listOffsets(Map.of(partition, which)).partitionResult(partition))
                .offset();
    }

    static <T> T get(Future<T> answer) {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted", e);
        }
    }
}
