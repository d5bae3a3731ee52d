package io.frostglass.delivery;

import static io.frostglass.delivery.Installation.alerts;
import static io.frostglass.delivery.Installation.header;
import static io.frostglass.delivery.Installation.ids;
import static io.frostglass.delivery.Installation.metric;
import static io.frostglass.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.frostglass.alerts.DeliveryResult;
import io.frostglass.alerts.Escalation;
import io.frostglass.alerts.Outcome;
import io.frostglass.audit.Action;
import io.frostglass.delivery.TestReceiver.Reply;
import io.frostglass.runtime.RunningApplication;
import io.frostglass.testsupport.TestCluster;
import io.frostglass.topics.Principal;
import io.frostglass.topics.TopicCatalogue;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The application on a real broker, with the ACLs of its own principal, and a receiver per test.
@Tag("broker")
class DeliveryTest {

    private static final List<String> NAMES =
            List.of("plain", "agents", "leaky", "quick", "down", "failing", "busy", "gone", "slow", "aborted");

    @TempDir
    static Path dir;

    private static final Map<String, TestReceiver> RECEIVERS = new HashMap<>();
    private static TestCluster cluster;
    private static Installation installation;
    private static RunningApplication app;

    @BeforeAll
    static void start() throws Exception {
        cluster = TestCluster.start(dir);
        for (String name : NAMES) {
            RECEIVERS.put(name, TestReceiver.start());
        }
        installation = new Installation(cluster, dir).withReceivers(RECEIVERS);
        app = installation.start(Map.of("delivery.workers", "1"));
        eventually("it works", () -> app.health().isReady());
    }

    @AfterAll
    static void stop() {
        app.close();
        RECEIVERS.values().forEach(TestReceiver::close);
        cluster.close();
    }

    @Test
    void bringsAnAlertToItsReceiverAsASignedWebhook() throws Exception {
        // Given
        List<Escalation> alerts = alerts("plain", 1);
        Escalation alert = alerts.getFirst();

        // When
        installation.raise(alerts);

        // Then
        eventually("it is written down", () -> installation.results("plain").size() == 1);
        assertThat(installation.results("plain"))
                .extracting(DeliveryResult::getOutcome, DeliveryResult::getReason, DeliveryResult::getAttempts)
                .containsExactly(tuple(Outcome.delivered, null, 1));
        assertThat(installation.audit(alert)).containsExactly(Action.delivered);
        assertThat(receiver("plain").arrivals()).hasSize(1);
        var arrival = receiver("plain").arrivals().getFirst();
        assertThat(arrival.valid()).isTrue();
        assertThat(arrival.id()).isEqualTo(alert.getAlertId());
        assertThat(arrival.team()).isEqualTo("night-shift");
        assertThat(arrival.body().at("/type").asText()).isEqualTo("motion.alert");
        assertThat(arrival.body().at("/data/event_id").asText()).isEqualTo(alert.getEventId());
        assertThat(arrival.body().at("/data/thumbnail_base64").asText()).isEqualTo("data:image/jpeg;base64,/9j/2w==");
    }

    @Test
    void bringsWhatAnAgentAddsUnderItsIncident() throws Exception {
        // Given
        Escalation update = Escalation.newBuilder(Installation.alert("agents"))
                .setUpdates("alr-of-the-rules")
                .build();

        // When
        installation.raise(List.of(update));

        // Then
        eventually("it is written down", () -> installation.results("agents").size() == 1);
        var arrival = receiver("agents").arrivals().getFirst();
        assertThat(arrival.valid()).isTrue();
        assertThat(arrival.id()).isEqualTo(update.getAlertId());
        assertThat(arrival.body().at("/type").asText()).isEqualTo("motion.alert.update");
        assertThat(arrival.body().at("/data/updates").asText()).isEqualTo("alr-of-the-rules");
    }

    @Test
    void sendsFixedWordsInPlaceOfThoseThatMustNotLeaveAndWritesThatDown() throws Exception {
        // Given
        Escalation alert = Escalation.newBuilder(Installation.alert("leaky"))
                .setSummary("Seen at rtsp://10.0.0.7/stream1")
                .build();

        // When
        installation.raise(List.of(alert));

        // Then
        eventually("it is written down", () -> installation.results("leaky").size() == 1);
        assertThat(receiver("leaky").arrivals()).singleElement().satisfies(arrival -> {
            assertThat(arrival.id()).isEqualTo(alert.getAlertId());
            assertThat(arrival.body().at("/data/severity").asText()).isEqualTo("warning");
            assertThat(arrival.body().toString()).contains("withheld", "cam-12").doesNotContain("10.0.0.7");
        });
        assertThat(installation.audit(alert)).containsExactlyInAnyOrder(Action.redacted, Action.delivered);
        assertThat(metric(app, "frostglass_egress_findings", "leaky")).isEqualTo(1);
    }

    @Test
    void losesNothingAndDeliversOnceWhenTheReceiverWasDown() throws Exception {
        // Given
        receiver("down").down();
        List<Escalation> alerts = alerts("down", 20);
        installation.raise(alerts);
        eventually("deliveries fail", () -> metric(app, "frostglass_receiver_up", "down") == 0);
        eventually("it works all the same", () -> app.health().isReady());

        // When
        receiver("down").up();

        // Then
        eventually("all is written down", () -> installation.results("down").size() >= alerts.size());
        assertThat(receiver("down").ids()).containsExactlyInAnyOrderElementsOf(ids(alerts));
        assertThat(installation.results("down"))
                .extracting(DeliveryResult::getAlertId, DeliveryResult::getOutcome)
                .containsExactlyInAnyOrderElementsOf(ids(alerts).stream()
                        .map(id -> tuple(id, Outcome.delivered))
                        .toList());
    }

