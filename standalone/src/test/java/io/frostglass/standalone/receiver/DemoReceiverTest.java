package io.frostglass.standalone.receiver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DemoReceiverTest {

    private static final byte[] KEY = "a key of twenty-four byt".getBytes(UTF_8);
    private static final String SECRET = "whsec_" + Base64.getEncoder().encodeToString(KEY);
    private static final Instant NOW = Instant.parse("2026-01-18T12:34:56Z");
    private static final String ALERT = "{\"type\":\"alert\",\"data\":{\"alert_id\":\"alr-1\",\"event_id\":\"evt-1\"}}";

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<String> arrived = new CopyOnWriteArrayList<>();
    private DemoReceiver receiver = start();

    @BeforeEach
    void restart() {
        receiver.close();
        receiver = start();
    }

    @AfterEach
    void stop() {
        receiver.close();
        client.close();
    }

    private DemoReceiver start() {
        try {
            return DemoReceiver.start(
                    0,
                    SECRET,
                    (event, update, redelivery, at) ->
                            arrived.add(event + (update ? " update" : "") + (redelivery ? " again" : "") + " " + at),
                    Clock.fixed(NOW, ZoneOffset.UTC));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void takesASignedAlert() throws Exception {
        // When
        int status = post("msg_1", NOW, ALERT, sign("msg_1", NOW, ALERT));

        // Then
        assertThat(status).isEqualTo(204);
        assertThat(arrived).containsExactly("evt-1 2026-01-18T12:34:56Z");
    }

    @Test
    void takesAWebhookIdOnce() throws Exception {
        // Given
        post("msg_1", NOW, ALERT, sign("msg_1", NOW, ALERT));

        // When
        int status = post("msg_1", NOW, ALERT, sign("msg_1", NOW, ALERT));

        // Then
        assertThat(status).isEqualTo(204);
        assertThat(arrived).containsExactly("evt-1 " + NOW, "evt-1 again " + NOW);
    }

    @Test
    void findsTheRightSignatureAmongSeveral() throws Exception {
        // When
        int status = post("msg_1", NOW, ALERT, "v1a,x v1,AAAA " + sign("msg_1", NOW, ALERT));

        // Then
        assertThat(status).isEqualTo(204);
    }

    @Test
    void refusesWhatIsNotSignedForItAndNow() throws Exception {
        // Given
        Instant old = NOW.minus(Duration.ofMinutes(6));

        // When
        List<Integer> statuses = List.of(
                post("msg_1", NOW, ALERT, "v1,AAAA"),
                post("msg_2", NOW, ALERT, sign("msg_1", NOW, ALERT)),
                post("msg_1", NOW, ALERT + " ", sign("msg_1", NOW, ALERT)),
                post("msg_1", old, ALERT, sign("msg_1", old, ALERT)));

        // Then
        assertThat(statuses).containsOnly(401);
        assertThat(arrived).isEmpty();
    }

    @Test
    void tellsAnUpdateFromAnAlert() throws Exception {
        // Given
        String update = ALERT.replace("\"alert_id\"", "\"updates\":\"alr-0\",\"alert_id\"");

        // When
        int status = post("msg_1", NOW, update, sign("msg_1", NOW, update));

        // Then
        assertThat(status).isEqualTo(204);
        assertThat(arrived).containsExactly("evt-1 update 2026-01-18T12:34:56Z");
    }

    @Test
    void refusesAnAlertWithoutIds() throws Exception {
        // When
        int status = post("msg_1", NOW, "{}", sign("msg_1", NOW, "{}"));

        // Then
        assertThat(status).isEqualTo(422);
    }

    private int post(String id, Instant at, String body, String signature) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(receiver.url())
                .header("webhook-id", id)
                .header("webhook-timestamp", Long.toString(at.getEpochSecond()))
                .header("webhook-signature", signature)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.discarding()).statusCode();
    }

    private static String sign(String id, Instant at, String body) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
        byte[] signed = (id + "." + at.getEpochSecond() + "." + body).getBytes(UTF_8);
        return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed));
    }
}
