package io.frostglass.system;

import static io.frostglass.testsupport.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.frostglass.admin.SchemaTexts;
import io.frostglass.runtime.RunningApplication;
import io.frostglass.sanitized.SanitizedMotion;
import io.frostglass.standalone.Application;
import io.frostglass.standalone.Installation;
import io.frostglass.testsupport.ReceiverStandIn;
import io.frostglass.testsupport.TestCluster;
import io.frostglass.topics.Principal;
import io.frostglass.topics.TopicCatalogue;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// From a press of a button, or a followed link, through alert-delivery and escalation-sink back to the message. Both
/// applications run as themselves, under their own ACLs.
@Tag("broker")
class AcknowledgementTest {

    private static final String PUBLIC_URL = "https://alerts.firm.example";
    private static final String SLACK_SECRET = "a-secret-of-slack";

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private ReceiverStandIn.SlackApi slack;
    private ReceiverStandIn.Teams teams;
    private TestCluster cluster;
    private RunningApplication escalate;
    private RunningApplication deliver;

    @BeforeEach
    void start() throws Exception {
        slack = new ReceiverStandIn.SlackApi();
        teams = new ReceiverStandIn.Teams();
        cluster = TestCluster.start(folder.resolve("cluster"));
        SchemaTexts.register(cluster.registry().url(), Map.of());
        var installation = Installation.open(folder.resolve("installation"), Standing.freePorts(), false);
        Files.writeString(
                installation.rules(),
                "{receivers: [channel, office], rules: [{name: all, severity: warning, receivers: [channel, office]}]}");
        Files.writeString(
                installation.folder().resolve("routes.yaml"),
                "route: {receivers: [channel, office], group_wait: 0s, resolve_after: 1h}\n");
        Files.writeString(installation.receivers(), """
                receivers:
                  channel:
                    type: slack-bot
                    url: "%s"
                    token: xoxb-1-swordfish
                    channel: C0123456789
                    allow_private: true
                    callbacks: {type: slack, secrets: [%s]}
                  office: {type: teams, url: "%s", allow_private: true}
                """.formatted(
                        slack.url("/api"), SLACK_SECRET, teams.url("/workflows/1?sig=x")));
        escalate = start(installation, Application.ESCALATE, Map.of());
        deliver = start(
                installation,
                Application.DELIVER,
                Map.of(
                        "links.public.url",
                        PUBLIC_URL,
                        "links.key",
                        "whsec_"
                                + Base64.getEncoder()
                                        .encodeToString("0123456789abcdef0123456789abcdef".getBytes(UTF_8))));
    }

    @AfterEach
    void stop() throws Exception {
        deliver.close();
        escalate.close();
        cluster.close();
        teams.close();
        slack.close();
    }

    @Test
    void aPressedButtonChangesTheMessageThatHasIt() throws Exception {
        // Given
        motion("cam-1");
        eventually("the page is in the channel", () -> slack.messages().size() == 1);
        String ts = slack.messages().keySet().iterator().next();
        assertThat(buttons(ts)).containsExactly("acknowledge", "resolve");

        // When
        press(ts, "acknowledge");

        // Then
        eventually("one button is left", () -> buttons(ts).equals(List.of("resolve")));
        assertThat(text(ts)).startsWith("ACKNOWLEDGED");

        // When
        press(ts, "resolve");

        // Then
        eventually("none is left", () -> buttons(ts).isEmpty());
        assertThat(text(ts)).startsWith("RESOLVED");
        assertThat(slack.messages()).as("the same message").hasSize(1);
    }

    @Test
    void aFollowedLinkChangesWhatOtherReceiversShow() throws Exception {
        // Given
        motion("cam-2");
        eventually("the card is there", () -> !teams.cards().isEmpty());
        eventually("the page is in the channel", () -> slack.messages().size() == 1);
        String ts = slack.messages().keySet().iterator().next();
        URI page = deliver.url()
                .resolve(teams.cards().getFirst().at("/actions/0/url").asText().substring(PUBLIC_URL.length()));

        // When
        var shown = client.send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString());
        var resolved = client.send(
                HttpRequest.newBuilder(page)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString("action=resolve"))
                        .build(),
                BodyHandlers.ofString());

        // Then
        assertThat(List.of(shown.statusCode(), resolved.statusCode())).containsExactly(200, 200);
        eventually("the channel shows it", () -> text(ts).startsWith("RESOLVED"));
        eventually("so does the office", () -> teams.cards().size() == 2);
        assertThat(teams.cards().getLast().toString()).contains("RESOLVED");
    }

    private RunningApplication start(Installation installation, Application application, Map<String, String> more) {
        var settings = new HashMap<>(
                cluster.applicationSettings(application.principal(), Map.of("auto.register.schemas", "false")));
        settings.putAll(more);
        RunningApplication running = application.start(installation.writeSettings(application, settings));
        eventually(application.command() + " is ready", () -> running.health().isReady());
        return running;
    }

    private void motion(String camera) {
        Instant now = Instant.now();
        cluster.write(
                Principal.ANONYMIZE_STREAM,
                TopicCatalogue.MOTION,
                "site-1",
                List.of(SanitizedMotion.newBuilder()
                        .setEventId("evt-" + UUID.randomUUID().toString().replace("-", ""))
                        .setSiteId("site-1")
                        .setCameraId(camera)
                        .setTimeZone("UTC")
                        .setTimestamp(now)
                        .setReceivedAt(now)
                        .build()),
                SanitizedMotion.class);
    }

    private JsonNode message(String ts) {
        return Objects.requireNonNull(slack.messages().get(ts));
    }

    private String text(String ts) {
        return message(ts).path("text").asText();
    }

    private List<String> buttons(String ts) {
        return message(ts).findValuesAsText("action_id");
    }

    /// As Slack does: with the value of the button that is shown.
    private void press(String ts, String action) throws Exception {
        String incident = message(ts).findValues("elements").stream()
                .flatMap(JsonNode::valueStream)
                .filter(element -> element.path("action_id").asText().equals(action))
                .map(button -> button.path("value").asText())
                .findFirst()
                .orElseThrow();
        String body = "payload="
                + URLEncoder.encode(
                        "{\"type\":\"block_actions\",\"user\":{\"id\":\"U012AB3CD\"},\"actions\":[{\"action_id\":\"%s\",\"value\":\"%s\"}]}"
                                .formatted(action, incident),
                        UTF_8);
        String timestamp = Long.toString(Instant.now().getEpochSecond());
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SLACK_SECRET.getBytes(UTF_8), "HmacSHA256"));
        byte[] signature = mac.doFinal(("v0:" + timestamp + ":" + body).getBytes(UTF_8));
        var answer = client.send(
                HttpRequest.newBuilder(deliver.url().resolve("/v1/callbacks/channel"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("X-Slack-Request-Timestamp", timestamp)
                        .header("X-Slack-Signature", "v0=" + HexFormat.of().formatHex(signature))
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.discarding());
        assertThat(answer.statusCode()).isEqualTo(200);
    }
}