    @Test
    void triesAgainWhenTheReceiverFails() throws Exception {
        // Given
        var calls = new AtomicInteger();
        receiver("failing").behave(arrival -> Reply.of(calls.incrementAndGet() < 3 ? 500 : 200));

        // When
        installation.raise(alerts("failing", 1));

        // Then
        eventually("it is written down", () -> installation.results("failing").size() == 1);
        assertThat(installation.results("failing").getFirst().getAttempts()).isEqualTo(3);
        assertThat(new HashSet<>(receiver("failing").ids())).hasSize(1);
        assertThat(receiver("failing").arrivals()).allMatch(TestReceiver.Arrival::valid);
    }

    @Test
    void leavesAReceiverAloneForAsLongAsItAsks() throws Exception {
        // Given
        var times = new CopyOnWriteArrayList<Instant>();
        receiver("busy").behave(arrival -> {
            times.add(Instant.now());
            return times.size() == 1 ? new Reply(429, "2") : Reply.of(200);
        });

        // When
        installation.raise(alerts("busy", 1));

        // Then
        eventually("it is written down", () -> installation.results("busy").size() == 1);
        assertThat(times.get(1)).isAfterOrEqualTo(times.get(0).plusSeconds(2));
    }

    @Test
    void putsAnAlertThatIsRefusedForGoodAmongTheDeadLetters() throws Exception {
        // Given
        receiver("gone").behave(arrival -> Reply.of(410));
        List<Escalation> alerts = alerts("gone", 1);
        Escalation alert = alerts.getFirst();

        // When
        installation.raise(alerts);

        // Then
        eventually("it is written down", () -> installation.results("gone").size() == 1);
        assertThat(installation.results("gone"))
                .extracting(DeliveryResult::getOutcome, DeliveryResult::getReason, DeliveryResult::getAttempts)
                .containsExactly(tuple(Outcome.dead_lettered, "status 410", 1));
        assertThat(receiver("gone").arrivals()).hasSize(1);
        assertThat(installation.audit(alert)).containsExactly(Action.dead_lettered);
        var letter = installation.deadLetters("gone").getFirst();
        assertThat(header(letter, "frostglass.reason")).isEqualTo("status 410");
        assertThat(header(letter, "frostglass.attempts")).isEqualTo("1");
        assertThat(letter.value()).isEqualTo(installation.stored(alert));
    }

    @Test
    void doesNotLetASlowReceiverHoldUpAnother() throws Exception {
        // Given
        var answer = new CountDownLatch(1);
        receiver("slow").behave(arrival -> TestReceiver.replyAfter(answer));
        List<Escalation> slow = alerts("slow", 20);
        List<Escalation> quick = alerts("quick", 20);

        // When
        installation.raise(slow);
        installation.raise(quick);

        // Then
        eventually("all are at the quick one", () -> receiver("quick").ids().containsAll(ids(quick)));
        assertThat(installation.results("slow")).isEmpty();
        answer.countDown();
        eventually("all are at the slow one", () -> receiver("slow").ids().containsAll(ids(slow)));
    }

    @Test
    void neverDeliversAnAlertOfAnAbortedTransaction() throws Exception {
        // Given
        Escalation never = Installation.alert("aborted");
        byte[] value = cluster.bytes(TopicCatalogue.ESCALATIONS, Escalation.class, never);
        List<Escalation> after = inThePartitionOf(never);

        // When
        try (var producer = cluster.transactional(Principal.ESCALATION_SINK)) {
            producer.send(new ProducerRecord<>(TopicCatalogue.ESCALATIONS.name(), never.getAlertId(), value))
                    .get();
            producer.abortTransaction();
        }
        installation.raise(after);

        // Then
        eventually("the one after is there", () -> receiver("aborted").ids().containsAll(ids(after)));
        assertThat(receiver("aborted").ids()).doesNotContain(never.getAlertId());
    }

    @Test
    void takesUpAReceiverThatIsAddedWhileItRuns() throws Exception {
        // Given
        RECEIVERS.put("added", TestReceiver.start());

        // When
        installation.withReceivers(RECEIVERS);

        // Then
        eventually("it is told", () -> {
            installation.raise(alerts("added", 1));
            return !receiver("added").arrivals().isEmpty();
        });
    }

    /// An alert that lies behind this one.
    private static List<Escalation> inThePartitionOf(Escalation alert) {
        return Stream.generate(() -> alerts(alert.getReceivers().getFirst(), 1))
                .filter(alerts -> partition(ids(alerts).getFirst()) == partition(alert.getAlertId()))
                .findFirst()
                .orElseThrow();
    }

    private static int partition(String key) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        return Utils.toPositive(Utils.murmur2(bytes)) % TopicCatalogue.ESCALATIONS.partitions();
    }

    private static TestReceiver receiver(String name) {
        return Objects.requireNonNull(RECEIVERS.get(name));
    }
}
