package io.frostglass.delivery.receivers;

import static io.frostglass.delivery.receivers.TestAlerts.INCIDENT;
import static io.frostglass.delivery.receivers.TestAlerts.NASTY;
import static io.frostglass.delivery.receivers.TestAlerts.incident;
import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.user.UserException;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.frostglass.alerts.Escalation;
import io.frostglass.alerts.IncidentChange;
import io.frostglass.alerts.Severity;
import io.frostglass.delivery.egress.EgressCheck;
import io.frostglass.delivery.receivers.SmtpMail.SmtpLogin;
import io.frostglass.delivery.receivers.SmtpMail.SmtpSecurity;
import io.frostglass.runtime.webhook.OutgoingRequest;
import io.frostglass.runtime.webhook.WebhookClient;
import io.frostglass.runtime.webhook.WebhookResult;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Mails to a real server.
class SmtpMailTest {

    private final GreenMail server = new GreenMail(ServerSetup.SMTP.dynamicPort());
    private final WebhookClient client = new WebhookClient(InstantSource.system());

    @BeforeEach
    void start() {
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
        client.close();
    }

    @Test
    void writesOneThreadOfMailsForAnIncident() throws Exception {
        // When
        for (IncidentChange change : List.of(IncidentChange.opened, IncidentChange.resolved)) {
            Escalation alert = incident(change == IncidentChange.opened ? 1 : 2, change)
                    .setSummary(NASTY)
                    .setSeverity(Severity.critical)
                    .build();
            assertThat(send(mail(SmtpSecurity.NONE, true), alert)).isEqualTo(new WebhookResult.Delivered());
        }

        // Then
        MimeMessage[] mails = server.getReceivedMessages();
        assertThat(mails).hasSize(4); // for two readers each
        MimeMessage opened = byId(mails, "<alr-1@firm.example>");
        MimeMessage resolved = byId(mails, "<alr-2@firm.example>");
        for (MimeMessage mail : List.of(opened, resolved)) {
            assertThat(mail.getSubject()).isEqualTo("Motion at site-1, camera cam-12");
            assertThat(mail.getHeader("References")).containsExactly("<" + INCIDENT + "@firm.example>");
            assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        }
        assertThat(opened.getHeader("Importance")).containsExactly("high");
        assertThat(resolved.getHeader("Importance")).isNull();
        var parts = (MimeMultipart) opened.getContent();
        var texts = (MimeMultipart) parts.getBodyPart(0).getContent();
        assertThat(texts.getBodyPart(0).getContent().toString()).contains("CRITICAL: motion", NASTY);
        assertThat(texts.getBodyPart(1).getContent().toString())
                .contains("&lt;!channel&gt; &amp; [link]", "cid:thumbnail");
        assertThat(parts.getBodyPart(1).getHeader("Content-ID")).containsExactly("<thumbnail>");
        assertThat(parts.getBodyPart(1).getInputStream().readAllBytes()).containsExactly(1, 2, 3);
    }

    private static MimeMessage byId(MimeMessage[] mails, String id) throws Exception {
        for (MimeMessage mail : mails) {
            if (mail.getMessageID().equals(id)) {
                return mail;
            }
        }
        throw new AssertionError("no mail " + id);
    }

    @Test
    void sendsNothingWithoutTheEncryptionThatItMustHave() throws Exception {
        assertThat(send(
                        mail(SmtpSecurity.STARTTLS, true),
                        incident(1, IncidentChange.opened).build()))
                .isInstanceOf(WebhookResult.TemporaryFailure.class);
        assertThat(send(
                        mail(SmtpSecurity.TLS, true),
                        incident(1, IncidentChange.opened).build()))
                .isEqualTo(new WebhookResult.TemporaryFailure("tls failed", null));
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @Test
    void connectsToNoPrivateAddressUnlessItMay() throws Exception {
        assertThat(send(
                        mail(SmtpSecurity.NONE, false),
                        incident(1, IncidentChange.opened).build()))
                .isEqualTo(new WebhookResult.TemporaryFailure("address not allowed", null));
    }

    @Test
    void logsInWhereItMust() throws Exception {
        // Given
        server.getUserManager().setAuthRequired(true);
        addUser();

        // When, Then
        var right = new SmtpLogin("duty", "swordfish");
        var wrong = new SmtpLogin("duty", "tunafish");
        assertThat(send(
                        mail(server.getSmtp().getPort(), right),
                        incident(1, IncidentChange.opened).build()))
                .isEqualTo(new WebhookResult.Delivered());
        assertThat(send(
                        mail(server.getSmtp().getPort(), wrong),
                        incident(1, IncidentChange.opened).build()))
                .isEqualTo(new WebhookResult.PermanentFailure(535, "smtp 535"));
        assertThat(right.toString()).doesNotContain("swordfish");
    }

    private void addUser() throws UserException {
        server.getUserManager().createUser("duty@firm.example", "duty", "swordfish");
    }

    /// A server that says this to the end of the data.
    @ParameterizedTest
    @CsvSource({"250, delivered", "451, temporary", "554, permanent"})
    void waitsForTheAnswerToTheEndOfTheData(int reply, String kind) throws Exception {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            // Given
            Thread.ofVirtual().start(() -> serve(socket, reply));

            // When
            WebhookResult result = send(
                    mail(socket.getLocalPort(), null),
                    incident(1, IncidentChange.opened).build());

            // Then
            assertThat(result)
                    .isInstanceOf(
                            switch (kind) {
                                case "delivered" -> WebhookResult.Delivered.class;
                                case "temporary" -> WebhookResult.TemporaryFailure.class;
                                default -> WebhookResult.PermanentFailure.class;
                            });
        }
    }

