package io.frostglass.delivery.receivers;

import static io.frostglass.delivery.receivers.TestAlerts.INCIDENT;
import static io.frostglass.delivery.receivers.TestAlerts.NASTY;
import static io.frostglass.delivery.receivers.TestAlerts.alert;
import static io.frostglass.delivery.receivers.TestAlerts.incident;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.frostglass.alerts.Escalation;
import io.frostglass.alerts.Incident;
import io.frostglass.alerts.IncidentChange;
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
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Slack's bot, Twilio and CloudEvents, each against a stand-in that is as strict as the real one.
class BotSmsAndEventsTest {

    private final WebhookClient client = new WebhookClient(InstantSource.system());

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void changesOneMessageOfSlackAndAnswersInItsThread() throws Exception {
        try (var slack = new ReceiverStandIn.SlackApi()) {
            // Given
            ReceiverApi api = bot(slack);

            // When
            SentBefore opened = sent(
                    api, incident(1, IncidentChange.opened).setSummary(NASTY).build(), null);
            SentBefore updated = sent(api, incident(2, IncidentChange.updated).build(), opened);
            SentBefore escalated =
                    sent(api, incident(3, IncidentChange.escalated).build(), updated);
            SentBefore resolved = sent(api, incident(4, IncidentChange.resolved).build(), escalated);

            // Then
            String first = opened.reference();
            assertThat(List.of(updated, escalated, resolved))
                    .extracting(SentBefore::reference)
                    .containsOnly(first);
            assertThat(slack.messages()).hasSize(2);
            assertThat(Objects.requireNonNull(slack.messages().get(first))
                            .path("text")
                            .asText())
                    .startsWith("RESOLVED: motion at site-1, 3 cameras: Resolved after 4 minutes");
            JsonNode answer = slack.messages().entrySet().stream()
                    .filter(it -> !it.getKey().equals(first))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElseThrow();
            assertThat(answer.path("thread_ts").asText()).isEqualTo(first);
            assertThat(answer.path("reply_broadcast").asBoolean()).isTrue();
        }
    }

    @Test
    void showsTheButtonsThatAreOfUseInTheFirstMessage() throws Exception {
        try (var slack = new ReceiverStandIn.SlackApi()) {
            // Given
            ReceiverApi api = bot(slack).withButtons();

            // Then
            SentBefore opened = sent(api, incident(1, IncidentChange.opened).build(), null);
            assertThat(buttons(slack, opened.reference())).containsExactly("acknowledge", "resolve");
            SentBefore acknowledged =
                    sent(api, incident(2, IncidentChange.acknowledged).build(), opened);
            assertThat(buttons(slack, opened.reference())).containsExactly("resolve");
            SentBefore escalated =
                    sent(api, incident(3, IncidentChange.escalated).build(), acknowledged);
            assertThat(buttons(slack, opened.reference())).containsExactly("acknowledge", "resolve");
            sent(api, incident(4, IncidentChange.resolved).build(), escalated);
            assertThat(slack.messages().keySet())
                    .hasSize(2)
                    .allSatisfy(message -> assertThat(buttons(slack, message)).isEmpty());
        }
    }

    @Test
    void showsNoButtonsWhereNothingCanBeDone() throws Exception {
        try (var slack = new ReceiverStandIn.SlackApi()) {
            // Given
            ReceiverApi api = bot(slack).withButtons();

            // When
            sent(
                    api,
                    incident(1, IncidentChange.opened)
                            .setRule("heartbeat/site-1")
                            .build(),
                    null);
            sent(
                    api,
                    incident(1, IncidentChange.opened)
                            .setRule("delivery/undelivered")
                            .build(),
                    null);
            Escalation.Builder redacted = incident(1, IncidentChange.opened);
            redacted.setIncident(Incident.newBuilder(redacted.getIncident())
                    .setIncidentId("inc-withheld-0123456789abcdef")
                    .build());
            sent(api, redacted.build(), null);

            // Then
            assertThat(slack.messages().keySet())
                    .hasSize(3)
                    .allSatisfy(message -> assertThat(buttons(slack, message)).isEmpty());
        }
    }

