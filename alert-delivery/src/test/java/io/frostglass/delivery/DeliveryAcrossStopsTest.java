package io.frostglass.delivery;

import static io.frostglass.delivery.Installation.alerts;
import static io.frostglass.delivery.Installation.header;
import static io.frostglass.delivery.Installation.ids;
import static io.frostglass.delivery.Installation.metric;
import static io.frostglass.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.alerts.DeliveryResult;
import io.frostglass.alerts.Escalation;
import io.frostglass.alerts.Outcome;
import io.frostglass.delivery.TestReceiver.Reply;
import io.frostglass.runtime.RunningApplication;
import io.frostglass.testsupport.TestCluster;
import io.frostglass.topics.Principal;
import io.frostglass.topics.TopicCatalogue;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of deliveries when the application stops, is killed, or gives up.
@Tag("broker")
class DeliveryAcrossStopsTest {

    private static final Map<String, String> BY_DEFAULT = Map.of();

    @TempDir
    static Path dir;

    private static TestCluster cluster;
    private static int number;

    @TempDir
    Path files;

    private TestReceiver pager;
    private String name;
    private Installation installation;

    @BeforeAll
    static void startCluster() throws Exception {
        cluster = TestCluster.start(dir);
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
    }

    @BeforeEach
    void install() throws Exception {
        pager = TestReceiver.start();
        // A receiver of its own for each test, and so a group: it passes over the alerts of the others.
        name = "pager-" + ++number;
        installation = new Installation(cluster, files).withReceivers(Map.of(name, pager));
    }

    @AfterEach
    void stopReceiver() {
        pager.close();
    }

    @Test
    void finishesWhatIsUnderWayAndGivesTheRestBackWhenItStops() throws Exception {
        // Given one attempt that is not answered yet
        var arrived = new CountDownLatch(1);
        var answer = new CountDownLatch(1);
        pager.behave(arrival -> {
            arrived.countDown();
            return TestReceiver.replyAfter(answer);
        });
        RunningApplication app = installation.start(BY_DEFAULT);
        installation.raise(alerts(name, 1));
        arrived.await();

        // When
        Thread closing = Thread.ofVirtual().start(app::close);
        answer.countDown();
        closing.join();

        // Then
        assertThat(installation.results(name)).hasSize(1);
        List<Escalation> next = alerts(name, 1);
        installation.raise(next);
        try (var _ = installation.start(BY_DEFAULT)) {
            eventually("the next is there", () -> pager.ids().containsAll(ids(next)));
            assertThat(pager.ids()).hasSize(2);
        }
    }

    @Test
    void deliversEveryAlertUnderTheSameIdAfterItsProcessWasKilledInMidDelivery() throws Exception {
        // Given a process with deliveries that are not answered
        var arrived = new CountDownLatch(3);
        var answer = new CountDownLatch(1);
        pager.behave(arrival -> {
            arrived.countDown();
            return TestReceiver.replyAfter(answer);
        });
        List<Escalation> alerts = alerts(name, 10);
        Process process = installation.startProcess();
        installation.raise(alerts);
        arrived.await();

        // When
        process.destroyForcibly().waitFor();
        pager.behave(arrival -> Reply.of(200));
        answer.countDown();
        try (var _ = installation.start(BY_DEFAULT)) {
            // Then
            eventually("all are written down", () -> installation.results(name).size() == alerts.size());
            assertThat(new HashSet<>(pager.ids())).containsExactlyInAnyOrderElementsOf(ids(alerts));
            assertThat(installation.results(name))
                    .extracting(DeliveryResult::getOutcome)
                    .containsOnly(Outcome.delivered);
        }
    }

    @Test
    void doesNotPostAgainWhatIsWrittenDownAsDelivered() throws Exception {
        // Given an alert whose worker wrote down its delivery, and died before it acknowledged it
        Escalation alert = raised(name);
        writeResult(alert);
        letGo(group(name), alert.getAlertId(), 1);

        // When
        try (var app = installation.start(BY_DEFAULT)) {
            // Then
            eventually("it is passed over", () -> metric(app, "outcome=\"repeated\"", name) == 1);
            assertThat(pager.ids()).doesNotContain(alert.getAlertId());
        }
    }

    /// As after an upgrade that gave the groups other names.
    @Test
    void doesNotPostAgainWhatAnotherGroupHasDelivered() throws Exception {
        // Given
        Escalation delivered = raised(name);
        writeResult(delivered);
        Escalation waiting = raised(name);

        // When a group begins with all that is there
        try (var app = installation.start(BY_DEFAULT)) {
            // Then
            eventually("the other is there", () -> pager.ids().contains(waiting.getAlertId()));
            eventually("it is passed over", () -> metric(app, "outcome=\"repeated\"", name) == 1);
            assertThat(pager.ids()).containsExactly(waiting.getAlertId());
        }
    }

