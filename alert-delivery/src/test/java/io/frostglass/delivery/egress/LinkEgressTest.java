package io.frostglass.delivery.egress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.alerts.Escalation;
import io.frostglass.alerts.Incident;
import io.frostglass.alerts.IncidentChange;
import io.frostglass.alerts.IncidentStatus;
import io.frostglass.alerts.Severity;
import io.frostglass.delivery.links.TestLinks;
import io.frostglass.delivery.receivers.AlertLinks;
import io.frostglass.delivery.receivers.Attempt;
import io.frostglass.delivery.receivers.ReceiverAddress;
import io.frostglass.delivery.receivers.ReceiverApi;
import io.frostglass.delivery.receivers.SlackBot;
import io.frostglass.delivery.receivers.SlackWebhook;
import io.frostglass.delivery.receivers.SmtpMail;
import io.frostglass.delivery.receivers.TeamsWorkflow;
import io.frostglass.delivery.receivers.TwilioMessages;
import io.frostglass.runtime.webhook.OutgoingRequest;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Of all addresses, only the links of this alert and this receiver leave.
class LinkEgressTest {

    private static final String OTHER_KEY = TestLinks.key("another key of links, of 32 bytes");
    private static final String INCIDENT = "inc-site-1-0123456789abcdef";
    private static final Instant NOW = Instant.parse("2026-01-18T12:35:01Z");
    private static final String ACCOUNT = "AC0123456789abcdef0123456789abcdef";
    private static final ReceiverAddress ADDRESS =
            new ReceiverAddress(URI.create("https://receiver.example/hooks/1"), Map.of(), Duration.ofSeconds(1), false);

    private static final ReceiverApi TEAMS = new TeamsWorkflow(ADDRESS, true, true);
    private static final ReceiverApi SMS = new TwilioMessages(
            ADDRESS, ACCOUNT, "+441632960000", "+441632960001", Duration.ofMinutes(5), 3, true, true);
    private static final List<ReceiverApi> APIS = List.of(
            TEAMS, SMS, mail(), new SlackWebhook(ADDRESS, true), new SlackBot(ADDRESS, "C0123456789", true, true));

    static List<ReceiverApi> apis() {
        return APIS;
    }

    private final EgressCheck egressCheck = new EgressCheck();
    private final Escalation alert = alert(INCIDENT, 1);
    private final AlertLinks links = TestLinks.of("office", TestLinks.KEY, alert);