    @ParameterizedTest
    @CsvSource({"message_not_found, delivered, 2", "ratelimited, temporary, 1"})
    void sendsThePageThoughItsFirstMessageCannotBeChanged(String error, String kind, int messages) throws Exception {
        try (var slack = new ReceiverStandIn.SlackApi()) {
            // Given
            ReceiverApi api = bot(slack).withButtons();
            SentBefore opened = sent(api, incident(1, IncidentChange.opened).build(), null);
            slack.answerNext(Answer.of(200, "{\"ok\":false,\"error\":\"%s\"}".formatted(error)));

            // When
            WebhookResult result =
                    send(api, incident(2, IncidentChange.escalated).build(), opened);

            // Then
            assertThat(kind(result)).isEqualTo(kind);
            assertThat(slack.messages()).hasSize(messages);
        }
    }

    private static List<String> buttons(ReceiverStandIn.SlackApi slack, String message) {
        return Objects.requireNonNull(slack.messages().get(message)).findValuesAsText("action_id");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | {\"ok\":false,\"error\":\"ratelimited\"} | temporary",
                "200 | {\"ok\":false,\"error\":\"message_not_found\"} | permanent",
                "200 | {\"ok\":false,\"error\":\"invalid_auth\"} | permanent",
                "200 | {\"o | temporary",
                "200 | <html> | temporary",
                "429 | '' | temporary",
                "503 | '' | temporary",
            })
    void readsTheAnswersOfSlacksMethods(int status, String body, String kind) throws Exception {
        try (var slack = new ReceiverStandIn.SlackApi()) {
            slack.answerNext(Answer.of(status, body));
            assertThat(kind(send(bot(slack), incident(1, IncidentChange.opened).build(), null)))
                    .isEqualTo(kind);
        }
    }

    @Test
    void sendsAnSmsThatIsCutAndEndsSoon() throws Exception {
        try (var twilio = new ReceiverStandIn.Twilio()) {
            // Given
            ReceiverApi api = sms(twilio);

            // When
            sent(
                    api,
                    incident(1, IncidentChange.opened)
                            .setSummary("a–b’".repeat(500))
                            .build(),
                    null);
            sent(
                    api,
                    incident(1, IncidentChange.opened)
                            .setSummary("🚨".repeat(500))
                            .build(),
                    null);

            // Then
            assertThat(twilio.messages().getFirst())
                    .containsEntry("To", "+441632960001")
                    .containsEntry("ValidityPeriod", "300");
            assertThat(twilio.messages().getFirst().get("Body"))
                    .hasSize(306)
                    .startsWith("WARNING: motion at site-1, 3 cameras. a-b'a-b'")
                    .endsWith("...");
            assertThat(twilio.messages().get(1).get("Body"))
                    .hasSizeBetween(130, 134)
                    .endsWith("🚨...");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "160, 1, 160",
        "161, 1, 160",
        "306, 2, 306",
        "307, 2, 306",
    })
    void countsTheGsmAlphabet(int letters, int segments, int expected) {
        assertThat(SmsText.cut("a".repeat(letters), "", segments)).hasSize(expected);
        // Two for each.
        assertThat(SmsText.cut("€".repeat(letters), "", segments).length()).isLessThanOrEqualTo(expected / 2 + 2);
    }

    /// The link is whole or not there at all, and an SMS with it costs no more.
    @ParameterizedTest
    @CsvSource({
        "a, 90, 1, 160, true",
        "a, 120, 1, 160, false",
        "a, 120, 2, 306, true",
        "я, 90, 2, 134, true",
        "я, 90, 1, 70, false",
    })
    void leavesRoomForALink(String letter, int length, int segments, int most, boolean there) {
        // Given
        String link = "https://alerts.firm.example/i/" + "x".repeat(length - 30);

        // When
        String text = SmsText.cut(letter.repeat(400), link, segments);

        // Then
        assertThat(text).hasSizeLessThanOrEqualTo(most);
        assertThat(text.endsWith("... " + link)).isEqualTo(there);
        assertThat(text.contains("https")).isEqualTo(there);
    }

