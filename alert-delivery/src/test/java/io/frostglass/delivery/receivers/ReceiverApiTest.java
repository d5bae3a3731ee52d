package io.frostglass.delivery.receivers;

import static io.frostglass.delivery.receivers.TestAlerts.INCIDENT;
import static io.frostglass.delivery.receivers.TestAlerts.NASTY;
import static io.frostglass.delivery.receivers.TestAlerts.SEEN;
import static io.frostglass.delivery.receivers.TestAlerts.alert;
import static io.frostglass.delivery.receivers.TestAlerts.incident;
import static io.frostglass.delivery.receivers.TestAlerts.update;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.frostglass.alerts.Escalation;
import io.frostglass.alerts.Incident;
import io.frostglass.alerts.IncidentChange;
import io.frostglass.alerts.IncidentStatus;
import io.frostglass.alerts.Severity;
import io.frostglass.runtime.webhook.OutgoingRequest;
import io.frostglass.runtime.webhook.WebhookClient;
import io.frostglass.runtime.webhook.WebhookResult;
import io.frostglass.testsupport.ReceiverStandIn;
import io.frostglass.testsupport.ReceiverStandIn.Answer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Each API against a stand-in that is as strict as the real one.
class ReceiverApiTest {

    private static final String KEY = "0123456789abcdef0123456789ABCDEF";
    private final WebhookClient client = new WebhookClient(InstantSource.system());

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void opensOneAlertAtPagerDutyForAnIncidentAndItsUpdate() throws Exception {
        try (var pagerDuty = new ReceiverStandIn.PagerDuty()) {
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
        try (var pagerDuty = new ReceiverStandIn.PagerDuty()) {
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
        try (var pagerDuty = new ReceiverStandIn.PagerDuty()) {
            pagerDuty.answerNext(Answer.of(status, "{}"));
            assertThat(kind(send(new PagerDutyEvents(at(pagerDuty.url("/v2/enqueue")), KEY), alert().build())))
                    .isEqualTo(kind);
        }
    }

    @Test
    void hasPagerDutyRefuseAKeyThatIsNone() throws Exception {
        try (var pagerDuty = new ReceiverStandIn.PagerDuty()) {
            assertThat(send(new PagerDutyEvents(at(pagerDuty.url("/v2/enqueue")), "short"), alert().build()))
                    .isEqualTo(new WebhookResult.PermanentFailure(400));
        }
    }

    @Test
    void firesOneAlertAtAlertmanagerHoweverOftenAndLateItIsSent() throws Exception {
        try (var alertmanager = new ReceiverStandIn.Alertmanager()) {
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
        try (var slack = new ReceiverStandIn.Slack()) {
            // When
            WebhookResult result = send(
                    new SlackWebhook(at(slack.url("/services/T/B/x")), false),
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
        try (var slack = new ReceiverStandIn.Slack()) {
            // Given
            slack.answerNext(new Answer(status, body, retryAfter));

            // When
            WebhookResult result = send(new SlackWebhook(at(slack.url("/services/T/B/x")), false), alert().build());

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
        try (var ntfy = new ReceiverStandIn.Ntfy(true)) {
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
        try (var ntfy = new ReceiverStandIn.Ntfy(false)) {
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
        try (var ntfy = new ReceiverStandIn.Ntfy(true)) {
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
        try (var teams = new ReceiverStandIn.Teams()) {
            // When
            WebhookResult result = send(
                    new TeamsWorkflow(at(teams.url("/workflows/1?sig=x")), false, true),
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
    void pagesOnceAtPagerDutyAndClosesWhatItOpened() throws Exception {
        try (var pagerDuty = new ReceiverStandIn.PagerDuty()) {
            // Given
            var api = new PagerDutyEvents(at(pagerDuty.url("/v2/enqueue")), KEY);

            // When
            send(api, incident(1, IncidentChange.opened).build());
            send(api, incident(2, IncidentChange.updated).build());
            send(api, incident(3, IncidentChange.acknowledged).build());

            // Then
            assertThat(pagerDuty.acknowledged()).containsExactly(INCIDENT);
            assertThat(Objects.requireNonNull(pagerDuty.open().get(INCIDENT)).at("/custom_details/alerts"))
                    .hasToString("12");

            // When
            send(api, incident(4, IncidentChange.resolved).build());

            // Then
            assertThat(pagerDuty.open()).isEmpty();
            assertThat(pagerDuty.pages()).isEqualTo(1);
            assertThat(pagerDuty.actions()).containsExactly("trigger", "trigger", "acknowledge", "resolve");

            // When
            send(api, incident(5, IncidentChange.reopened).build());

            // Then
            assertThat(pagerDuty.open()).containsOnlyKeys(INCIDENT);
            assertThat(pagerDuty.pages()).isEqualTo(2);
        }
    }

    @Test
    void resolvesAtAlertmanagerTheAlertThatItFiredWhateverBecameOfItsSeverity() throws Exception {
        try (var alertmanager = new ReceiverStandIn.Alertmanager()) {
            // Given
            var api = new AlertmanagerAlerts(at(alertmanager.url("")), Map.of(), Duration.ofMinutes(15));

            // When
            SentBefore opened = sent(
                    api, incident(1, IncidentChange.opened).setCameraId("cam-1").build(), null);
            SentBefore escalated = sent(
                    api,
                    incident(2, IncidentChange.escalated)
                            .setSeverity(Severity.critical)
                            .build(),
                    opened);

            // Then
            assertThat(alertmanager.firing()).hasSize(1).allSatisfy((labels, alert) -> {
                assertThat(labels.path("severity").asText()).isEqualTo("warning");
                assertThat(alert.at("/annotations/severity").asText()).isEqualTo("critical");
                assertThat(alert.at("/annotations/summary").asText()).contains("12 alerts, 3 cameras");
            });

            // When
            sent(
                    api,
                    incident(3, IncidentChange.resolved)
                            .setSeverity(Severity.critical)
                            .build(),
                    escalated);

            // Then
            assertThat(alertmanager.firing()).isEmpty();
        }
    }

    @Test
    void replacesTheNotificationOfNtfyWithoutASound() throws Exception {
        try (var ntfy = new ReceiverStandIn.Ntfy(true)) {
            // Given
            var api = new NtfyMessages(at(ntfy.url("")), "alerts", true);

            // When
            send(api, incident(1, IncidentChange.opened).build());
            int opened = only(ntfy).priority();
            send(api, incident(2, IncidentChange.updated).build());
            int updated = only(ntfy).priority();
            send(api, incident(3, IncidentChange.resolved).build());

            // Then
            assertThat(opened).isEqualTo(3);
            assertThat(updated).isEqualTo(2);
            assertThat(only(ntfy).priority()).isEqualTo(2);
            assertThat(only(ntfy).title()).isEqualTo("RESOLVED: motion at site-1, 3 cameras");
            assertThat(only(ntfy).message())
                    .isEqualTo("Resolved after 4 minutes: 12 alerts, 3 cameras (cam-12, cam-3, cam-4),"
                            + " from 2026-01-18T12:34:56Z to 2026-01-18T12:38:00Z. No camera has seen more. Motion");
        }
    }

    @Test
    void keepsOneNotificationOfNtfyForAnIncidentOfASiteWithALongId() throws Exception {
        try (var ntfy = new ReceiverStandIn.Ntfy(true)) {
            // Given
            var api = new NtfyMessages(at(ntfy.url("")), "alerts", true);
            String id = "inc-" + "site.".repeat(20) + "-0123456789abcdef";

            // When
            for (IncidentChange change : List.of(IncidentChange.opened, IncidentChange.resolved)) {
                Escalation alert = incident(1, change).build();
                assertThat(send(
                                api,
                                Escalation.newBuilder(alert)
                                        .setIncident(Incident.newBuilder(Objects.requireNonNull(alert.getIncident()))
                                                .setIncidentId(id)
                                                .build())
                                        .build()))
                        .isInstanceOf(WebhookResult.Delivered.class);
            }

            // Then
            assertThat(ntfy.shown()).hasSize(1);
        }
    }

    private static ReceiverStandIn.Ntfy.Notification only(ReceiverStandIn.Ntfy ntfy) {
        assertThat(ntfy.shown()).containsOnlyKeys(INCIDENT);
        return Objects.requireNonNull(ntfy.shown().get(INCIDENT));
    }

    @Test
    void saysInChatsHowAnIncidentEnded() throws Exception {
        try (var slack = new ReceiverStandIn.Slack();
                var teams = new ReceiverStandIn.Teams()) {
            // When
            Escalation resolved = incident(3, IncidentChange.resolved).build();
            send(new SlackWebhook(at(slack.url("/services/T/B/x")), false), resolved);
            send(new TeamsWorkflow(at(teams.url("/workflows/1?sig=x")), false, true), resolved);

            // Then
            assertThat(slack.messages().toString()).contains("Resolved after 4 minutes: 12 alerts, 3 cameras");
            assertThat(teams.cards().toString()).contains("Resolved after 4 minutes: 12 alerts, 3 cameras");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "opened, warning, night, Motion, true",
        "updated, warning, night, More motion, false",
        "updated, critical, night, Motion, true",
        "updated, warning, agent/night-shift, A cat, true",
        "repeated, warning, night, Motion, true",
        "acknowledged, warning, night, Motion, true",
        "resolved, warning, night, Motion, true",
    })
    void writesOnlyNewsWhereAMessageCannotBeChanged(
            IncidentChange change, Severity severity, String rule, String summary, boolean wanted) {
        for (ReceiverApi api : List.of(
                new SlackWebhook(at(URI.create("https://a.example/")), false),
                new TeamsWorkflow(at(URI.create("https://a.example/")), false, true))) {
            // Given
            String reference =
                    api.reference(incident(1, IncidentChange.opened).build(), null, new WebhookResult.Delivered());
            Escalation alert = incident(2, change)
                    .setSeverity(severity)
                    .setRule(rule)
                    .setSummary(summary)
                    .build();

            // When, Then
            assertThat(api.wants(alert, new SentBefore(1, IncidentStatus.open, reference)))
                    .isEqualTo(wanted);
            assertThat(api.wants(alert, null)).isTrue();
        }
    }

    private SentBefore sent(ReceiverApi api, Escalation alert, @Nullable SentBefore before) throws Exception {
        OutgoingRequest request = api.request(alert, new Attempt(1, Instant.now(), before));
        WebhookResult result = client.send(request, api.answers(request));
        assertThat(result).isInstanceOf(WebhookResult.Delivered.class);
        Incident incident = Objects.requireNonNull(alert.getIncident());
        return new SentBefore(
                incident.getVersion(), incident.getStatus(), api.reference(alert, before, (WebhookResult.Delivered)
                        result));
    }

    @Test
    void printsNoSecret() {
        ReceiverAddress address = new ReceiverAddress(
                URI.create("https://hooks.example/token"), Map.of("X-Key", "swordfish"), Duration.ofSeconds(1), false);
        for (ReceiverApi api : List.of(
                new PagerDutyEvents(address, KEY),
                new SlackWebhook(address, false),
                new TeamsWorkflow(address, false, true),
                new NtfyMessages(address, "alerts", true),
                new AlertmanagerAlerts(address, Map.of(), Duration.ofMinutes(1)))) {
            OutgoingRequest request = api.request(alert().build(), new Attempt(1, SEEN, null));
            assertThat(new Receiver("pager", api, Optional.empty()) + " " + request + api.rateLimit())
                    .doesNotContain("token", "swordfish", KEY);
        }
    }

    @Test
    void tellsNobodyWhoElseIsTold() {
        for (ReceiverApi api : List.of(
                new PagerDutyEvents(at(URI.create("https://a.example/")), KEY),
                new SlackWebhook(at(URI.create("https://a.example/")), false),
                new TeamsWorkflow(at(URI.create("https://a.example/")), false, true),
                new NtfyMessages(at(URI.create("https://a.example/")), "alerts", false),
                new AlertmanagerAlerts(at(URI.create("https://a.example/")), Map.of(), Duration.ofMinutes(1)))) {
            byte[] body = api.request(
                            alert().setReceivers(List.of("pager", "other-firm")).build(), new Attempt(1, SEEN, null))
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
        OutgoingRequest request = api.request(alert, new Attempt(attempt, Instant.now(), null));
        return client.send(request, api.answers(request));
    }

    private static ReceiverAddress at(URI url) {
        return new ReceiverAddress(url, Map.of(), Duration.ofSeconds(10), true);
    }
}
