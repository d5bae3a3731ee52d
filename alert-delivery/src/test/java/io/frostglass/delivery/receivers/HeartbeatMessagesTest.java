package io.frostglass.delivery.receivers;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.alerts.Escalation;
import io.frostglass.alerts.IncidentChange;
import io.frostglass.alerts.IncidentStatus;
import io.frostglass.alerts.Severity;
import io.frostglass.delivery.egress.EgressCheck;
import io.frostglass.runtime.webhook.SigningSecret;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// People must see at once that a heartbeat asks nothing of them, and what an alarm about deliveries is about.
class HeartbeatMessagesTest {

    private static final ReceiverAddress ADDRESS =
            new ReceiverAddress(URI.create("https://a.example/"), Map.of(), Duration.ofSeconds(1), false);

    @ParameterizedTest
    @MethodSource("apis")
    void showThatNobodyHasToDoAnything(ReceiverApi api) {
        // When
        String body = body(api, heartbeat(1, IncidentChange.opened));

        // Then
        assertThat(body)
                .containsIgnoringCase("heartbeat")
                .contains("Nothing to do")
                .doesNotContain("motion at");
    }

    @ParameterizedTest
    @MethodSource("apis")
    void nameTheReceiverThatGetsNoAlerts(ReceiverApi api) {
        // When
        String body = body(api, alarm());

        // Then
        assertThat(body)
                .contains("Receiver pager has not got 3 alerts")
                .doesNotContain("motion at")
                .doesNotContain("1 camera");
    }

    @ParameterizedTest
    @MethodSource("apis")
    void passTheEgressCheck(ReceiverApi api) {
        for (Escalation alert : List.of(heartbeat(1, IncidentChange.opened), alarm())) {
            var attempt = new Attempt(1, TestAlerts.SEEN, null);

            assertThat(new EgressCheck().check(api.request(alert, attempt), api, alert))
                    .isEmpty();
        }
    }

    @Test
    void closeAHeartbeatOnlyWhereSomethingIsOpen() {
        var before = new SentBefore(1, IncidentStatus.open, "");
        Escalation end = heartbeat(2, IncidentChange.resolved);

        assertThat(apis().filter(api -> !api.wants(end, before))
                        .map(api -> api.getClass().getSimpleName()))
                .containsExactlyInAnyOrder("SlackWebhook", "TeamsWorkflow", "TwilioMessages");
    }

    static Stream<ReceiverApi> apis() {
        return Stream.of(
                new PagerDutyEvents(ADDRESS, "0123456789abcdef0123456789abcdef"),
                new SlackWebhook(ADDRESS, false),
                new TeamsWorkflow(ADDRESS, false, true),
                new NtfyMessages(ADDRESS, "alerts", false),
                new AlertmanagerAlerts(ADDRESS, Map.of(), Duration.ofMinutes(15)),
                new TwilioMessages(
                        ADDRESS, "AC0", "+441632960000", "+441632960001", Duration.ofMinutes(5), 3, false, true),
                new CloudEvents(ADDRESS, "/frostglass", CloudEvents.Mode.STRUCTURED, false),
                new StandardWebhooksApi(ADDRESS, List.<SigningSecret>of(), false));
    }

    private static String body(ReceiverApi api, Escalation alert) {
        byte[] body = api.request(alert, new Attempt(1, TestAlerts.SEEN, null)).body();
        String text = new String(body, StandardCharsets.UTF_8);
        return api instanceof TwilioMessages ? URLDecoder.decode(text, StandardCharsets.UTF_8) : text;
    }

    private static Escalation heartbeat(int version, IncidentChange change) {
        return TestAlerts.incident(version, change)
                .setSeverity(Severity.info)
                .setCameraId("all")
                .setRule("heartbeat/daily")
                .setSummary("Heartbeat: the daily test of the way from site-1 to you. Nothing to do.")
                .setThumbnail(null)
                .build();
    }

    private static Escalation alarm() {
        return TestAlerts.incident(1, IncidentChange.opened)
                .setSeverity(Severity.critical)
                .setSiteId("all")
                .setCameraId("all")
                .setRule("delivery/undelivered")
                .setSummary("Receiver pager has not got 3 alerts, the oldest for 6 min. The last one: Motion")
                .setThumbnail(null)
                .build();
    }
}
