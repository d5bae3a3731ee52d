package io.frostglass.escalation;

import static io.frostglass.escalation.TestCluster.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.frostglass.alerts.DeliveryResult;
import io.frostglass.alerts.Escalation;
import io.frostglass.alerts.Outcome;
import io.frostglass.alerts.Severity;
import io.frostglass.audit.Action;
import io.frostglass.audit.AuditEntry;
import io.frostglass.escalation.TestReceiver.Reply;
import io.frostglass.runtime.RunningApplication;
import io.frostglass.runtime.Settings;
import io.frostglass.sanitized.SanitizedMotion;
import io.frostglass.topics.Catalogue;
import io.frostglass.topics.Principal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The application on a real broker, with the ACLs of its own principal and real receivers.
class DeliveryTest {

    @TempDir
    static Path dir;

    private static TestCluster cluster;
    private static int number;

    @TempDir
    Path files;

    private TestReceiver pager;
    private String name;

    @BeforeAll
    static void startCluster() throws Exception {
        cluster = TestCluster.start(dir);
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
    }

    @BeforeEach
    void startReceiver() throws Exception {
        pager = TestReceiver.start();
        // A receiver of its own for each test, and so a group: it passes over the alerts of the others.
        name = "pager-" + ++number;
    }

    @AfterEach
    void stopReceiver() {
        pager.close();
    }

    @Test
    void bringsAnEventToItsReceiverAsASignedWebhook() throws Exception {
        // Given
        SanitizedMotion event = Events.full().build();
        try (var _ = start()) {
            // When
            send(event);

            // Then
            eventually("it is there", () -> !pager.arrivals().isEmpty());
            var arrival = pager.arrivals().getFirst();
            assertThat(arrival.valid()).isTrue();
            assertThat(arrival.id()).isEqualTo(AlertId.of(event.getEventId()));
            assertThat(arrival.team()).isEqualTo("night-shift");
            assertThat(arrival.body().path("type").asText()).isEqualTo("motion.alert");
            assertThat(arrival.body().path("data").path("event_id").asText()).isEqualTo(event.getEventId());
            assertThat(arrival.body().path("data").path("thumbnail_base64").asText())
                    .isEqualTo("data:image/jpeg;base64,/9j/2w==");
            eventually("it is written down", () -> results().size() == 1);
            assertThat(results())
                    .extracting(DeliveryResult::getOutcome, DeliveryResult::getAttempts)
                    .containsExactly(tuple(Outcome.delivered, 1));
            assertThat(audit(event)).containsExactlyInAnyOrder(Action.escalated, Action.delivered);
        }
    }

    @Test
    void losesNothingAndDeliversOnceWhenTheReceiverWasDown() throws Exception {
        // Given
        pager.down();
        List<SanitizedMotion> events = events(20);
        try (var app = start()) {
            send(events.toArray(SanitizedMotion[]::new));
            eventually("deliveries fail", () -> metric(app, "frostglass_receiver_up") == 0);

            // When
            pager.up();

            // Then
            eventually("all are there", () -> new HashSet<>(pager.ids()).containsAll(ids(events)));
            eventually("all is written down", () -> results().size() == events.size());
            assertThat(pager.ids()).containsExactlyInAnyOrderElementsOf(ids(events));
            assertThat(results()).extracting(DeliveryResult::getOutcome).containsOnly(Outcome.delivered);
            assertThat(app.health().isReady()).isTrue();
        }
    }

    @Test
    void triesAgainWhenTheReceiverFails() throws Exception {
        // Given
        var calls = new AtomicInteger();
        pager.behave(arrival -> Reply.of(calls.incrementAndGet() < 3 ? 500 : 200));
        try (var _ = start()) {
            // When
            send(Events.plain().build());

            // Then
            eventually("it is written down", () -> results().size() == 1);
            assertThat(results().getFirst().getAttempts()).isEqualTo(3);
            assertThat(new HashSet<>(pager.ids())).hasSize(1);
            assertThat(pager.arrivals()).allMatch(TestReceiver.Arrival::valid);
        }
    }