    @Test
    void putsAnAlertAmongTheDeadLettersBeforeTheBrokerDropsIt() throws Exception {
        // Given one alert with all its workers but two dead, another with all but one
        String other = "other-" + name;
        Escalation triedOnce = raised(name);
        Escalation neverTried = raised(other);
        letGo(group(name), triedOnce.getAlertId(), 8);
        letGo(group(other), neverTried.getAlertId(), 9);
        pager.behave(arrival -> Reply.of(500));
        installation.withReceivers(Map.of(name, pager, other, pager));

        // When
        try (var _ = installation.start(BY_DEFAULT)) {
            // Then
            eventually("one is given up", () -> installation.results(name).size() == 1);
            eventually("the other is", () -> installation.results(other).size() == 1);
            assertThat(installation.results(name).getFirst().getReason()).isEqualTo("status 500");
            assertThat(installation.results(other).getFirst().getReason()).isEqualTo("delivery limit");
            assertThat(installation.deadLetters(name)).hasSize(1);
            assertThat(installation.deadLetters(other)).hasSize(1);
            assertThat(pager.ids()).containsExactly(triedOnce.getAlertId());
        }
    }

    @Test
    void doesNotLetAnAlertThatAlwaysFailsHoldUpOthers() throws Exception {
        // Given
        List<Escalation> unwanted = alerts(name, 1);
        String unwantedId = ids(unwanted).getFirst();
        pager.behave(arrival -> Reply.of(arrival.id().equals(unwantedId) ? 500 : 200));
        int enough = TopicCatalogue.ESCALATIONS.partitions() + 1;
        var settings = Map.of("delivery.give.up.alone.after.ms", "1000", "delivery.workers", "" + enough);
        try (var _ = installation.start(settings)) {
            installation.raise(unwanted);
            eventually("it fails", () -> pager.ids().contains(unwantedId));

            // When
            List<Escalation> alerts = alerts(name, 30);
            installation.raise(alerts);

            // Then
            eventually("the others are there", () -> pager.ids().containsAll(ids(alerts)));
            eventually("it is given up", () -> installation.deadLetters(name).size() == 1);
            assertThat(header(installation.deadLetters(name).getFirst(), "frostglass.reason"))
                    .isEqualTo("status 500");
        }
    }

    @Test
    void keepsAnAlertForAsLongAsItsReceiverTakes() throws Exception {
        // Given
        var answer = new CountDownLatch(1);
        pager.behave(arrival -> TestReceiver.replyAfter(answer));
        try (var app = installation.start(Map.of("delivery.lock.ms", "4000"))) {
            installation.raise(alerts(name, 1));
            eventually("it is there", () -> !pager.arrivals().isEmpty());

            // When it takes twice as long as the broker would wait for a worker that is silent
            Instant end = Instant.now().plusSeconds(8);
            eventually("time has passed", () -> Instant.now().isAfter(end));
            answer.countDown();

            // Then
            eventually("it is written down", () -> installation.results(name).size() == 1);
            assertThat(pager.arrivals()).hasSize(1);
            assertThat(metric(app, "frostglass_delivery_attempts", name)).isEqualTo(1);
        }
    }

    @Test
    void givesUpWhenTimeIsUp() throws Exception {
        // Given
        pager.down();
        try (var _ = installation.start(Map.of("delivery.give.up.after.ms", "3000"))) {
            // When
            installation.raise(alerts(name, 1));

            // Then
            eventually("it is given up", () -> installation.results(name).size() == 1);
            assertThat(installation.results(name).getFirst().getOutcome()).isEqualTo(Outcome.dead_lettered);
            assertThat(installation.deadLetters(name)).hasSize(1);
        }
    }

    private void writeResult(Escalation alert) {
        var result = DeliveryResult.newBuilder()
                .setAlertId(alert.getAlertId())
                .setEventId(alert.getEventId())
                .setReceiver(name)
                .setOutcome(Outcome.delivered)
                .setAttempts(1)
                .setFinishedAt(Instant.now())
                .build();
        cluster.write(
                Principal.ALERT_DELIVERY,
                TopicCatalogue.DELIVERY_RESULTS,
                alert.getAlertId(),
                List.of(result),
                DeliveryResult.class);
    }

    private static String group(String receiver) {
        return Principal.ALERT_DELIVERY.shareGroupPrefix() + receiver;
    }

    /// Joins a share group and lets go of an alert each time that it is handed out, as workers do that die; accepts all
    /// others.
    private static void letGo(String group, String alertId, int times) {
        cluster.configureGroup(
                group, Map.of("share.auto.offset.reset", "earliest", "share.delivery.count.limit", "10"));
        var settings = cluster.clientOf(Principal.ALERT_DELIVERY);
        settings.put("group.id", group);
        settings.put("share.acknowledgement.mode", "explicit");
        settings.put("share.acquire.mode", "record_limit");
        settings.put("max.poll.records", 100);
        var count = new AtomicInteger();
        try (var member = new KafkaShareConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            member.subscribe(List.of(TopicCatalogue.ESCALATIONS.name()));
            eventually("the alert is handed out", () -> {
                member.poll(Duration.ofMillis(200)).forEach(record -> {
                    boolean isIt = record.key().equals(alertId);
                    count.addAndGet(isIt ? 1 : 0);
                    member.acknowledge(record, isIt ? AcknowledgeType.RELEASE : AcknowledgeType.ACCEPT);
                });
                member.commitSync();
                return count.get() == times;
            });
        }
    }

    private Escalation raised(String receiver) throws Exception {
        Escalation alert = Installation.alert(receiver);
        installation.raise(List.of(alert));
        return alert;
    }
}
