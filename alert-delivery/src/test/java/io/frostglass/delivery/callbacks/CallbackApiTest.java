package io.frostglass.delivery.callbacks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.alerts.IncidentActionKind;
import io.frostglass.delivery.callbacks.CallbackApi.CallbackMessage;
import io.frostglass.runtime.webhook.SigningSecret;
import io.frostglass.settings.Secret;
import java.net.URLEncoder;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Signatures and bodies of what receivers say back.
class CallbackApiTest {

    private static final Instant NOW = Instant.parse("2026-11-30T01:00:00Z");
    private static final String SECRET = "a-secret-of-pagerduty";
    private static final String WHSEC =
            "whsec_" + Base64.getEncoder().encodeToString("0123456789abcdef0123456789abcdef".getBytes(UTF_8));

    private final CallbackApi pagerDuty =
            new PagerDutyCallbacks(List.of(Secret.of("an-old-secret-of-pd"), Secret.of(SECRET)));
    private final CallbackApi slack =
            new SlackCallbacks(List.of(Secret.of("an-old-secret-of-slack"), Secret.of(SECRET)));
    private final CallbackApi signed = new SignedCallbacks(List.of(SigningSecret.parse(WHSEC)));

    @Test
    void takesAnySignatureOfAnySecretOfPagerDuty() throws Exception {
        // Given
        byte[] body = pagerDutyBody("incident.acknowledged", "\"inc-site-1-0123456789abcdef\"");
        String right = "v1=" + HexFormat.of().formatHex(hmac(SECRET.getBytes(UTF_8), body));

        // Then
        assertThat(pagerDuty.isSigned(header("X-PagerDuty-Signature", right), body, NOW))
                .isTrue();
        assertThat(pagerDuty.isSigned(header("X-PagerDuty-Signature", "v1=00, " + right), body, NOW))
                .isTrue();
        assertThat(pagerDuty.isSigned(header("X-PagerDuty-Signature", "v0=" + right.substring(3)), body, NOW))
                .isFalse();
        assertThat(pagerDuty.isSigned(_ -> null, body, NOW)).isFalse();
        body[0]++;
        assertThat(pagerDuty.isSigned(header("X-PagerDuty-Signature", right), body, NOW))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "incident.acknowledged, acknowledge",
        "incident.unacknowledged, unacknowledge",
        "incident.resolved, resolve",
        "incident.escalated,",
        "incident.something_new,"
    })
    void knowsTheTypesOfPagerDuty(String type, @Nullable IncidentActionKind action) {
        assertThat(pagerDuty.read(_ -> null, pagerDutyBody(type, "\"inc-a-0123456789abcdef\"")))
                .hasValue(new CallbackMessage(
                        "01EVENT", Instant.parse("2026-11-30T00:59:00Z"), "inc-a-0123456789abcdef", action, null));
    }

    @Test
    void readsAnIncidentOfPagerDutyWithoutItsKey() {
        assertThat(pagerDuty.read(_ -> null, pagerDutyBody("incident.resolved", "null")))
                .hasValueSatisfying(message -> assertThat(message.incidentId()).isNull());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{}", "{\"event\":{\"id\":\"1\",\"occurred_at\":\"yesterday\"}}", "no json"})
    void refusesWhatIsNotOfPagerDuty(String body) {
        assertThat(pagerDuty.read(_ -> null, body.getBytes(UTF_8))).isEmpty();
    }

    @Test
    void takesASignedWebhookForFiveMinutes() {
        // Given
        byte[] body = "{\"incident_id\":\"inc-a-0123456789abcdef\",\"action\":\"resolve\",\"by\":\"night guard\"}"
                .getBytes(UTF_8);
        Function<String, @Nullable String> headers = headers("msg-1", NOW, body);

        // Then
        assertThat(signed.isSigned(headers, body, NOW)).isTrue();
        assertThat(signed.isSigned(headers, body, NOW.plus(Duration.ofMinutes(6))))
                .isFalse();
        assertThat(signed.isSigned(headers, "{}".getBytes(UTF_8), NOW)).isFalse();
        assertThat(signed.read(headers, body))
                .hasValue(new CallbackMessage(
                        "msg-1", NOW, "inc-a-0123456789abcdef", IncidentActionKind.resolve, "night guard"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"incident_id\":\"inc-a-0123456789abcdef\",\"action\":\"delete\"}",
                "{\"action\":\"resolve\"}",
                "{\"incident_id\":\"inc-a-0123456789abcdef\",\"action\":\"resolve\",\"by\":\"<script>\"}",
                "{"
            })
    void refusesAWebhookThatSaysNothingKnown(String body) {
        byte[] bytes = body.getBytes(UTF_8);
        assertThat(signed.read(headers("msg-1", NOW, bytes), bytes)).isEqualTo(Optional.empty());
    }

    @Test
    void takesASignedRequestOfSlackForFiveMinutes() throws Exception {
        // Given
        byte[] body = slackBody("block_actions", "acknowledge", "U012AB3CD");
        Function<String, @Nullable String> headers = slackHeaders(SECRET, NOW, body);
        byte[] changed = slackBody("block_actions", "resolve", "U012AB3CD");

        // Then
        assertThat(slack.isSigned(headers, body, NOW)).isTrue();
        assertThat(slack.isSigned(headers, body, NOW.plus(Duration.ofMinutes(5))))
                .isTrue();
        assertThat(slack.isSigned(headers, body, NOW.plus(Duration.ofSeconds(301))))
                .isFalse();
        assertThat(slack.isSigned(headers, body, NOW.minus(Duration.ofSeconds(301))))
                .isFalse();
        assertThat(slack.isSigned(headers, changed, NOW)).isFalse();
        assertThat(slack.isSigned(slackHeaders("a-wrong-secret-of-slack", NOW, body), body, NOW))
                .isFalse();
        assertThat(slack.isSigned(_ -> null, body, NOW)).isFalse();
        assertThat(slack.isSigned(name -> name.endsWith("Timestamp") ? "now" : headers.apply(name), body, NOW))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "block_actions, acknowledge, U012AB3CD, acknowledge, slack/U012AB3CD",
        "block_actions, resolve, W012AB3CD, resolve, slack/W012AB3CD",
        "block_actions, resolve, night guard, resolve,",
        "block_actions, another_button, U012AB3CD,, slack/U012AB3CD",
        "view_submission, resolve, U012AB3CD,, slack/U012AB3CD"
    })
    void readsWhichButtonWhoPressed(
            String type, String button, String person, @Nullable IncidentActionKind action, @Nullable String by)
            throws Exception {
        // Given
        byte[] body = slackBody(type, button, person);
        Function<String, @Nullable String> headers = slackHeaders(SECRET, NOW, body);

        // Then
        assertThat(slack.read(headers, body))
                .hasValue(new CallbackMessage(
                        String.valueOf(headers.apply("X-Slack-Signature")), NOW, "inc-a-0123456789abcdef", action, by));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "payload=", "payload=%", "payload=%7B", "{}", "payload=%5B%5D", "x=1"})
    void refusesWhatIsNotOfSlack(String body) {
        assertThat(slack.read(_ -> "1", body.getBytes(UTF_8))).isEmpty();
    }

    private static byte[] slackBody(String type, String button, String person) {
        String json = """
                {"type": "%s", "user": {"id": "%s", "username": "anna", "name": "anna"}, "api_app_id": "A02",
                  "container": {"type": "message", "message_ts": "1548261231.000200", "channel_id": "C0123456789"},
                  "trigger_id": "12321423423.333649436676.d8c1bb837935619ccad0f624c448ffb3",
                  "actions": [{"action_id": "%s", "block_id": "=qXel", "value": "inc-a-0123456789abcdef",
                    "type": "button", "action_ts": "1548426417.840180"}]}
                """.formatted(type, person, button);
        return ("payload=" + URLEncoder.encode(json, UTF_8)).getBytes(UTF_8);
    }

    private static Function<String, @Nullable String> slackHeaders(String secret, Instant at, byte[] body)
            throws Exception {
        String timestamp = Long.toString(at.getEpochSecond());
        byte[] signed = ("v0:" + timestamp + ":" + new String(body, UTF_8)).getBytes(UTF_8);
        return Map.of(
                "X-Slack-Request-Timestamp",
                timestamp,
                "X-Slack-Signature",
                "v0=" + HexFormat.of().formatHex(hmac(secret.getBytes(UTF_8), signed)))::get;
    }

    @Test
    void showsNoSecret() {
        assertThat(pagerDuty + " " + signed + " " + slack).doesNotContain(SECRET, WHSEC.substring(6));
    }

    private static Function<String, @Nullable String> headers(String id, Instant at, byte[] body) {
        byte[] head = (id + "." + at.getEpochSecond() + ".").getBytes(UTF_8);
        String signature = "v1,"
                + Base64.getEncoder().encodeToString(SigningSecret.parse(WHSEC).sign(head, body));
        return Map.of(
                "webhook-id",
                id,
                "webhook-timestamp",
                Long.toString(at.getEpochSecond()),
                "webhook-signature",
                "v1,AAAA " + signature)::get;
    }

    private static Function<String, @Nullable String> header(String name, String value) {
        return Map.of(name, value)::get;
    }

    private static byte[] pagerDutyBody(String type, String incidentKey) {
        return """
                {"event": {"id": "01EVENT", "event_type": "%s", "resource_type": "incident",
                  "occurred_at": "2026-11-30T00:59:00Z", "agent": null, "client": null,
                  "data": {"id": "PGR0VU2", "type": "incident", "status": "acknowledged", "incident_key": %s}}}
                """.formatted(type, incidentKey).getBytes(UTF_8);
    }

    private static byte[] hmac(byte[] key, byte[] body) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(body);
    }
}
