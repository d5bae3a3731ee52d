package io.frostglass.delivery.receivers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.frostglass.alerts.Escalation;
import io.frostglass.alerts.Severity;
import io.frostglass.delivery.receivers.StandIn.Answer;
import io.frostglass.runtime.webhook.OutgoingRequest;
import io.frostglass.runtime.webhook.WebhookClient;
import io.frostglass.runtime.webhook.WebhookResult;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Each API against a stand-in that is as strict as the real one.
class ReceiverApiTest {

    private static final String KEY = "0123456789abcdef0123456789ABCDEF";
    private static final Instant SEEN = Instant.parse("2026-01-18T12:34:56Z");

    /// What a text can hold at worst: what each target could take for its own signs, and characters of four bytes.
    private static final String NASTY = "<!channel> & [link](https://evil.example) *bold* `x` |a \u202e \"q\" \\ é 🚨";

    private final WebhookClient client = new WebhookClient(InstantSource.system());

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void opensOneAlertAtPagerDutyForAnIncidentAndItsUpdate() throws Exception {
        try (var pagerDuty = new StandIn.PagerDuty()) {
            // Given
            var api = new PagerDutyEvents(at(pagerDuty.url("/v2/enqueue")), KEY);

            // When
            WebhookResult first = send(api, alert().build());
            WebhookResult again = send(api, alert().build());
            WebhookResult update = send(api, update().build());

            // Then
            assertThat(List.of(first, again, update)).containsOnly(new WebhookResult.Delivered());
            assertThat(pagerDuty.open()).containsOnlyKeys("alr-1");
            assertThat(pagerDuty.pages()).isEqualTo(1);
            JsonNode shown = Objects.requireNonNull(pagerDuty.open().get("alr-1"));
            assertThat(shown.path("summary").asText()).isEqualTo("Agent night-shift: a person at the gate");
            assertThat(shown.path("severity").asText()).isEqualTo("critical");
            assertThat(shown.at("/custom_details/incident").asText()).isEqualTo("alr-1");
        }
    }

    @Test
    void keepsWithinTheLimitsOfPagerDuty() throws Exception {
        try (var pagerDuty = new StandIn.PagerDuty()) {
            // When
            WebhookResult result = send(
                    new PagerDutyEvents(at(pagerDuty.url("/v2/enqueue")), KEY),
                    alert().setSummary(NASTY.repeat(100))
                            .setLabels(List.of("x".repeat(600_000)))
                            .setRule("r".repeat(2000))
                            .build());

            // Then
            assertThat(result).isEqualTo(new WebhookResult.Delivered());
            JsonNode shown = Objects.requireNonNull(pagerDuty.open().get("alr-1"));
            assertThat(shown.path("summary").asText()).endsWith("…");
        }
    }

    @ParameterizedTest
    @CsvSource({"400, permanent", "401, permanent", "429, temporary", "500, temporary", "503, temporary"})
    void takesPagerDutysRefusalsAsItsDocumentsSay(int status, String kind) throws Exception {
        try (var pagerDuty = new StandIn.PagerDuty()) {
            pagerDuty.answerNext(Answer.of(status, "{}"));
            assertThat(kind(send(new PagerDutyEvents(at(pagerDuty.url("/v2/enqueue")), KEY), alert().build())))
                    .isEqualTo(kind);
        }
    }

    @Test
    void hasPagerDutyRefuseAKeyThatIsNone() throws Exception {
        try (var pagerDuty = new StandIn.PagerDuty()) {
            assertThat(send(new PagerDutyEvents(at(pagerDuty.url("/v2/enqueue")), "short"), alert().build()))
                    .isEqualTo(new WebhookResult.PermanentFailure(400));
        }
    }

    @Test
    void firesOneAlertAtAlertmanagerHoweverOftenAndLateItIsSent() throws Exception {
        try (var alertmanager = new StandIn.Alertmanager()) {
            // Given
            var api = new AlertmanagerAlerts(at(alertmanager.url("")), Map.of("team", "night"), Duration.ofMinutes(15));

            // When
            send(api, alert().build());
            send(
                    api,
                    alert().setSummary(NASTY)
                            .setMotionConfidence(0.1)
                            .setRule("other")
                            .build());
            WebhookResult update =
                    send(api, update().setSeverity(Severity.warning).build());

            // Then
            assertThat(update).isEqualTo(new WebhookResult.Delivered());
            assertThat(alertmanager.firing().keySet()).singleElement().satisfies(labels -> {
                assertThat(labels.path("incident").asText()).isEqualTo("alr-1");
                assertThat(labels.path("alertname").asText()).isEqualTo("FrostglassMotion");
                assertThat(labels.path("team").asText()).isEqualTo("night");
                assertThat(labels.size()).isEqualTo(6);
            });
        }
    }