    @ParameterizedTest
    @CsvSource({
        "opened, true",
        "repeated, true",
        "escalated, true",
        "reopened, true",
        "resolved, true",
        "updated, false",
        "acknowledged, false",
    })
    void wakesNobodyBySmsForLess(IncidentChange change, boolean wanted) throws Exception {
        try (var twilio = new ReceiverStandIn.Twilio()) {
            assertThat(sms(twilio).wants(incident(1, change).build(), null)).isEqualTo(wanted);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | {\"code\":21211} | permanent",
                "400 | {\"code\":21610} | permanent",
                "400 | {\"code\":21611} | temporary",
                "401 | {\"code\":20003} | permanent",
                "429 | {\"code\":20429} | temporary",
                "400 | garbage | permanent",
                "201 | {\"status\":\"failed\",\"error_code\":30001} | temporary",
                "201 | {\"status\":\"failed\",\"error_code\":30003} | permanent",
                "201 | {\"status\":\"accepted\"} | delivered",
                "500 | '' | temporary",
            })
    void readsTwiliosAnswers(int status, String body, String kind) throws Exception {
        try (var twilio = new ReceiverStandIn.Twilio()) {
            twilio.answerNext(Answer.of(status, body));
            assertThat(kind(send(sms(twilio), alert().build(), null))).isEqualTo(kind);
        }
    }

    @Test
    void sendsCloudEventsInBothModes() throws Exception {
        try (var bus = new ReceiverStandIn.Json(_ -> true)) {
            // When
            for (CloudEvents.Mode mode : CloudEvents.Mode.values()) {
                sent(
                        new CloudEvents(at(bus.url("/events"), Map.of()), "/frostglass", mode, true),
                        incident(3, IncidentChange.resolved).build(),
                        null);
            }

            // Then
            Map<String, String> binary = bus.headers().getFirst();
            assertThat(binary)
                    .containsEntry("content-type", "application/json")
                    .containsEntry("ce-specversion", "1.0")
                    .containsEntry("ce-type", "io.frostglass.motion.incident.resolved")
                    .containsEntry("ce-source", "/frostglass")
                    .containsEntry("ce-id", "alr-3")
                    .containsEntry("ce-subject", INCIDENT)
                    .containsEntry("ce-time", "2026-01-18T12:38:56Z")
                    .doesNotContainKey("ce-datacontenttype");
            JsonNode structured = bus.bodies().get(1);
            assertThat(bus.headers().get(1)).containsEntry("content-type", "application/cloudevents+json");
            assertThat(structured.path("id").asText()).isEqualTo("alr-3");
            assertThat(structured.path("datacontenttype").asText()).isEqualTo("application/json");
            assertThat(structured.path("data")).isEqualTo(bus.bodies().getFirst());
            assertThat(structured.at("/data/thumbnail_base64").asText()).endsWith("AQID");
        }
    }

    private static SlackBot bot(ReceiverStandIn slack) {
        var address = at(slack.url("/api"), Map.of("Authorization", "Bearer xoxb-1-swordfish"));
        return new SlackBot(address, "C0123456789", false, false);
    }

    private static ReceiverApi sms(ReceiverStandIn twilio) {
        String basic = Base64.getEncoder()
                .encodeToString((ReceiverStandIn.Twilio.ACCOUNT + ":swordfish").getBytes(StandardCharsets.UTF_8));
        return new TwilioMessages(
                at(twilio.url(""), Map.of("Authorization", "Basic " + basic)),
                ReceiverStandIn.Twilio.ACCOUNT,
                "+441632960000",
                "+441632960001",
                Duration.ofMinutes(5),
                2,
                false,
                true);
    }

    private static ReceiverAddress at(URI url, Map<String, String> headers) {
        return new ReceiverAddress(url, headers, Duration.ofSeconds(10), true);
    }

    private static String kind(WebhookResult result) {
        return switch (result) {
            case WebhookResult.Delivered _ -> "delivered";
            case WebhookResult.PermanentFailure _ -> "permanent";
            case WebhookResult.TemporaryFailure _ -> "temporary";
        };
    }

    private SentBefore sent(ReceiverApi api, Escalation alert, @Nullable SentBefore before) throws Exception {
        WebhookResult result = send(api, alert, before);
        assertThat(result).isInstanceOf(WebhookResult.Delivered.class);
        Incident incident = Objects.requireNonNull(alert.getIncident());
        return new SentBefore(
                incident.getVersion(), incident.getStatus(), api.reference(alert, before, (WebhookResult.Delivered)
                        result));
    }

    private WebhookResult send(ReceiverApi api, Escalation alert, @Nullable SentBefore before)
            throws InterruptedException {
        OutgoingRequest request = api.request(alert, new Attempt(1, Instant.now(), before));
        return api.send(request, client);
    }
}
