package io.frostglass.anonymize.erasure;

import io.frostglass.restricted.Erasure;
import io.frostglass.runtime.follow.FollowedRecord;
import io.frostglass.runtime.follow.FollowedRecord.RecordContent;
import io.frostglass.runtime.follow.TopicFollower;
import io.frostglass.runtime.metrics.MetricCatalogue;
import io.frostglass.topics.SerdeFactory;
import io.frostglass.topics.TopicCatalogue;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Measures since when requests of erasure have been waiting.
public final class ErasureClock implements AutoCloseable {

    private final InstantSource clock;

    /// When the requests were made that are not done, by their key.
    private final Map<String, Instant> open = new ConcurrentHashMap<>();

    private @Nullable TopicFollower<Erasure> follower;

    ErasureClock(MeterRegistry metrics, InstantSource clock) {
        this.clock = clock;
        MetricCatalogue.ERASURES_OPEN.gauge(metrics, open, Map::size);
        MetricCatalogue.ERASURES_AGE.gauge(metrics, this, ErasureClock::age);
    }

    /// Begins to follow the topic of erasures.
    ///
    /// @param kafka settings of a consumer
    public static ErasureClock follow(
            Map<String, Object> kafka, SerdeFactory serdes, MeterRegistry metrics, InstantSource clock) {
        var erasures = new ErasureClock(metrics, clock);
        erasures.follower = TopicFollower.start(
                TopicCatalogue.ERASURES,
                Optional.empty(),
                kafka,
                serdes.serde(TopicCatalogue.ERASURES, Erasure.class).deserializer(),
                erasures::take);
        return erasures;
    }

    void take(FollowedRecord<Erasure> record) {
        if (record.recordContent() instanceof RecordContent.RecordValue<? extends Erasure>(var erasure)
                && erasure.getDoneAt() == null) {
            open.put(record.key(), erasure.getRequestedAt());
        } else {
            open.remove(record.key());
        }
    }

    /// In seconds.
    private double age() {
        return open.values().stream()
                .min(Comparator.naturalOrder())
                .map(oldest -> Duration.between(oldest, clock.instant()).toMillis() / 1e3)
                .orElse(0.0);
    }

    @Override
    public void close() {
        if (follower != null) {
            follower.close();
        }
    }
}