    @Test
    void leavesAReceiverAloneForAsLongAsItAsks() throws Exception {
        // Given
        var times = new CopyOnWriteArrayList<Instant>();
        pager.behave(arrival -> {
            times.add(Instant.now());
            return times.size() == 1 ? new Reply(429, "2") : Reply.of(200);
        });
        try (var _ = start()) {
            // When
            send(Events.plain().build());

            // Then
            eventually("it is written down", () -> results().size() == 1);
            assertThat(times.get(1)).isAfterOrEqualTo(times.get(0).plusSeconds(2));
        }
    }

    @Test
    void putsAnAlertThatIsRefusedForGoodAmongTheDeadLetters() throws Exception {
        // Given
        pager.behave(arrival -> Reply.of(410));
        SanitizedMotion event = Events.full().build();
        try (var _ = start()) {
            // When
            send(event);

            // Then
            eventually("it is written down", () -> results().size() == 1);
            assertThat(results().getFirst().getOutcome()).isEqualTo(Outcome.dead_lettered);
            assertThat(results().getFirst().getReason()).isEqualTo("status 410");
            assertThat(pager.arrivals()).hasSize(1);
            assertThat(audit(event)).containsExactlyInAnyOrder(Action.escalated, Action.dead_lettered);
            var letter = deadLetters().getFirst();
            assertThat(header(letter, "frostglass.reason")).isEqualTo("status 410");
            assertThat(header(letter, "frostglass.attempts")).isEqualTo("1");
            assertThat(letter.value()).isEqualTo(alert(event).value());
        }
    }

    @Test
    void doesNotLetASlowReceiverHoldUpAnother() throws Exception {
        // Given
        var answer = new CountDownLatch(1);
        try (var slow = TestReceiver.start()) {
            slow.behave(arrival -> {
                await(answer);
                return Reply.of(200);
            });
            List<SanitizedMotion> events = events(50);
            try (var _ = start(rules(name, "slow-" + name, slow))) {
                // When
                send(events.toArray(SanitizedMotion[]::new));

                // Then
                eventually("all are at the quick one", () -> pager.ids().containsAll(ids(events)));
                assertThat(results()).noneMatch(result -> result.getReceiver().startsWith("slow"));
                answer.countDown();
                eventually("all are at the slow one", () -> slow.ids().containsAll(ids(events)));
            }
        }
    }

    @Test
    void doesNotLetAnAlertThatAlwaysFailsHoldUpOthers() throws Exception {
        // Given
        SanitizedMotion unwanted = Events.plain().build();
        String unwantedId = AlertId.of(unwanted.getEventId());
        pager.behave(arrival -> Reply.of(arrival.id().equals(unwantedId) ? 500 : 200));
        try (var _ = start(Map.of("delivery.give.up.alone.after.ms", "1000"))) {
            send(unwanted);
            eventually("it fails", () -> pager.ids().contains(unwantedId));

            // When
            List<SanitizedMotion> events = events(30);
            send(events.toArray(SanitizedMotion[]::new));

            // Then
            eventually("the others are there", () -> pager.ids().containsAll(ids(events)));
            eventually("it is given up", () -> deadLetters().size() == 1);
            assertThat(header(deadLetters().getFirst(), "frostglass.reason")).isEqualTo("status 500");
        }
    }

    @Test
    void givesUpWhenTimeIsUp() throws Exception {
        // Given
        pager.down();
        try (var _ = start(Map.of("delivery.give.up.after.ms", "1500"))) {
            // When
            send(Events.plain().build());

            // Then
            eventually("it is given up", () -> results().size() == 1);
            assertThat(results().getFirst().getReason()).isEqualTo("connection refused");
        }
    }

    @Test
    void finishesWhatIsUnderWayAndGivesTheRestBackWhenItStops() throws Exception {
        // Given one attempt that is not answered yet
        var arrived = new CountDownLatch(1);
        var answer = new CountDownLatch(1);
        pager.behave(arrival -> {
            arrived.countDown();
            await(answer);
            return Reply.of(200);
        });
        SanitizedMotion event = Events.plain().build();
        var app = start();
        send(event);
        await(arrived);

        // When
        Thread closing = Thread.ofVirtual().start(app::close);
        answer.countDown();
        closing.join();

        // Then
        assertThat(results()).hasSize(1);
        try (var _ = start()) {
            SanitizedMotion next = Events.plain().build();
            send(next);
            eventually("the next is there", () -> pager.ids().contains(AlertId.of(next.getEventId())));
            assertThat(pager.ids()).hasSize(2);
        }
    }