    @Test
    void writesToSlackWhatSlackTakes() throws Exception {
        try (var slack = new StandIn.Slack()) {
            // When
            WebhookResult result = send(
                    new SlackWebhook(at(slack.url("/services/T/B/x"))),
                    alert().setSummary(NASTY.repeat(100))
                            .setRule("&".repeat(1000))
                            .build());

            // Then
            assertThat(result).isEqualTo(new WebhookResult.Delivered());
            assertThat(slack.messages())
                    .singleElement()
                    .satisfies(message -> assertThat(message.path("text").asText())
                            .startsWith("WARNING: motion at site-1, camera cam-12: &lt;!channel&gt; &amp; "));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | ok | | delivered |",
                "200 | {\"ok\":true,\"ts\":\"1.2\"} | | delivered |",
                "200 | {\"ok\":false,\"error\":\"channel_not_found\"} | | permanent |",
                "200 | {\"ok\":false,\"error\":\"ratelimited\"} | 7 | temporary | 7",
                "200 | <html>Please log in</html> | | temporary | 1",
                "200 | '' | | temporary | 1",
                "400 | invalid_payload | | permanent |",
                "403 | action_prohibited | | permanent |",
                "404 | no_service | | permanent |",
                "410 | channel_is_archived | | permanent |",
                "429 | {\"retry_after\":3,\"ok\":false,\"error\":\"rate_limited\"} | | temporary | 3",
                "429 | '' | 30 | temporary | 30",
                "429 | garbage | Fri, 31 Dec 2999 23:59:59 GMT | temporary | 86400",
                "500 | rollup_error | | temporary |",
            })
    void readsSlacksAnswers(int status, String body, String retryAfter, String kind, Integer pause) throws Exception {
        try (var slack = new StandIn.Slack()) {
            // Given
            slack.answerNext(new Answer(status, body, retryAfter));

            // When
            WebhookResult result = send(new SlackWebhook(at(slack.url("/services/T/B/x"))), alert().build());

            // Then
            assertThat(kind(result)).isEqualTo(kind);
            if (result instanceof WebhookResult.TemporaryFailure(String reason, Duration wait)) {
                assertThat(wait).isEqualTo(pause == null ? null : Duration.ofSeconds(pause));
                assertThat(reason).doesNotContain("log in", "garbage");
            }
        }
    }

    @Test
    void showsOneNotificationOfNtfyForAnIncidentWithItsPicture() throws Exception {
        try (var ntfy = new StandIn.Ntfy(true)) {
            // Given
            var api = new NtfyMessages(at(ntfy.url("")), "alerts", true);

            // When
            WebhookResult first = send(api, alert().setSummary(NASTY).build());

            // Then
            assertThat(first).isEqualTo(new WebhookResult.Delivered());
            var shown = Objects.requireNonNull(ntfy.shown().get("alr-1"));
            assertThat(shown.message()).isEqualTo(NASTY);
            assertThat(shown.picture()).containsExactly(1, 2, 3);
            assertThat(shown.priority()).isEqualTo(3);

            // When
            send(api, update().build());

            // Then
            assertThat(ntfy.shown()).containsOnlyKeys("alr-1");
            assertThat(Objects.requireNonNull(ntfy.shown().get("alr-1")).message())
                    .endsWith("a person at the gate");
        }
    }

    @Test
    void sendsTheWordsToNtfyWhereItTakesNoPicture() throws Exception {
        try (var ntfy = new StandIn.Ntfy(false)) {
            // Given
            var api = new NtfyMessages(at(ntfy.url("/")), "alerts", true);
            Escalation alert = alert().setSummary("🚨".repeat(3000)).build();

            // When
            WebhookResult first = send(api, alert, 1);
            WebhookResult second = send(api, alert, 2);

            // Then
            assertThat(first).isEqualTo(new WebhookResult.TemporaryFailure("status 400 with a picture", null));
            assertThat(second).isEqualTo(new WebhookResult.Delivered());
            assertThat(Objects.requireNonNull(ntfy.shown().get("alr-1")).picture())
                    .isNull();
        }
    }

