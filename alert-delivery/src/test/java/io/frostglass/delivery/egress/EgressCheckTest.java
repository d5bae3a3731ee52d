package io.frostglass.delivery.egress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.frostglass.alerts.Escalation;
import io.frostglass.alerts.Incident;
import io.frostglass.alerts.IncidentChange;
import io.frostglass.alerts.IncidentStatus;
import io.frostglass.alerts.Severity;
import io.frostglass.delivery.receivers.AlertmanagerAlerts;
import io.frostglass.delivery.receivers.Attempt;
import io.frostglass.delivery.receivers.CloudEvents;
import io.frostglass.delivery.receivers.NtfyMessages;
import io.frostglass.delivery.receivers.PagerDutyEvents;
import io.frostglass.delivery.receivers.ReceiverAddress;
import io.frostglass.delivery.receivers.ReceiverApi;
import io.frostglass.delivery.receivers.SlackBot;
import io.frostglass.delivery.receivers.SlackWebhook;
import io.frostglass.delivery.receivers.SmtpMail;
import io.frostglass.delivery.receivers.StandardWebhooksApi;
import io.frostglass.delivery.receivers.TeamsWorkflow;
import io.frostglass.delivery.receivers.TemplatedRequest;
import io.frostglass.delivery.receivers.TwilioMessages;
import io.frostglass.guard.Corpus;
import io.frostglass.runtime.webhook.OutgoingRequest;
import io.frostglass.runtime.webhook.SigningSecret;
import io.frostglass.testsupport.ScenarioReader;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class EgressCheckTest {

    private static final Instant NOW = Instant.parse("2026-01-18T12:35:01Z");
    private static final String ID = "0123456789abcdef0123456789abcdef";

    /// Ids of other events and sites: only the gateway knows which there are.
    private static final Set<String> OF_THE_GATEWAY = Set.of("event");

    private static final ReceiverAddress ADDRESS = new ReceiverAddress(
            URI.create("https://receiver.example/hooks/1"),
            Map.of("Authorization", "Bearer tk_secret"),
            Duration.ofSeconds(1),
            false);

    private static final List<ReceiverApi> APIS = List.of(
            new StandardWebhooksApi(
                    ADDRESS,
                    List.of(SigningSecret.parse("whsec_" + Base64.getEncoder().encodeToString(ID.getBytes(UTF_8)))),
                    true),
            new PagerDutyEvents(ADDRESS, ID),
            new AlertmanagerAlerts(ADDRESS, Map.of("team", "192.0.2.99"), Duration.ofMinutes(15)),
            new SlackWebhook(ADDRESS, true),
            new NtfyMessages(ADDRESS, "alerts", true),
            new TeamsWorkflow(ADDRESS, true, true),
            new SlackBot(ADDRESS, "C0123456789", true, true),
            new TwilioMessages(
                    ADDRESS, "AC" + ID, "+441632960000", "+441632960001", Duration.ofMinutes(5), 10, true, true),
            new CloudEvents(ADDRESS, "/frostglass", CloudEvents.Mode.STRUCTURED, true),
            new CloudEvents(ADDRESS, "/frostglass", CloudEvents.Mode.BINARY, true),
            mail(),
            template());

    private static SmtpMail mail() {
        try {
            return new SmtpMail(
                    new ReceiverAddress(URI.create("smtp://mail.example:587"), Map.of(), ADDRESS.timeout(), false),
                    SmtpMail.SmtpSecurity.STARTTLS,
                    Optional.empty(),
                    new InternetAddress("frostglass@firm.example"),
                    List.of(new InternetAddress("duty@firm.example")),
                    true,
                    true);
        } catch (AddressException e) {
            throw new IllegalStateException(e);
        }
    }

    private static TemplatedRequest template() {
        return new TemplatedRequest(
                ADDRESS,
                "POST",
                Set.of(IncidentChange.values()),
                new ObjectMapper()
                        .valueToTree(Map.of(
                                "words",
                                        "At http://192.0.2.99/: {{title}} {{text}} {{rule}} {{#labels}}{{.}} {{/labels}}",
                                "ids", "{{incident}} {{alert}}")));
    }

    /// In one order, so that each run tries the same.
    private static final Map<String, BiConsumer<Escalation.Builder, String>> FIELDS = new TreeMap<>(Map.of(
            "summary", Escalation.Builder::setSummary,
            "rule", Escalation.Builder::setRule,
            "site", Escalation.Builder::setSiteId,
            "camera", Escalation.Builder::setCameraId,
            "label", (alert, text) -> alert.setLabels(List.of("person", text)),
            "reason", Escalation.Builder::setThumbnailDropped,
            "cameras", (alert, text) -> alert.setIncident(incident(text))));

    private final EgressCheck egressCheck = new EgressCheck();
    private int passed;

    /// Each leak in each field, in a request to one receiver after the other.
    @Tag("slow")
    @Test
    void letsNoLeakOutInAnyFieldAndSendsSomethingInItsPlace() {
        var planted = new TreeMap<String, Integer>();
        int turn = 0;
        for (String leak : leaks()) {
            for (var field : FIELDS.entrySet()) {
                ReceiverApi api = APIS.get(turn++ % APIS.size());
                if (!isInUse(field.getValue(), api)) {
                    api = APIS.getFirst();
                }
                // Given
                Escalation.Builder builder = alert();
                field.getValue().accept(builder, leak);
                Escalation alert = builder.build();

                // When
                var found = check(api, alert);
                Escalation partly = AlertRedactor.partly(alert, words -> egressCheck.isClean(words, alert));

                // Then
                assertThat(found).as("%s in %s", leak, field.getKey()).isPresent();
                assertThat(found.orElseThrow().code()).doesNotContain(leak);
                for (Escalation instead :
                        List.of(partly, AlertRedactor.wholly(alert, words -> egressCheck.isClean(words, alert)))) {
                    assertThat(check(api, instead)).as("instead of %s", leak).isEmpty();
                    assertThat(text(api.request(instead, attempt(2)))).doesNotContain(leak);
                }
                assertThat(partly.getSeverity()).isEqualTo(Severity.warning);
                planted.merge(field.getKey(), 1, Integer::sum);
            }
        }
        assertThat(planted).hasSize(FIELDS.size());
        assertThat(planted.values()).allMatch(times -> times >= 200);
    }

    /// The address that an operator has set as a label is the operator's to tell.
    @Tag("slow")
    @Test
    void letsCleanMessagesPass() {
        List<String> reports = Corpus.benign().toList();
        List<String> byRules = ruleSummaries();
        assertThat(reports.size() + byRules.size()).isGreaterThan(1000);
        for (String report : reports) {
            String words = report.replace(Corpus.EVENT, "evt-" + ID);
            Escalation byAgent = alert().setUpdates("alr-" + ID.replace('0', '1'))
                    .setRule("agent/night-shift")
                    .setSummary("Agent night-shift at site-1, camera cam-12: " + words)
                    .build();
            assertPasses(byAgent);
        }
        for (String summary : byRules) {
            assertPasses(alert().setSummary(summary).build());
            assertPasses(
                    alert().setSummary(summary).setIncident(incident("cam-3")).build());
        }
    }

    /// Each message to the next receiver.
    private void assertPasses(Escalation alert) {
        ReceiverApi api = APIS.get(passed++ % APIS.size());
        assertThat(check(api, alert))
                .as("%s: %s", api.getClass(), alert.getSummary())
                .isEmpty();
    }

    /// As escalation-sink makes them.
    private static List<String> ruleSummaries() {
        var summaries = new ArrayList<String>();
        for (String zone : List.of("Europe/London", "America/Argentina/Buenos_Aires", "Asia/Ho_Chi_Minh", "Z")) {
            for (String what : List.of("Motion", "Motion (person, car)", "Motion (dog)")) {
                for (int i = 0; i < 50; i++) {
                    String at = NOW.plusSeconds(i * 7_654_321L)
                            .toString()
                            .replace('T', ' ')
                            .replace("Z", " " + zone);
                    summaries.add(what + " at site-" + i + ", camera cam-" + i * 3 + ", confidence " + i * 2 + " %, "
                            + at + " (rule person-at-night)");
                }
            }
        }
        return summaries;
    }

    @ParameterizedTest
    @FieldSource("APIS")
    void letsNoIdOfAnotherAlertOut(ReceiverApi api) {
        if (api instanceof TwilioMessages) {
            return; // It tells no id.
        }
        // Given a request that was made of another alert
        Escalation other =
                alert().setAlertId("alr-ffffffffffffffffffffffffffffffff").build();
        OutgoingRequest request = api.request(other, attempt(2));

        // When, Then
        assertThat(egressCheck.check(request, api, alert().build())).isPresent();
    }

    @Test
    void letsNoPictureOutButTheAlertsThumbnail() {
        // Given
        ReceiverApi webhooks = APIS.getFirst();
        ReceiverApi ntfy = APIS.get(4);
        Escalation other =
                alert().setThumbnail(ByteBuffer.wrap(new byte[] {1, 2, 4})).build();

        // When, Then
        for (ReceiverApi api : List.of(webhooks, ntfy)) {
            assertThat(egressCheck.check(api.request(other, attempt(1)), api, alert().build()))
                    .map(EgressFinding::check)
                    .contains("picture");
            assertThat(egressCheck.check(api.request(alert().build(), attempt(1)), api, other))
                    .map(EgressFinding::check)
                    .contains("picture");
        }
    }

    @Test
    void letsNothingOutThatIsNotOnTheList() {
        // Given
        ReceiverApi api = APIS.getFirst();
        OutgoingRequest right = api.request(alert().build(), attempt(1));
        var headers = new HashMap<>(right.headers());
        headers.put("X-Camera", "cam-12");

        // When, Then
        assertThat(code(with(right, text(right).replace("\"rule\"", "\"file\""), right.headers()), api))
                .contains("field:unknown_field");
        assertThat(code(with(right, text(right), headers), api)).contains("field:unknown_header");
        assertThat(code(with(right, "no JSON", right.headers()), api)).contains("field:format");
        assertThat(code(with(right, text(right).replace("0.92", "\"0161 496 0000\""), right.headers()), api))
                .contains("value:text");
    }

    private Optional<String> code(OutgoingRequest request, ReceiverApi api) {
        return egressCheck.check(request, api, alert().build()).map(EgressFinding::code);
    }

    private static OutgoingRequest with(OutgoingRequest request, String body, Map<String, String> headers) {
        return new OutgoingRequest(
                request.method(),
                request.url(),
                headers,
                request.contentType(),
                body.getBytes(UTF_8),
                request.timeout());
    }

    private Optional<EgressFinding> check(ReceiverApi api, Escalation alert) {
        return egressCheck.check(api.request(alert, attempt(1)), api, alert);
    }

    private static Attempt attempt(int number) {
        return new Attempt(number, NOW, null);
    }

    private static boolean isInUse(BiConsumer<Escalation.Builder, String> field, ReceiverApi api) {
        Escalation.Builder alert = alert();
        field.accept(alert, "zebra");
        // A second attempt has no picture, and so all words in its body.
        return text(api.request(alert.build(), attempt(2))).contains("zebra");
    }

    private static String text(OutgoingRequest request) {
        return new String(request.body(), UTF_8) + request.headers();
    }

    private static List<String> leaks() {
        return ((List<?>) Objects.requireNonNull(
                        ScenarioReader.map("/corpus/leaks.yaml").get("families")))
                .stream()
                        .map(family -> (Map<?, ?>) family)
                        .filter(family -> !OF_THE_GATEWAY.contains(String.valueOf(family.get("about"))))
                        .flatMap(family -> ScenarioReader.texts(family, "texts").stream())
                        .toList();
    }

    /// What a leak in the id of a site would do to the id of its incidents.
    @Test
    void letsNoSiteOutInTheIdOfAnIncident() {
        for (ReceiverApi api : APIS) {
            // Given
            Escalation alert = alert().setIncident(Incident.newBuilder(incident("cam-3"))
                            .setIncidentId("inc-192.168.1.20-0123456789abcdef")
                            .build())
                    .build();

            // When
            Escalation partly = AlertRedactor.partly(alert, words -> egressCheck.isClean(words, alert));
            Escalation wholly = AlertRedactor.wholly(alert, words -> egressCheck.isClean(words, alert));

            // Then
            if (text(api.request(alert, attempt(2))).contains("192.168.1.20")) {
                assertThat(check(api, alert)).as("%s", api).isPresent();
            }
            assertThat(check(api, partly)).isEmpty();
            assertThat(partly.getIncident().getIncidentId())
                    .startsWith("inc-withheld-")
                    .isEqualTo(wholly.getIncident().getIncidentId());
        }
    }

    private static Incident incident(String camera) {
        return Incident.newBuilder()
                .setIncidentId("inc-site-1-0123456789abcdef")
                .setVersion(2)
                .setStatus(IncidentStatus.open)
                .setChange(IncidentChange.escalated)
                .setOpenedAt(NOW.minusSeconds(600))
                .setLastAt(NOW)
                .setCount(3)
                .setCameras(List.of("cam-12", camera))
                .setPeakConfidence(0.97)
                .build();
    }

    private static Escalation.Builder alert() {
        return Escalation.newBuilder()
                .setAlertId("alr-" + ID)
                .setEventId("evt-" + ID)
                .setSiteId("site-1")
                .setCameraId("cam-12")
                .setTimestamp(Instant.parse("2026-01-18T12:34:56Z"))
                .setRaisedAt(Instant.parse("2026-01-18T12:35:00Z"))
                .setSeverity(Severity.warning)
                .setRule("person-at-night")
                .setSummary("Motion")
                .setLabels(List.of("person"))
                .setMotionConfidence(0.92)
                .setThumbnail(ByteBuffer.wrap(new byte[] {1, 2, 3}))
                .setReceivers(List.of("pager"));
    }
}