    @Test
    void deliversEveryAlertUnderTheSameIdAfterItsProcessWasKilledInMidDelivery() throws Exception {
        // Given a process with deliveries that are not answered
        var arrived = new CountDownLatch(3);
        var hang = new CountDownLatch(1);
        pager.behave(arrival -> {
            arrived.countDown();
            await(hang);
            return Reply.of(200);
        });
        List<SanitizedMotion> events = events(10);
        Process process = startProcess();
        send(events.toArray(SanitizedMotion[]::new));
        await(arrived);

        // When
        process.destroyForcibly().waitFor();
        pager.behave(arrival -> Reply.of(200));
        hang.countDown();
        try (var _ = start()) {
            // Then
            eventually("all are written down", () -> results().size() == events.size());
            assertThat(new HashSet<>(pager.ids())).containsExactlyInAnyOrderElementsOf(ids(events));
            assertThat(results()).extracting(DeliveryResult::getOutcome).containsOnly(Outcome.delivered);
        }
    }

    @Test
    void neverDeliversAnAlertOfAnAbortedTransaction() throws Exception {
        // Given
        Escalation never = escalation("evt-never" + name);
        try (var _ = start();
                var producer = cluster.transactional(Principal.ESCALATION_SINK)) {
            byte[] value = cluster.bytes(Catalogue.ESCALATIONS, Escalation.class, never);

            // When
            producer.send(new ProducerRecord<>(Catalogue.ESCALATIONS.name(), never.getAlertId(), value))
                    .get();
            producer.abortTransaction();
            SanitizedMotion after = Events.plain().build();
            send(after);

            // Then
            eventually("the one after is there", () -> pager.ids().contains(AlertId.of(after.getEventId())));
            assertThat(pager.ids()).doesNotContain(never.getAlertId());
        }
    }

    @Test
    void doesNotPostAgainWhatIsWrittenDownAsDelivered() throws Exception {
        // Given an alert whose worker wrote down its delivery, and died before it acknowledged it
        start().close();
        Escalation alert = escalation("evt-" + name);
        var result = DeliveryResult.newBuilder()
                .setAlertId(alert.getAlertId())
                .setEventId(alert.getEventId())
                .setReceiver(name)
                .setOutcome(Outcome.delivered)
                .setAttempts(1)
                .setFinishedAt(Instant.now())
                .build();
        var sink = Principal.ESCALATION_SINK;
        cluster.write(sink, Catalogue.ESCALATIONS, alert.getAlertId(), Escalation.class, List.of(alert));
        cluster.write(sink, Catalogue.DELIVERY_RESULTS, alert.getAlertId(), DeliveryResult.class, List.of(result));
        cluster.takeAndLeave(sink.shareGroupPrefix() + name, alert.getAlertId());

        // When
        try (var app = start()) {
            // Then
            eventually("it is passed over", () -> metric(app, "outcome=\"repeated\"") == 1);
            assertThat(pager.ids()).doesNotContain(alert.getAlertId());
        }
    }

    @Test
    void takesUpAReceiverThatIsAddedWhileItRuns() throws Exception {
        // Given
        try (var added = TestReceiver.start();
                var _ = start()) {
            // When
            Files.writeString(files.resolve("rules.yaml"), rules(name, "added-" + name, added));

            // Then
            eventually("it is told", () -> {
                send(Events.plain().build());
                return !added.arrivals().isEmpty();
            });
        }
    }

    private static List<SanitizedMotion> events(int count) {
        return IntStream.range(0, count).mapToObj(i -> Events.plain().build()).toList();
    }

    private static List<String> ids(List<SanitizedMotion> events) {
        return events.stream().map(event -> AlertId.of(event.getEventId())).toList();
    }

    private static void send(SanitizedMotion... events) throws Exception {
        cluster.write(Principal.ANONYMIZE_STREAM, Catalogue.MOTION, "site-1", SanitizedMotion.class, List.of(events));
    }

