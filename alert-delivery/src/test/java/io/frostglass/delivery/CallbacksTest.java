package io.frostglass.delivery;

import static io.frostglass.testsupport.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.alerts.IncidentAction;
import io.frostglass.alerts.IncidentActionKind;
import io.frostglass.audit.Action;
import io.frostglass.audit.AuditEntry;
import io.frostglass.runtime.webhook.SigningSecret;
import io.frostglass.testsupport.TestCluster;
import io.frostglass.topics.AuditTopics;
import io.frostglass.topics.Principal;
import io.frostglass.topics.TopicCatalogue;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What receivers say back reaches the topic of actions, once, by the site of the incident.
@Tag("broker")
class CallbacksTest {

    private static final String INCIDENT = "inc-site-1-0123456789abcdef";
    private static final String SECRET =
            "whsec_" + Base64.getEncoder().encodeToString("0123456789abcdef0123456789abcdef".getBytes(UTF_8));

    @TempDir
    static Path dir;

    @Test
    void writesWhatAReceiverSaysOnce() throws Exception {
        try (var cluster = TestCluster.start(dir)) {
            // Given
            Files.writeString(dir.resolve("receivers.yaml"), """
                    receivers:
                      desk:
                        url: https://pager.example/alerts
                        secrets: ["%1$s"]
                        callbacks: {type: standard-webhooks, secrets: ["%1$s"]}
                      silent:
                        url: https://pager.example/alerts
                        secrets: ["%1$s"]
                    """.formatted(SECRET));
            try (var app = new Installation(cluster, dir).start(Map.of());
                    var client = HttpClient.newHttpClient()) {
                eventually("it works", () -> app.health().isReady());
                String said = "{\"incident_id\":\"%s\",\"action\":\"acknowledge\",\"by\":\"night guard\"}";

                // When
                int first = post(client, app.url(), "desk", "msg-1", said.formatted(INCIDENT));
                int again = post(client, app.url(), "desk", "msg-1", said.formatted(INCIDENT));
                int unknown = post(client, app.url(), "desk", "msg-2", said.formatted("INC0042"));
                int wrong = post(client, app.url(), "desk", "msg-3", "{\"action\":\"dance\"}");
                int elsewhere = post(client, app.url(), "silent", "msg-4", said.formatted(INCIDENT));
                int nobody = post(client, app.url(), "nobody", "msg-5", said.formatted(INCIDENT));

                // Then
                assertThat(List.of(first, again, unknown, wrong, elsewhere, nobody))
                        .containsExactly(204, 204, 204, 400, 401, 401);
                assertThat(cluster.read(TopicCatalogue.INCIDENT_ACTIONS, IncidentAction.class))
                        .singleElement()
                        .satisfies(action -> {
                            assertThat(action.getIncidentId()).isEqualTo(INCIDENT);
                            assertThat(action.getAction()).isEqualTo(IncidentActionKind.acknowledge);
                            assertThat(action.getBy()).isEqualTo("night guard");
                        });
                assertThat(cluster.records(TopicCatalogue.INCIDENT_ACTIONS))
                        .singleElement()
                        .satisfies(record -> assertThat(record.key()).isEqualTo("site-1"));
                assertThat(cluster.read(AuditTopics.of(Principal.ALERT_DELIVERY), AuditEntry.class))
                        .extracting(AuditEntry::getAction)
                        .containsExactly(Action.incident_acknowledged);
            }
        }
    }

    /// Somebody presses a button; the request is then sent once more by a third party, and once when it is old.
    @Test
    void takesAButtonOfSlackOnce(@TempDir Path folder) throws Exception {
        try (var cluster = TestCluster.start(folder)) {
            // Given
            Files.writeString(folder.resolve("receivers.yaml"), """
                    receivers:
                      channel:
                        type: slack-bot
                        url: https://slack.example/api
                        token: xoxb-1-swordfish
                        channel: C0123456789
                        callbacks: {type: slack, secrets: [a-secret-of-slack]}
                    """);
            try (var app = new Installation(cluster, folder).start(Map.of());
                    var client = HttpClient.newHttpClient()) {
                eventually("it works", () -> app.health().isReady());
                String payload = """
                        {"type": "block_actions", "user": {"id": "U012AB3CD", "name": "anna"},
                          "actions": [{"action_id": "resolve", "value": "%s"}]}""".formatted(INCIDENT);
                String body = "payload=" + URLEncoder.encode(payload, UTF_8);
                Instant now = Instant.now();

                // When
                int first = press(client, app.url(), body, now);
                int again = press(client, app.url(), body, now);
                int old = press(client, app.url(), body, now.minusSeconds(600));

                // Then
                assertThat(List.of(first, again, old)).containsExactly(200, 200, 401);
                assertThat(cluster.read(TopicCatalogue.INCIDENT_ACTIONS, IncidentAction.class))
                        .singleElement()
                        .satisfies(action -> {
                            assertThat(action.getIncidentId()).isEqualTo(INCIDENT);
                            assertThat(action.getAction()).isEqualTo(IncidentActionKind.resolve);
                            assertThat(action.getBy()).isEqualTo("slack/U012AB3CD");
                        });
            }
        }
    }

    private static int press(HttpClient client, URI app, String body, Instant at) throws Exception {
        String timestamp = Long.toString(at.getEpochSecond());
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("a-secret-of-slack".getBytes(UTF_8), "HmacSHA256"));
        byte[] signature = mac.doFinal(("v0:" + timestamp + ":" + body).getBytes(UTF_8));
        var request = HttpRequest.newBuilder(app.resolve("/v1/callbacks/channel"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("X-Slack-Request-Timestamp", timestamp)
                .header("X-Slack-Signature", "v0=" + HexFormat.of().formatHex(signature))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.discarding()).statusCode();
    }

    private static int post(HttpClient client, URI app, String receiver, String id, String body) throws Exception {
        String timestamp = Long.toString(Instant.now().getEpochSecond());
        byte[] signature =
                SigningSecret.parse(SECRET).sign((id + "." + timestamp + ".").getBytes(UTF_8), body.getBytes(UTF_8));
        var request = HttpRequest.newBuilder(app.resolve("/v1/callbacks/" + receiver))
                .header("webhook-id", id)
                .header("webhook-timestamp", timestamp)
                .header("webhook-signature", "v1," + Base64.getEncoder().encodeToString(signature))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.discarding()).statusCode();
    }
}
