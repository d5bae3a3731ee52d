package io.frostglass.delivery;

import io.frostglass.alerts.BoundingBox;
import io.frostglass.alerts.DeliveryResult;
import io.frostglass.alerts.Escalation;
import io.frostglass.alerts.Severity;
import io.frostglass.audit.Action;
import io.frostglass.audit.AuditEntry;
import io.frostglass.runtime.ApplicationSettings;
import io.frostglass.runtime.RunningApplication;
import io.frostglass.testsupport.TestCluster;
import io.frostglass.testsupport.TestProcess;
import io.frostglass.topics.AuditTopics;
import io.frostglass.topics.Principal;
import io.frostglass.topics.TopicCatalogue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/// The application as a firm would set it up on a cluster, and what can be seen of it from outside.
///
/// @param folder for its files
record Installation(TestCluster cluster, Path folder) {

    /// Writes a receivers file. A receiver that answers when a test tells it to is waited for longer than any step of a
    /// test takes.
    Installation withReceivers(Map<String, TestReceiver> receivers) throws IOException {
        var file = new StringBuilder("receivers:\n");
        receivers.forEach(
                (name, receiver) -> file.append("""
                  %s:
                    url: %s
                    secrets: ["%s"]
                    timeout: 60s
                    allow_private: true
                    headers: {X-Team: night-shift}
                """.indent(2).formatted(name, receiver.url(), TestReceiver.SECRET)));
        Files.writeString(folder.resolve("receivers.yaml"), file);
        return this;
    }

    /// Alerts for a receiver.
    static List<Escalation> alerts(String receiver, int count) {
        return IntStream.range(0, count).mapToObj(_ -> alert(receiver)).toList();
    }

    static Escalation alert(String receiver) {
        Instant now = Instant.now();
        return Escalation.newBuilder()
                .setAlertId(id("alr-"))
                .setEventId(id("evt-"))
                .setSiteId("site-1")
                .setCameraId("cam-12")
                .setTimestamp(now)
                .setRaisedAt(now)
                .setSeverity(Severity.warning)
                .setRule("all")
                .setSummary("Motion")
                .setMotionConfidence(0.92)
                .setLabels(List.of("person", "car"))
                .setBboxes(List.of(new BoundingBox(0.15, 0.3, 0.2, 0.25)))
                .setThumbnail(ByteBuffer.wrap(new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xdb}))
                .setReceivers(List.of(receiver))
                .build();
    }

    private static String id(String prefix) {
        return prefix + UUID.randomUUID().toString().replace("-", "");
    }

    static List<String> ids(List<Escalation> alerts) {
        return alerts.stream().map(Escalation::getAlertId).toList();
    }

    RunningApplication start(Map<String, String> more) {
        return DeliveryApp.start(ApplicationSettings.of(settings(more), DeliveryApp.SETTINGS));
    }

    /// In a process of its own, which can be killed.
    Process startProcess() throws IOException {
        return TestProcess.start(DeliveryApp.class, folder.resolve("deliver.properties"), settings(Map.of()));
    }

    /// The file of the settings.
    Path writeConfig() throws IOException {
        var properties = new Properties();
        properties.putAll(settings(Map.of()));
        Path config = folder.resolve("deliver.properties");
        try (var writer = Files.newBufferedWriter(config)) {
            properties.store(writer, null);
        }
        return config;
    }

    private Map<String, String> settings(Map<String, String> more) {
        var settings = new HashMap<String, String>();
        settings.put("receivers.file", folder.resolve("receivers.yaml").toString());
        settings.put("delivery.lock.ms", "10000");
        settings.put("delivery.workers", "2");
        settings.putAll(more);
        return cluster.applicationSettings(Principal.ALERT_DELIVERY, settings);
    }

    /// As escalation-sink raises them: in a transaction, by the incident's id, or the alert's where there is none.
    void raise(List<Escalation> alerts) throws Exception {
        try (var producer = cluster.transactional(Principal.ESCALATION_SINK)) {
            for (Escalation alert : alerts) {
                byte[] value = cluster.bytes(TopicCatalogue.ESCALATIONS, Escalation.class, alert);
                var _ = producer.send(new ProducerRecord<>(TopicCatalogue.ESCALATIONS.name(), key(alert), value));
            }
            producer.commitTransaction();
        }
    }

    private static String key(Escalation alert) {
        return alert.getIncident() == null
                ? alert.getAlertId()
                : alert.getIncident().getIncidentId();
    }

    List<DeliveryResult> results(String receiver) {
        return cluster.read(TopicCatalogue.DELIVERY_RESULTS, DeliveryResult.class).stream()
                .filter(result -> result.getReceiver().equals(receiver))
                .toList();
    }

    List<ConsumerRecord<String, byte[]>> deadLetters(String receiver) {
        return cluster.records(TopicCatalogue.ALERTS_DEAD_LETTERS).stream()
                .filter(letter -> header(letter, "frostglass.receiver").equals(receiver))
                .toList();
    }

    static String header(ConsumerRecord<?, ?> record, String header) {
        return new String(record.headers().lastHeader(header).value(), StandardCharsets.UTF_8);
    }

    /// The alert as it is in its topic.
    byte[] stored(Escalation alert) {
        return cluster.records(TopicCatalogue.ESCALATIONS).stream()
                .filter(record -> record.key().equals(alert.getAlertId()))
                .findFirst()
                .orElseThrow()
                .value();
    }

    List<Action> audit(Escalation alert) {
        return cluster.read(AuditTopics.of(Principal.ALERT_DELIVERY), AuditEntry.class).stream()
                .filter(entry -> alert.getEventId().equals(entry.getEventId()))
                .map(AuditEntry::getAction)
                .toList();
    }

    /// The first metric of a receiver that has this in its line.
    static double metric(RunningApplication app, String part, String receiver) throws IOException {
        try (var in = app.url().resolve("/metrics").toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.contains(part) && line.contains("\"" + receiver + "\""))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                    .findFirst()
                    .orElse(Double.NaN);
        }
    }
}