    private static void serve(ServerSocket socket, int reply) {
        try (var connection = socket.accept();
                var in = new BufferedReader(
                        new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII))) {
            var out = connection.getOutputStream();
            out.write("220 ready\r\n".getBytes(StandardCharsets.US_ASCII));
            boolean data = false;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String answer = null;
                if (data) {
                    if (line.equals(".")) {
                        data = false;
                        answer = reply + " so\r\n";
                    }
                } else if (line.equals("DATA")) {
                    data = true;
                    answer = "354 go on\r\n";
                } else {
                    answer = "250 yes\r\n";
                }
                if (answer != null) {
                    out.write(answer.getBytes(StandardCharsets.US_ASCII));
                }
            }
        } catch (IOException e) {
            // The client has hung up.
        }
    }

    /// What the check looks at is what the server gets.
    @Test
    void letsTheCheckSeeTheWholeMail() throws Exception {
        // Given
        SmtpMail api = mail(SmtpSecurity.NONE, true);
        var egressCheck = new EgressCheck();
        Escalation clean = incident(2, IncidentChange.resolved)
                .setAlertId("alr-" + "0".repeat(32))
                .build();
        OutgoingRequest request = request(api, clean);
        String mail = new String(request.body(), StandardCharsets.UTF_8);

        // When, Then
        assertThat(egressCheck.check(request, api, clean)).isEmpty();
        for (var change : Map.of(
                        "Auto-Submitted:", "X-Site:",
                        "No camera has seen more", "See http://192.168.1.20/",
                        "</pre>", "</pre><a href=\"http://192.168.1.20/\">x</a>",
                        "AQID", "AQIE",
                        "Message-ID: <alr-0", "Message-ID: <alr-1")
                .entrySet()) {
            assertThat(mail).contains(change.getKey());
            var changed = new OutgoingRequest(
                    "POST",
                    request.url(),
                    Map.of(),
                    SmtpMail.MESSAGE,
                    mail.replace(change.getKey(), change.getValue()).getBytes(StandardCharsets.UTF_8),
                    request.timeout());
            assertThat(egressCheck.check(changed, api, clean))
                    .as(change.getKey())
                    .isPresent();
        }
    }

    private WebhookResult send(SmtpMail api, Escalation alert) throws InterruptedException {
        return api.send(request(api, alert), client);
    }

    private static OutgoingRequest request(SmtpMail api, Escalation alert) {
        return api.request(alert, new Attempt(1, Instant.parse("2026-01-18T12:38:57Z"), null));
    }

    private SmtpMail mail(SmtpSecurity security, boolean allowPrivate) throws Exception {
        return mail(server.getSmtp().getPort(), null, security, allowPrivate);
    }

    private static SmtpMail mail(int port, @Nullable SmtpLogin login) throws Exception {
        return mail(port, login, SmtpSecurity.NONE, true);
    }

    private static SmtpMail mail(int port, @Nullable SmtpLogin login, SmtpSecurity security, boolean allowPrivate)
            throws Exception {
        return new SmtpMail(
                new ReceiverAddress(
                        URI.create("smtp://127.0.0.1:" + port), Map.of(), Duration.ofSeconds(10), allowPrivate),
                security,
                Optional.ofNullable(login),
                new InternetAddress("Frostglass <frostglass@firm.example>"),
                List.of(new InternetAddress("duty@firm.example"), new InternetAddress("night@firm.example")),
                true,
                true);
    }
}
