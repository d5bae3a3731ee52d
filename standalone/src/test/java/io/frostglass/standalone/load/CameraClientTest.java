package io.frostglass.standalone.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.standalone.camera.CameraShot;
import io.frostglass.tls.TestCa;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CameraClientTest {

    @TempDir
    Path folder;

    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final CameraShot SHOT = new CameraShot(
            "jpeg".getBytes(UTF_8),
            0.92,
            List.of(new CameraShot.ShotBox(0.15, 0.3, 0.2, 0.25)),
            List.of(new CameraShot.ShotObject("person", 0.9)));
    private static final Instant AT = Instant.parse("2026-01-18T12:34:56Z");

    @Test
    void sendsJsonOfTheContract() throws Exception {
        try (var ingest = new FakeIngest(_ -> 202);
                var client = CameraClient.create()) {
            // Given
            var account = new CameraAccount("cam-1", SigningScheme.STANDARD_WEBHOOKS, SECRET, false);

            // When
            WebhookAnswer answer = client.send(new SignedRequest(ingest.url(), account, "msg_1", SHOT, AT));

            // Then
            assertThat(answer).isEqualTo(new WebhookAnswer.AcceptedAnswer("evt-1", false, 1));
            var request = ingest.requests().getFirst();
            assertThat(request.path()).isEqualTo("/v1/cameras/cam-1/motion");
            assertThat(request.contentType()).isEqualTo("application/json");
            assertThat(request.body())
                    .isEqualTo("{\"timestamp\":\"2026-01-18T12:34:56Z\",\"motion_confidence\":0.92,"
                            + "\"bboxes\":[{\"x\":0.15,\"y\":0.3,\"w\":0.2,\"h\":0.25}],"
                            + "\"labels\":[{\"label\":\"person\",\"confidence\":0.9}],\"image\":\"anBlZw==\"}");
        }
    }

    @Test
    void sendsMultipartOfTheContract() throws Exception {
        try (var ingest = new FakeIngest(_ -> 202);
                var client = CameraClient.create()) {
            // Given
            var account = new CameraAccount("cam-1", SigningScheme.HEX, "secret", true);

            // When
            client.send(new SignedRequest(ingest.url(), account, "msg_1", SHOT, AT));

            // Then
            var request = ingest.requests().getFirst();
            assertThat(request.contentType()).startsWith("multipart/form-data; boundary=");
            String boundary = "--" + request.contentType().substring("multipart/form-data; boundary=".length());
            assertThat(request.body().split(boundary, -1))
                    .hasSize(4)
                    .satisfies(parts -> assertThat(parts[1])
                            .contains("name=\"event\"")
                            .contains("\"timestamp\"")
                            .doesNotContain("\"image\":"))
                    .satisfies(parts -> assertThat(parts[2])
                            .contains("name=\"image\"", "Content-Type: image/jpeg")
                            .endsWith("\r\n\r\njpeg\r\n"))
                    .satisfies(parts -> assertThat(parts[3]).isEqualTo("--\r\n"));
        }
    }

    @Test
    void triesAgainUnderTheSameIdWhenAskedToComeBack() throws Exception {
        try (var ingest = new FakeIngest(n -> n == 1 ? 503 : n == 2 ? 429 : 202);
                var client = CameraClient.create()) {
            // Given
            var account = new CameraAccount("cam-1", SigningScheme.STANDARD_WEBHOOKS, SECRET, false);

            // When
            WebhookAnswer answer = client.send(new SignedRequest(ingest.url(), account, "msg_1", SHOT, AT));

            // Then
            assertThat(answer).isEqualTo(new WebhookAnswer.AcceptedAnswer("evt-3", false, 3));
            assertThat(ingest.requests())
                    .extracting(FakeIngest.Request::webhookId)
                    .containsOnly("msg_1");
            assertThat(ingest.requests())
                    .extracting(FakeIngest.Request::body)
                    .containsOnly(ingest.requests().getFirst().body());
        }
    }

    @Test
    void takesARefusalForAnAnswer() throws Exception {
        try (var ingest = new FakeIngest(_ -> 401);
                var client = CameraClient.create()) {
            // Given
            var account = new CameraAccount("cam-1", SigningScheme.GITHUB, "secret", false);

            // When
            WebhookAnswer answer = client.send(new SignedRequest(ingest.url(), account, "msg_1", SHOT, AT));

            // Then
            assertThat(answer).isEqualTo(new WebhookAnswer.RejectedAnswer(401, 1));
        }
    }

    @Test
    void givesUpWhenItsPatienceIsAtAnEnd() throws Exception {
        try (var ingest = new FakeIngest(_ -> 503);
                var client = new CameraClient(Duration.ofMillis(-1), Optional.empty())) {
            // Given
            var account = new CameraAccount("cam-1", SigningScheme.GITHUB, "secret", false);

            // When
            WebhookAnswer busy = client.send(new SignedRequest(ingest.url(), account, "msg_1", SHOT, AT));
            WebhookAnswer away =
                    client.send(new SignedRequest(URI.create("http://127.0.0.1:1"), account, "msg_2", SHOT, AT));

            // Then
            assertThat(busy).isEqualTo(new WebhookAnswer.GaveUp("status 503", 1));
            assertThat(away).isEqualTo(new WebhookAnswer.GaveUp("no answer", 1));
        }
    }

    @Test
    void trustsTheAuthorityOfTheFileAlone() throws Exception {
        // Given
        var ca = new TestCa("ca");
        Path file = folder.resolve("ca.crt");
        ca.write(file);
        var tls = ca.client(ca.issue("ingest", new GeneralName(GeneralName.iPAddress, "127.0.0.1")));
        var account = new CameraAccount("cam-1", SigningScheme.GITHUB, "secret", false);
        try (var ingest = new FakeIngest(_ -> 202, tls);
                var client = CameraClient.trusting(file);
                var stranger = new CameraClient(Duration.ofMillis(-1), Optional.empty())) {
            // When
            WebhookAnswer trusted = client.send(new SignedRequest(ingest.url(), account, "msg_1", SHOT, AT));
            WebhookAnswer unknown = stranger.send(new SignedRequest(ingest.url(), account, "msg_2", SHOT, AT));

            // Then
            assertThat(trusted).isEqualTo(new WebhookAnswer.AcceptedAnswer("evt-1", false, 1));
            assertThat(unknown)
                    .isInstanceOfSatisfying(
                            WebhookAnswer.GaveUp.class,
                            gaveUp -> assertThat(gaveUp.why()).startsWith("no TLS: "));
        }
    }
}
