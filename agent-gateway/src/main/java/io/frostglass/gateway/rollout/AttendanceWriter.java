package io.frostglass.gateway.rollout;

import io.frostglass.agent.AgentAttendance;
import io.frostglass.agent.AttendedSite;
import io.frostglass.topics.SerdeFactory;
import io.frostglass.topics.TopicCatalogue;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes at which sites an agent is present: at once when that changes, and again every ten seconds while an agent
/// is present anywhere. A record is valid for three times as long, so a gateway that dies does not hold up alerts.
///
/// After a failure it tries again, and stops no other part.
public final class AttendanceWriter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AttendanceWriter.class);
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration AGAIN = Duration.ofSeconds(10);
    private static final Duration GOOD_FOR = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final Duration ANSWER = Duration.ofSeconds(2);

    private final Map<String, Object> settings;
    private final String key;
    private final Serializer<AgentAttendance> values;
    private final Supplier<List<AttendedSite>> attended;
    private final InstantSource clock;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;

    private @Nullable KafkaProducer<String, AgentAttendance> producer;

    /// The sites that were written last. Null if they are not known, as at the start: an earlier instance of this name
    /// may have written more.
    private @Nullable List<AttendedSite> said;

    private Instant next = Instant.EPOCH;

    private AttendanceWriter(
            Map<String, Object> kafka,
            String key,
            SerdeFactory serdes,
            Supplier<List<AttendedSite>> attended,
            InstantSource clock) {
        this.settings = new HashMap<>(kafka);
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, TIMEOUT.toMillis());
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) TIMEOUT.toMillis());
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) ANSWER.toMillis());
        settings.remove(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
        this.key = key;
        this.values =
                serdes.serde(TopicCatalogue.ATTENDANCE, AgentAttendance.class).serializer();
        this.attended = attended;
        this.clock = clock;
        this.thread = Thread.ofPlatform().name("attendance").unstarted(this::attend);
    }

    /// Starts to check, five times a second.
    ///
    /// @param key this gateway's name
    /// @param attended the sites at which an agent is present now
    public static AttendanceWriter start(
            Map<String, Object> kafka,
            String key,
            SerdeFactory serdes,
            Supplier<List<AttendedSite>> attended,
            InstantSource clock) {
        var writer = new AttendanceWriter(kafka, key, serdes, attended, clock);
        writer.thread.start();
        return writer;
    }

    private void attend() {
        try {
            while (!stop.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                look(attended.get());
            }
            next = Instant.EPOCH;
            look(List.of());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            discard();
        }
    }

    private void discard() {
        if (producer != null) {
            producer.close(Duration.ZERO);
            producer = null;
        }
    }

    private void look(List<AttendedSite> sites) throws InterruptedException {
        Instant now = clock.instant();
        boolean news = !sites.equals(said);
        // Not at once after a failure.
        boolean due = !now.isBefore(next);
        if (news ? said == null && !due : sites.isEmpty() || !due) {
            return;
        }
        try {
            say(sites, now.plus(GOOD_FOR));
            said = sites;
            next = now.plus(AGAIN);
        } catch (RuntimeException | ExecutionException e) {
            LOG.atWarn()
                    .addKeyValue("topic", TopicCatalogue.ATTENDANCE.name())
                    .addKeyValue("pause_ms", PAUSE.toMillis())
                    .setCause(e instanceof ExecutionException ? e.getCause() : e)
                    .log("attendance_not_written");
            said = null;
            next = clock.instant().plus(PAUSE);
            // After some failures a producer never sends again.
            discard();
        }
    }

    private void say(List<AttendedSite> sites, Instant until) throws InterruptedException, ExecutionException {
        if (producer == null) {
            producer = new KafkaProducer<>(settings, new StringSerializer(), values);
        }
        producer.send(new ProducerRecord<>(TopicCatalogue.ATTENDANCE.name(), key, new AgentAttendance(until, sites)))
                .get();
    }

    /// Writes that no agent is present.
    @Override
    public void close() {
        stop.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
