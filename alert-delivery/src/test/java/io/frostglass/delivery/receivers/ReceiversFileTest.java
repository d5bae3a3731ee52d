package io.frostglass.delivery.receivers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.frostglass.settings.DocumentProblem;
import io.frostglass.settings.InvalidDocument;
import io.frostglass.settings.PartialDocument;
import io.frostglass.settings.SecretReferences;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReceiversFileTest {

    private static final String SECRET = secret("0123456789abcdef0123456789abcdef");
    private static final SecretReferences REFERENCES =
            SecretReferences.of(Map.of(
                    "PAGER_SECRET",
                    SECRET,
                    "PAGER_TOKEN",
                    "open sesame",
                    "ROUTING_KEY",
                    "0123456789abcdef0123456789abcdef")::get);

    @Test
    void readsReceiversWithTheirSecretsByReference() throws Exception {
        // When
        Map<String, Receiver> receivers = parse("""
                receivers:
                  pager:
                    url: https://pager.example/hooks/1
                    secrets: ["${env:PAGER_SECRET}", "%s"]
                    timeout: 2s
                    headers:
                      Authorization: Bearer ${env:PAGER_TOKEN}
                  chat:
                    url: http://127.0.0.1:9000/
                    allow_private: true
                    secrets: ["${env:PAGER_SECRET}"]
                """.formatted(secret("another secret of enough bytes")));

        // Then
        StandardWebhooksApi pager = webhooks(receivers, "pager");
        assertThat(pager.address().url()).hasToString("https://pager.example/hooks/1");
        assertThat(pager.secrets()).hasSize(2);
        assertThat(pager.address().allowPrivate()).isFalse();
        assertThat(pager.address().timeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(pager.address().headers()).containsExactly(Map.entry("Authorization", "Bearer open sesame"));
        assertThat(webhooks(receivers, "chat").address().allowPrivate()).isTrue();
        assertThat(webhooks(receivers, "chat").address().timeout()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void tellsAllThatIsWrongByLine() {
        // When
        List<DocumentProblem> problems = problems("""
                receivers:
                  Pager One:
                    url: https://pager.example/
                    secrets: ["whsec_short"]
                  chat:
                    url: https://user:word@chat.example/
                    secrets: []
                    headers:
                      webhook-id: mine
                      X-Note: "two\\nlines"
                    retries: 5
                """);

        // Then
        assertThat(problems).extracting(DocumentProblem::line).containsExactly(3, 4, 6, 7, 9, 10, 11);
    }

    @Test
    void repeatsNoSecretInWhatItTells() {
        // When
        List<DocumentProblem> problems = problems("""
                receivers:
                  pager:
                    url: ftp://token-in-url.example/
                    secrets: [swordfish, whsec_swordfish, "%s"]
                    headers: {X-Key: "sword\\tfish"}
                """.formatted(secret("swordfish")));

        // Then
        assertThat(problems).hasSize(5);
        assertThat(problems.toString())
                .doesNotContain(
                        "swordfish",
                        "sword\tfish",
                        "token-in-url",
                        Base64.getEncoder().encodeToString("swordfish".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void showsNeitherAddressNorSecretOfAReceiver() throws Exception {
        // When
        Map<String, Receiver> receivers = parse("""
                receivers:
                  pager: {url: "https://pager.example/token", secrets: ["%s"], headers: {X-Key: open}}
                """.formatted(SECRET));

        // Then
        assertThat(receivers.toString()).contains("pager").doesNotContain("pager.example", "open", SECRET);
        assertThat(webhooks(receivers, "pager").secrets().toString()).isEqualTo("[SigningSecret[redacted]]");
    }

    @Test
    void leavesOutAReceiverThatIsWrong() throws Exception {
        // When
        var partialDocument = read("""
                receivers:
                  pager: {url: "https://pager.example/", secrets: ["${env:PAGER_SECRET}"]}
                  chat: {url: "https://chat.example/", secrets: ["${env:GONE}"]}
                """, Optional.empty());

        // Then
        assertThat(partialDocument.value()).containsOnlyKeys("pager");
        assertThat(partialDocument.refusedElements()).isEqualTo(1);
    }

    @Test
    void keepsAReceiverAsItWasWhileItsEntryIsWrongAndNoneThatIsGone() throws Exception {
        // Given
        Map<String, Receiver> before = read("""
                receivers:
                  pager: {url: "https://pager.example/", secrets: ["${env:PAGER_SECRET}"]}
                  chat: {url: "https://chat.example/", secrets: ["${env:PAGER_SECRET}"]}
                """, Optional.empty()).value();

        // When
        var after = read("""
                receivers:
                  pager: {url: "nowhere", secrets: ["${env:PAGER_SECRET}"]}
                """, Optional.of(before));

        // Then
        assertThat(after.value()).containsOnlyKeys("pager");
        assertThat(webhooks(after.value(), "pager").address().url()).hasToString("https://pager.example/");
    }

    @Test
    void readsReceiversOfEachType() throws Exception {
        // When
        Map<String, Receiver> receivers = parse("""
                receivers:
                  duty: {type: pagerduty, routing_key: "${env:ROUTING_KEY}"}
                  duty-eu:
                    type: pagerduty
                    routing_key: "${env:ROUTING_KEY}"
                    url: https://events.eu.pagerduty.com/v2/enqueue
                  prometheus:
                    type: alertmanager
                    url: http://alertmanager:9093
                    labels: {team: night}
                    firing_for: 1h
                    headers: {Authorization: "Bearer ${env:PAGER_TOKEN}"}
                  chat: {type: slack, url: "https://hooks.slack.com/services/T/B/x"}
                  phones: {type: ntfy, url: "https://ntfy.example", topic: alerts, thumbnails: true}
                  office: {type: teams, url: "https://example.api.powerplatform.com/workflows/1?sig=x"}
                  hook: {url: "https://pager.example/", secrets: ["${env:PAGER_SECRET}"], thumbnails: false}
                  bot: {type: slack-bot, token: "${env:PAGER_TOKEN}", channel: C0123456789}
                  sms:
                    type: twilio
                    account_sid: AC0123456789abcdef0123456789abcdef
                    api_key: SK0123456789abcdef0123456789abcdef
                    auth_token: ${env:PAGER_TOKEN}
                    from: "+441632960000"
                    to: "+441632960001"
                    valid_for: 10m
                  mail:
                    type: email
                    url: smtps://mail.example
                    username: duty
                    password: ${env:PAGER_TOKEN}
                    from: Frostglass <frostglass@firm.example>
                    to: [duty@firm.example]
                  relay: {type: email, url: "smtp://127.0.0.1:25", starttls: false, allow_private: true,
                          from: a@firm.example, to: [b@firm.example]}
                  bus: {type: cloudevents, url: "https://bus.example/", mode: binary}
                  own: {type: http, url: "https://own.example/", changes: [opened], body: {a: ["{{title}}"], b: {c: d}}}
                """);

        // Then
        assertThat(api(receivers, "duty"))
                .isInstanceOfSatisfying(
                        PagerDutyEvents.class,
                        duty -> assertThat(duty.address().url())
                                .hasToString("https://events.pagerduty.com/v2/enqueue"));
        assertThat(api(receivers, "duty-eu"))
                .isInstanceOfSatisfying(
                        PagerDutyEvents.class,
                        duty -> assertThat(duty.address().url())
                                .hasToString("https://events.eu.pagerduty.com/v2/enqueue"));
        assertThat(api(receivers, "prometheus")).isInstanceOfSatisfying(AlertmanagerAlerts.class, alerts -> {
            assertThat(alerts.firingFor()).isEqualTo(Duration.ofHours(1));
            assertThat(alerts.address().headers()).containsEntry("Authorization", "Bearer open sesame");
        });
        assertThat(api(receivers, "chat")).isInstanceOf(SlackWebhook.class);
        assertThat(api(receivers, "phones"))
                .isInstanceOfSatisfying(
                        NtfyMessages.class,
                        ntfy -> assertThat(ntfy.thumbnails()).isTrue());
        assertThat(api(receivers, "office")).isInstanceOf(TeamsWorkflow.class);
        assertThat(webhooks(receivers, "hook").thumbnails()).isFalse();
        assertThat(api(receivers, "bot").address().url()).hasToString("https://slack.com/api");
        assertThat(api(receivers, "bot").address().headers()).containsEntry("Authorization", "Bearer open sesame");
        assertThat(api(receivers, "sms")).isInstanceOfSatisfying(TwilioMessages.class, sms -> {
            assertThat(sms.validFor()).isEqualTo(Duration.ofMinutes(10));
            assertThat(sms.address().headers()).containsOnlyKeys("Authorization");
        });
        assertThat(api(receivers, "mail")).isInstanceOfSatisfying(SmtpMail.class, mail -> {
            assertThat(mail.security()).isEqualTo(SmtpMail.SmtpSecurity.TLS);
            assertThat(mail.address().url()).hasToString("smtps://mail.example:465");
            assertThat(mail.login()).isPresent();
        });
        assertThat(api(receivers, "relay"))
                .isInstanceOfSatisfying(
                        SmtpMail.class, mail -> assertThat(mail.security()).isEqualTo(SmtpMail.SmtpSecurity.NONE));
        assertThat(api(receivers, "bus"))
                .isInstanceOfSatisfying(
                        CloudEvents.class, bus -> assertThat(bus.mode()).isEqualTo(CloudEvents.Mode.BINARY));
        assertThat(api(receivers, "own"))
                .isInstanceOfSatisfying(
                        TemplatedRequest.class,
                        own -> assertThat(own.fields())
                                .isEqualTo(Map.of("/a/*", FieldKind.TEXT, "/b/c", FieldKind.FIXED)));
        assertThat(receivers.toString()).doesNotContain("sesame", "firm.example", "+44", "xoxb");
    }

    @Test
    void tellsWhatIsWrongWithAReceiverOfItsType() {
        // When
        List<DocumentProblem> problems = problems("""
                receivers:
                  pigeon: {type: pigeon, url: "https://loft.example/"}
                  duty: {type: pagerduty, routing_key: swordfish}
                  prometheus: {type: alertmanager, url: "http://alertmanager:9093", labels: {severity: high}}
                  chat: {type: slack, url: "https://hooks.slack.com/services/T/B/x", secrets: []}
                  phones: {type: ntfy, url: "https://ntfy.example", topic: "two words"}
                  sms: {type: twilio, account_sid: AC0123456789abcdef0123456789abcdef, auth_token: swordfish,
                        from: "+441632960000", to: "0163 2960001"}
                  mail: {type: email, url: "smtp://mail.example", starttls: false, from: nobody, to: [b@firm.example]}
                  own: {type: http, url: "https://own.example/", body: {a: "{{camra}}", b: "{{#title}}", c: "{{>x}}"}}
                """);

        // Then
        assertThat(problems)
                .extracting(DocumentProblem::path)
                .containsExactly(
                        "receivers.pigeon.type",
                        "receivers.duty.routing_key",
                        "receivers.prometheus.labels.severity",
                        "receivers.chat.secrets",
                        "receivers.phones.topic",
                        "receivers.sms.to",
                        "receivers.mail.from",
                        "receivers.mail.starttls",
                        "receivers.own.body.a",
                        "receivers.own.body.b",
                        "receivers.own.body.c");
        assertThat(problems.toString()).doesNotContain("swordfish");
    }

    @Test
    void refusesAFileThatIsNoReceiversFile() {
        for (String text : List.of("", "receivers: [pager]", "rules: []", "receivers: {}\nrules: []")) {
            assertThat(catchThrowableOfType(InvalidDocument.class, () -> read(text, Optional.empty())))
                    .as(text)
                    .isNotNull();
        }
    }

    private static PartialDocument<Map<String, Receiver>> read(String text, Optional<Map<String, Receiver>> before)
            throws InvalidDocument {
        return ReceiversFile.read(text, REFERENCES, before);
    }

    private static StandardWebhooksApi webhooks(Map<String, Receiver> receivers, String name) {
        return (StandardWebhooksApi) api(receivers, name);
    }

    private static ReceiverApi api(Map<String, Receiver> receivers, String name) {
        return Objects.requireNonNull(receivers.get(name)).api();
    }

    /// A file that must be right as a whole.
    private static Map<String, Receiver> parse(String text) throws InvalidDocument {
        var document = read(text, Optional.empty());
        if (!document.problems().isEmpty()) {
            throw new InvalidDocument(document.problems());
        }
        return document.value();
    }

    private static List<DocumentProblem> problems(String text) {
        return catchThrowableOfType(InvalidDocument.class, () -> parse(text)).problems();
    }

    private static String secret(String bytes) {
        return "whsec_" + Base64.getEncoder().encodeToString(bytes.getBytes(StandardCharsets.UTF_8));
    }
}