    @ParameterizedTest
    @MethodSource("apis")
    void letsTheLinksOfTheAlertOut(ReceiverApi api) {
        // When
        OutgoingRequest request = api.request(alert, new Attempt(1, NOW, null, links));

        // Then
        assertThat(text(request)).contains(TestLinks.PUBLIC_URL);
        assertThat(egressCheck.check(request, api, alert, links)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("apis")
    void stopsTheLinksOfOthers(ReceiverApi api) {
        Escalation other = alert("inc-site-1-00000000000000ff", 2);
        for (AlertLinks wrong : List.of(
                changed(TestLinks.of("office", TestLinks.KEY, other), other),
                TestLinks.of("chat", TestLinks.KEY, alert),
                TestLinks.of("office", OTHER_KEY, alert),
                fixed(TestLinks.PUBLIC_URL
                        + TestLinks.page("office", INCIDENT, Instant.now().plus(Duration.ofDays(30)))),
                fixed("https://evil.example/i/AAAA"),
                fixed(TestLinks.PUBLIC_URL + "/i/AAAA"),
                fixed(TestLinks.PUBLIC_URL + "@evil.example/"))) {
            // When
            OutgoingRequest request = api.request(alert, new Attempt(1, NOW, null, wrong));

            // Then
            assertThat(egressCheck.check(request, api, alert, links))
                    .as(text(request))
                    .isPresent();
        }
    }

    @ParameterizedTest
    @MethodSource("apis")
    void hasNoLinksWithoutAPublicAddress(ReceiverApi api) {
        assertThat(text(api.request(alert, new Attempt(1, NOW, null)))).doesNotContain("https://alerts");
    }

    @Test
    void stopsALinkWithMoreBehindIt() {
        // Given
        OutgoingRequest request = SMS.request(alert, new Attempt(1, NOW, null, links));
        String url = links.actions(alert).orElseThrow();

        // Then
        for (String more :
                List.of(url + " https://evil.example", url + "x", url + "?to=a@b.example", url + " " + url)) {
            assertThat(egressCheck.check(with(request, url, more), SMS, alert, links))
                    .as(more)
                    .isPresent();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void letsNoSiteOutThatMayNotLeave(boolean inLink) {
        // Given
        Escalation leaking = alert("inc-192.0.2.7-0123456789abcdef", 1);
        AlertLinks its = inLink ? TestLinks.of("office", TestLinks.KEY, leaking) : AlertLinks.NONE;

        // When
        Optional<EgressFinding> found =
                egressCheck.check(SMS.request(leaking, new Attempt(2, NOW, null, its)), SMS, leaking, its);

        // Then
        assertThat(found.isPresent()).isEqualTo(inLink);
    }

    @Test
    void offersNothingWhereNothingCanBeDone() {
        // Given
        Escalation resolved = Escalation.newBuilder(alert)
                .setIncident(Incident.newBuilder(alert.getIncident())
                        .setStatus(IncidentStatus.resolved)
                        .setChange(IncidentChange.resolved)
                        .build())
                .build();
        Escalation withheld = AlertRedactor.partly(
                alert("inc-192.0.2.7-0123456789abcdef", 1), words -> egressCheck.isClean(words, alert));

        // Then
        assertThat(links.actions(resolved)).isEmpty();
        assertThat(links.actions(withheld)).isEmpty();
        assertThat(links.actions(Escalation.newBuilder(alert).setIncident(null).build()))
                .isEmpty();
        assertThat(links.thumbnail(
                        Escalation.newBuilder(alert).setThumbnail(null).build()))
                .isEmpty();
    }

    private static AlertLinks changed(AlertLinks links, Escalation about) {
        return fixed(links.actions(about).orElseThrow(), links.thumbnail(about).orElseThrow());
    }

    private static AlertLinks fixed(String url) {
        return fixed(url, url);
    }

    private static AlertLinks fixed(String actions, String thumbnail) {
        return new AlertLinks() {
            @Override
            public Optional<String> actions(Escalation alert) {
                return Optional.of(actions);
            }

            @Override
            public Optional<String> thumbnail(Escalation alert) {
                return Optional.of(thumbnail);
            }

            @Override
            public boolean permits(String url, Escalation alert) {
                return true;
            }
        };
    }

    private static OutgoingRequest with(OutgoingRequest request, String from, String to) {
        String body =
                new String(request.body(), UTF_8).replace(URLEncoder.encode(from, UTF_8), URLEncoder.encode(to, UTF_8));
        return new OutgoingRequest(
                request.method(),
                request.url(),
                request.headers(),
                request.contentType(),
                body.getBytes(UTF_8),
                request.timeout());
    }

    private static String text(OutgoingRequest request) {
        String body = new String(request.body(), UTF_8);
        return request.contentType().contains("form") ? URLDecoder.decode(body, UTF_8) : body;
    }

    private static SmtpMail mail() {
        try {
            return new SmtpMail(
                    new ReceiverAddress(URI.create("smtp://mail.example:587"), Map.of(), ADDRESS.timeout(), false),
                    SmtpMail.SmtpSecurity.STARTTLS,
                    Optional.empty(),
                    new InternetAddress("frostglass@firm.example"),
                    List.of(new InternetAddress("duty@firm.example")),
                    false,
                    true);
        } catch (AddressException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Escalation alert(String incident, int picture) {
        return Escalation.newBuilder()
                .setAlertId("alr-1")
                .setEventId("evt-1")
                .setSiteId("site-1")
                .setCameraId("cam-12")
                .setTimestamp(NOW)
                .setRaisedAt(NOW)
                .setSeverity(Severity.warning)
                .setRule("night")
                .setSummary("Motion")
                .setThumbnail(ByteBuffer.wrap(new byte[] {(byte) 0xff, (byte) 0xd8, (byte) picture}))
                .setReceivers(List.of("office"))
                .setIncident(Incident.newBuilder()
                        .setIncidentId(incident)
                        .setVersion(1)
                        .setStatus(IncidentStatus.open)
                        .setChange(IncidentChange.opened)
                        .setOpenedAt(NOW)
                        .setLastAt(NOW)
                        .setCount(1)
                        .build())
                .build();
    }
}