    @Test
    void givesNoPictureToAReceiverThatIsNotToHaveIt() throws Exception {
        try (var ntfy = new StandIn.Ntfy(true)) {
            // When
            send(new NtfyMessages(at(ntfy.url("")), "alerts", false), alert().build());

            // Then
            assertThat(Objects.requireNonNull(ntfy.shown().get("alr-1")).picture())
                    .isNull();
            assertThat(new String(AlertBody.of(alert().build(), false), StandardCharsets.UTF_8))
                    .doesNotContain("thumbnail");
        }
    }

    @Test
    void postsACardThatTeamsShows() throws Exception {
        try (var teams = new StandIn.Teams()) {
            // When
            WebhookResult result = send(
                    new TeamsWorkflow(at(teams.url("/workflows/1?sig=x"))),
                    alert().setSummary(NASTY.repeat(200))
                            .setRule("*".repeat(5000))
                            .build());

            // Then
            assertThat(result).isEqualTo(new WebhookResult.Delivered());
            assertThat(teams.cards())
                    .singleElement()
                    .satisfies(card -> assertThat(card.at("/body/1/text").asText())
                            .startsWith("\\<\\!channel\\> & \\[link\\]\\(https")
                            .endsWith("…"));
        }
    }

    @Test
    void printsNoSecret() {
        ReceiverAddress address = new ReceiverAddress(
                URI.create("https://hooks.example/token"), Map.of("X-Key", "swordfish"), Duration.ofSeconds(1));
        for (ReceiverApi api : List.of(
                new PagerDutyEvents(address, KEY),
                new SlackWebhook(address),
                new TeamsWorkflow(address),
                new NtfyMessages(address, "alerts", true),
                new AlertmanagerAlerts(address, Map.of(), Duration.ofMinutes(1)))) {
            OutgoingRequest request = api.request(alert().build(), 1, SEEN);
            assertThat(new Receiver("pager", api) + " " + request + api.rateLimit())
                    .doesNotContain("token", "swordfish", KEY);
        }
    }

    @Test
    void tellsNobodyWhoElseIsTold() {
        for (ReceiverApi api : List.of(
                new PagerDutyEvents(at(URI.create("https://a.example/")), KEY),
                new SlackWebhook(at(URI.create("https://a.example/"))),
                new TeamsWorkflow(at(URI.create("https://a.example/"))),
                new NtfyMessages(at(URI.create("https://a.example/")), "alerts", false),
                new AlertmanagerAlerts(at(URI.create("https://a.example/")), Map.of(), Duration.ofMinutes(1)))) {
            byte[] body = api.request(
                            alert().setReceivers(List.of("pager", "other-firm")).build(), 1, SEEN)
                    .body();
            assertThat(new String(body, StandardCharsets.UTF_8)).doesNotContain("other-firm");
        }
    }

    private static String kind(WebhookResult result) {
        return switch (result) {
            case WebhookResult.Delivered _ -> "delivered";
            case WebhookResult.PermanentFailure _ -> "permanent";
            case WebhookResult.TemporaryFailure _ -> "temporary";
        };
    }

    private WebhookResult send(ReceiverApi api, Escalation alert) throws InterruptedException {
        return send(api, alert, 1);
    }

    private WebhookResult send(ReceiverApi api, Escalation alert, int attempt) throws InterruptedException {
        OutgoingRequest request = api.request(alert, attempt, Instant.now());
        return client.send(request, api.answers(request));
    }

    private static ReceiverAddress at(URI url) {
        return new ReceiverAddress(url, Map.of(), Duration.ofSeconds(10));
    }

    private static Escalation.Builder update() {
        return alert().setAlertId("alr-2")
                .setUpdates("alr-1")
                .setSeverity(Severity.critical)
                .setRule("agent/night-shift")
                .setSummary("Agent night-shift: a person at the gate")
                .setThumbnail(null);
    }

    private static Escalation.Builder alert() {
        return Escalation.newBuilder()
                .setAlertId("alr-1")
                .setEventId("evt-1")
                .setSiteId("site-1")
                .setCameraId("cam-12")
                .setTimestamp(SEEN)
                .setRaisedAt(Instant.parse("2026-01-18T12:35:00Z"))
                .setSeverity(Severity.warning)
                .setRule("night")
                .setSummary("Motion")
                .setLabels(List.of("person"))
                .setMotionConfidence(0.92)
                .setThumbnail(ByteBuffer.wrap(new byte[] {1, 2, 3}))
                .setReceivers(List.of("pager"));
    }
}
