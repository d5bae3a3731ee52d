package io.frostglass.system;

import static io.frostglass.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.standalone.Application;
import io.frostglass.standalone.camera.SceneCamera;
import io.frostglass.standalone.load.CameraAccount;
import io.frostglass.standalone.load.TrafficGenerator;
import io.frostglass.standalone.load.WebhookAnswer;
import io.frostglass.topics.AuditTopics;
import io.frostglass.topics.Principal;
import io.frostglass.topics.Topic;
import io.frostglass.topics.TopicCatalogue;
import io.frostglass.topics.TraceParent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// All records of an event have one trace id, on a real broker with its ACLs.
@Tag("broker")
class TracingTest {

    /// Not critical: a critical alert does not wait.
    private static final String RULES = """
            receivers: [demo-pager]
            rules:
              - {name: motion, severity: info, receivers: [demo-pager]}
            """;

    private static final String ROUTES = """
            route: {receivers: [demo-pager], group_by: ['...'], group_wait: 10s}
            """;

    @Test
    void hasOneTraceIdFromTheCameraToTheReceiverThroughATimerAndARestart() throws Exception {
        try (var standing =
                Standing.start(Map.of("rules.yaml", RULES, "routes.yaml", ROUTES), Map.of("trace.headers", "true"))) {
            // Given two events whose alerts wait for their timers
            var accepted = new CopyOnWriteArrayList<String>();
            CameraAccount account =
                    CameraAccount.readAll(standing.installation().sites()).getFirst();
            var camera = SceneCamera.number(1, 1);
            standing.send(List.of(new TrafficGenerator.Source(account, camera)), 2, answer -> {
                if (answer instanceof WebhookAnswer.AcceptedAnswer event) {
                    accepted.add(event.eventId());
                }
            });
            eventually(
                    "the alerts wait",
                    () -> standing.metrics(Application.ESCALATE)
                            .contains("frostglass_escalation_incidents{" + "application=\"escalation-sink\"} 2.0"));

            // When the application that has the timers is started again
            standing.restart(Application.ESCALATE);
            standing.awaitDelivered(2);
            standing.awaitRecords(TopicCatalogue.DELIVERY_RESULTS, 2);
            standing.awaitRecords(TopicCatalogue.MOTION_AUTHORIZED, 2);
            standing.awaitRecords(AuditTopics.of(Principal.ALERT_DELIVERY), 2);

            // Then
            assertThat(accepted).hasSize(2).doesNotHaveDuplicates();
            for (Topic topic : List.of(
                    TopicCatalogue.MOTION_RAW,
                    TopicCatalogue.MOTION,
                    TopicCatalogue.MOTION_AUTHORIZED,
                    TopicCatalogue.ESCALATIONS,
                    TopicCatalogue.DUE_DELIVERIES,
                    TopicCatalogue.DELIVERY_RESULTS)) {
                for (String event : accepted) {
                    assertThat(traces(standing, topic, event)).as(topic.name()).isNotEmpty();
                }
            }
            for (Principal writer : List.of(
                    Principal.INGEST,
                    Principal.ANONYMIZE_STREAM,
                    Principal.TOKEN_STREAM,
                    Principal.ESCALATION_SINK,
                    Principal.ALERT_DELIVERY)) {
                for (String event : accepted) {
                    assertThat(traces(standing, AuditTopics.of(writer), event))
                            .as(writer.user())
                            .isNotEmpty();
                }
            }
        }
    }

    /// The traces of the records that hold the id of an event. Each has that of the event, and one only.
    private static List<String> traces(Standing standing, Topic topic, String event) {
        String expected = TraceParent.ofEvent(event).orElseThrow().text();
        List<String> traces = standing.records(topic).stream()
                .filter(record -> new String(record.value(), StandardCharsets.ISO_8859_1).contains(event))
                .map(TracingTest::trace)
                .toList();
        assertThat(traces).as(topic.name()).allMatch(expected::equals);
        return traces;
    }

    private static String trace(ConsumerRecord<String, byte[]> record) {
        List<String> values = StreamSupport.stream(
                        record.headers().headers(TraceParent.HEADER).spliterator(), false)
                .map(header -> new String(header.value(), StandardCharsets.US_ASCII))
                .toList();
        return String.join(" and ", values);
    }
}
