package io.frostglass.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.alerts.Escalation;
import io.frostglass.delivery.egress.EgressCheck;
import io.frostglass.delivery.receivers.Attempt;
import io.frostglass.delivery.receivers.CloudEvents;
import io.frostglass.delivery.receivers.ReceiverAddress;
import io.frostglass.topics.TraceParent;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CheckedRequestTest {

    private static final String EVENT = "evt-4bf92f3577b34da6a3ce929d0e0e4736";

    private static CheckedRequest request(String eventId, Map<String, String> configured) {
        Escalation alert = Escalation.newBuilder(Installation.alert("pager"))
                .setEventId(eventId)
                .build();
        var address = new ReceiverAddress(URI.create("https://a.example/"), configured, Duration.ofSeconds(1), false);
        var api = new CloudEvents(address, "/frostglass", CloudEvents.Mode.STRUCTURED, false);
        return CheckedRequest.of(api, alert, new Attempt(1, Instant.EPOCH, null), new EgressCheck());
    }

    @Test
    void hasTheTraceOfItsEventWhereTheReceiversFileAsksForIt() {
        var configured = Map.of(TraceParent.HEADER, "event", "X-Team", "night");

        assertThat(request(EVENT, configured).request().headers())
                .containsEntry(TraceParent.HEADER, "00-4bf92f3577b34da6a3ce929d0e0e4736-a3ce929d0e0e4736-01")
                .containsEntry("X-Team", "night");
    }

    @Test
    void hasNoTraceWhereTheReceiversFileDoesNotAskForIt() {
        assertThat(request(EVENT, Map.of()).request().headers()).doesNotContainKey(TraceParent.HEADER);
    }

    @Test
    void hasNoTraceOfWhatIsNoEvent() {
        assertThat(request("hbt-4bf92f3577b34da6a3ce929d0e0e4736", Map.of(TraceParent.HEADER, "event"))
                        .request()
                        .headers())
                .doesNotContainKey(TraceParent.HEADER);
    }

    @Test
    void hasNoTraceWhereTheIdOfTheEventMayNotLeave() {
        CheckedRequest checked = request("evt-on the terrace", Map.of(TraceParent.HEADER, "event"));

        assertThat(checked.finding()).isNotNull();
        assertThat(checked.request().headers()).doesNotContainKey(TraceParent.HEADER);
    }
}