    private Escalation escalation(String eventId) {
        Instant now = Instant.now();
        return Escalation.newBuilder()
                .setAlertId(AlertId.of(eventId))
                .setEventId(eventId)
                .setSiteId("site-1")
                .setCameraId("cam-12")
                .setTimestamp(now)
                .setRaisedAt(now)
                .setSeverity(Severity.warning)
                .setRule("all")
                .setSummary("Motion")
                .setReceivers(List.of(name))
                .build();
    }

    private List<DeliveryResult> results() {
        return cluster.read(Catalogue.DELIVERY_RESULTS, DeliveryResult.class).stream()
                .filter(result -> result.getReceiver().equals(name))
                .toList();
    }

    private List<ConsumerRecord<String, byte[]>> deadLetters() {
        return cluster.read(Catalogue.ALERTS_DEAD_LETTERS).stream()
                .filter(letter -> header(letter, "frostglass.receiver").equals(name))
                .toList();
    }

    private static String header(ConsumerRecord<?, ?> record, String header) {
        return new String(record.headers().lastHeader(header).value(), StandardCharsets.UTF_8);
    }

    private static ConsumerRecord<String, byte[]> alert(SanitizedMotion event) {
        return cluster.read(Catalogue.ESCALATIONS).stream()
                .filter(record -> record.key().equals(AlertId.of(event.getEventId())))
                .findFirst()
                .orElseThrow();
    }

    private static List<Action> audit(SanitizedMotion event) {
        return cluster.read(Catalogue.AUDIT_ENTRIES, AuditEntry.class).stream()
                .filter(entry -> event.getEventId().equals(entry.getEventId()))
                .map(AuditEntry::getAction)
                .toList();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private double metric(RunningApplication app, String part) throws IOException {
        try (var in = app.url().resolve("/metrics").toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.contains(part) && line.contains("\"" + name + "\""))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                    .findFirst()
                    .orElse(Double.NaN);
        }
    }

    private RunningApplication start() throws IOException {
        return start(Map.of());
    }

    private RunningApplication start(String rules) throws IOException {
        Files.writeString(files.resolve("rules.yaml"), rules);
        return EscalationApp.start(Settings.of(settings(Map.of()), EscalationApp.SETTINGS));
    }

    private RunningApplication start(Map<String, String> more) throws IOException {
        Files.writeString(files.resolve("rules.yaml"), rules(name));
        return EscalationApp.start(Settings.of(settings(more), EscalationApp.SETTINGS));
    }

    private Process startProcess() throws IOException {
        Files.writeString(files.resolve("rules.yaml"), rules(name));
        var properties = new Properties();
        properties.putAll(settings(Map.of()));
        Path config = files.resolve("escalate.properties");
        try (var writer = Files.newBufferedWriter(config)) {
            properties.store(writer, null);
        }
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        EscalationApp.class.getName(),
                        "--config",
                        config.toString())
                .inheritIO()
                .start();
    }

    private Map<String, String> settings(Map<String, String> more) {
        var settings = new HashMap<String, String>();
        cluster.clientOf(Principal.ESCALATION_SINK).forEach((key, value) -> settings.put(key, value.toString()));
        settings.put("http.port", "0");
        settings.put("rules.file", files.resolve("rules.yaml").toString());
        settings.putAll(cluster.registrySettings());
        settings.put("state.dir", files.resolve("state").toString());
        settings.put("delivery.lock.ms", "10000");
        settings.putAll(more);
        return settings;
    }

    private String rules(String receiver) {
        return """
                receivers:
                  %s:
                    url: %s
                    secrets: ["%s"]
                    headers:
                      X-Team: night-shift
                rules:
                  - name: all
                    severity: warning
                    receivers: [%s]
                """.formatted(receiver, pager.url(), TestReceiver.SECRET, receiver);
    }

    private String rules(String first, String second, TestReceiver other) {
        return """
                receivers:
                  %s:
                    url: %s
                    secrets: ["%s"]
                  %s:
                    url: %s
                    secrets: ["%s"]
                rules:
                  - name: all
                    severity: warning
                    receivers: [%s, %s]
                """.formatted(
                first, pager.url(), TestReceiver.SECRET, second, other.url(), TestReceiver.SECRET, first, second);
    }
}
