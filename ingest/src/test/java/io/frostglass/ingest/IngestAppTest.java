package io.frostglass.ingest;

import static io.frostglass.ingest.TestCamera.JSON;
import static io.frostglass.ingest.TestCamera.SECRET;
import static io.frostglass.ingest.TestCamera.signed;
import static io.frostglass.testsupport.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.frostglass.audit.Action;
import io.frostglass.ingest.TestCamera.Answer;
import io.frostglass.ingest.TestCamera.Webhook;
import io.frostglass.runtime.RunningApplication;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

@Tag("broker")
class IngestAppTest {

    private static final String OTHER_SECRET = "whsec_" + Base64.getEncoder().encodeToString(new byte[32]);

    @TempDir
    static Path folder;

    private static IngestCluster cluster;
    private static RunningApplication app;
    private static Path sites;

    @BeforeAll
    static void start() throws Exception {
        cluster = IngestCluster.start(folder);
        sites = TestSites.write(folder.resolve("sites.yaml"));
        app = cluster.ingest(
                sites,
                Map.of(
                        "instance.id",
                        "a",
                        "trusted.proxies",
                        "127.0.0.0/8",
                        "body.max.bytes",
                        "100000",
                        "body.in.flight.max.bytes",
                        "200000",
                        "body.timeout.ms",
                        "3000"));
    }

    @AfterAll
    static void stop() {
        app.close();
        cluster.close();
    }

    @BeforeEach
    void everythingIsReady() {
        eventually("ingest is ready", () -> app.health().isReady());
    }

    private static URI url() {
        return app.url();
    }

    @Test
    void acceptsASignedWebhookAndWritesItAsItWasSigned() throws Exception {
        // Given
        Webhook webhook = signed("cam-1");

        // When
        Answer answer = webhook.send(url());

        // Then
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.header("content-type")).isEqualTo("application/json");
        assertThat(answer.body()).matches("\\{\"event_id\":\"evt-[0-9a-f]{32}\",\"duplicate\":false}");
        assertThat(cluster.raw())
                .filteredOn(raw -> raw.getEventId().equals(answer.eventId()))
                .singleElement()
                .satisfies(raw -> {
                    assertThat(raw.getCameraId()).isEqualTo("cam-1");
                    assertThat(raw.getBody()).isEqualTo(ByteBuffer.wrap(webhook.body()));
                    assertThat(raw.getContentType()).isEqualTo(JSON);
                    assertThat(raw.getSignatureHeaders())
                            .containsOnlyKeys("webhook-id", "webhook-timestamp", "webhook-signature");
                });
        assertThat(cluster.audit())
                .filteredOn(entry -> answer.eventId().equals(entry.getEventId()))
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.getAction()).isEqualTo(Action.accepted);
                    assertThat(entry.getSiteId()).isEqualTo("site-1");
                    assertThat(entry.getCameraId()).isEqualTo("cam-1");
                    assertThat(entry.getDigest()).matches("[0-9a-f]{64}");
                    assertThat(entry.getDroppedDetails()).isNull();
                });
    }

    static Stream<Arguments> unbelievable() {
        var tooOld = Instant.now().minus(Duration.ofMinutes(6));
        var tooNew = Instant.now().plus(Duration.ofMinutes(6));
        return Stream.of(
                Arguments.of("signature_wrong", signed("cam-1", OTHER_SECRET)),
                Arguments.of("signature_wrong", signed("cam-1").with("webhook-id", "msg_other")),
                Arguments.of("signature_missing", signed("cam-1").without("webhook-signature")),
                Arguments.of(
                        "signature_missing",
                        signed("cam-1").without("webhook-signature").without("content-type")),
                Arguments.of("signature_malformed", signed("cam-1").with("webhook-signature", "v1,x")),
                Arguments.of("timestamp_outside_window", signed("cam-1", SECRET, tooOld, JSON, "{}".getBytes(UTF_8))),
                Arguments.of("timestamp_outside_window", signed("cam-1", SECRET, tooNew, JSON, "{}".getBytes(UTF_8))),
                Arguments.of("unknown_camera", signed("cam-nobody-knows")),
                Arguments.of("unknown_camera", signed("cam-nobody-knows").without("webhook-signature")));
    }

    @ParameterizedTest
    @MethodSource("unbelievable")
    void refusesAllThatIsNotSignedByTheCameraAlikeAndWritesNothingButAnAuditEntry(String reason, Webhook webhook)
            throws Exception {
        // Given
        int raw = cluster.raw().size();
        int entries = cluster.audit().size();

        // When
        Answer answer = webhook.send(url());

        // Then
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
        assertThat(answer.body())
                .isEqualTo("{\"type\":\"about:blank\",\"title\":\"Unauthorized\",\"status\":401,"
                        + "\"detail\":\"The request is not signed by this camera.\"}");
        assertThat(cluster.raw()).hasSize(raw);
        var audit = cluster.audit();
        assertThat(audit).hasSize(entries + 1);
        assertThat(audit).filteredOn(entry -> reason.equals(entry.getReason())).isNotEmpty();
        assertThat(audit.stream().map(entry -> String.valueOf(entry.getCameraId())))
                .doesNotContain("cam-nobody-knows");
    }

    @Test
    void recognisesAWebhookSentAgain() throws Exception {
        Webhook webhook = signed("cam-1");
        Answer first = webhook.send(url());
        int raw = cluster.raw().size();

        Answer second = webhook.send(url());

        assertThat(second.status()).isEqualTo(202);
        assertThat(second.duplicate()).isTrue();
        assertThat(second.eventId()).isEqualTo(first.eventId());
        assertThat(cluster.raw()).hasSize(raw);
        assertThat(cluster.audit())
                .filteredOn(entry -> first.eventId().equals(entry.getEventId()))
                .extracting(entry -> entry.getAction())
                .containsExactly(Action.accepted, Action.repeated);
    }

    @Test
    void recognisesABodySentAgainWhereTheSchemeHasNoId() throws Exception {
        Webhook webhook = TestCamera.signedAsGitHub("cam-github", TestSites.GITHUB_SECRET);

        assertThat(webhook.send(url()).duplicate()).isFalse();
        assertThat(webhook.send(url()).duplicate()).isTrue();
    }

    @Test
    void writesAWebhookOnceThatArrivesManyTimesAtOnce() throws Exception {
        // Given
        Webhook webhook = signed("cam-1");
        var answers = new ArrayList<Answer>();

        // When
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Answer>> sendings = Stream.generate(() -> (Callable<Answer>) () -> webhook.send(url()))
                    .limit(16)
                    .toList();
            for (Future<Answer> answer : threads.invokeAll(sendings)) {
                answers.add(answer.get());
            }
        }

        // Then
        assertThat(answers).extracting(Answer::status).containsOnly(202);
        assertThat(answers)
                .extracting(Answer::eventId)
                .containsOnly(answers.getFirst().eventId());
        assertThat(answers).filteredOn(answer -> !answer.duplicate()).hasSize(1);
        assertThat(cluster.raw())
                .filteredOn(raw -> raw.getEventId().equals(answers.getFirst().eventId()))
                .hasSize(1);
    }

    @Test
    void recognisesAWebhookThatAnotherInstanceAcceptedBeforeThisOneStartedOrSince() throws Exception {
        // Given
        Webhook before = signed("cam-1");
        Webhook since = signed("cam-1");
        before.send(url());
        try (var other = cluster.ingest(sites, Map.of("instance.id", "b"))) {
            double known = receipts(other);
            since.send(url());
            eventually("the other instance knows the receipt", () -> receipts(other), it -> it > known);

            // When, Then
            assertThat(before.send(other.url()).duplicate()).isTrue();
            assertThat(since.send(other.url()).duplicate()).isTrue();
        }
    }

    private static double receipts(RunningApplication instance) {
        return metric(instance, "frostglass_ingest_receipts");
    }

    private static double metric(RunningApplication instance, String name) {
        return TestCamera.get(instance.url(), "/metrics")
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .findFirst()
                .orElse(-1);
    }

    @Test
    void acceptsAFormWithAPicture() throws Exception {
        byte[] body = ("--xyz\r\nContent-Disposition: form-data; name=\"event\"\r\n\r\n" + TestCamera.event()
                        + "\r\n--xyz\r\nContent-Disposition: form-data; name=\"image\"\r\n"
                        + "Content-Type: image/jpeg\r\n\r\nnot quite a picture\r\n--xyz--\r\n")
                .getBytes(UTF_8);

        Answer answer = signed("cam-1", SECRET, Instant.now(), "multipart/form-data; boundary=xyz", body)
                .send(url());

        assertThat(answer.status()).isEqualTo(202);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                                                          | timestamp",
                "{\"timestamp\":\"yesterday\"}                                | timestamp",
                "not JSON                                                    | body"
            })
    void namesTheFieldThatIsWrong(String body, String field) throws Exception {
        int raw = cluster.raw().size();

        Answer answer = signed(
                        "cam-1", SECRET, Instant.now(), JSON, body.strip().getBytes(UTF_8))
                .send(url());

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
        assertThat(answer.body()).contains("\"field\":\"" + field + "\"").doesNotContain("yesterday");
        assertThat(cluster.raw()).hasSize(raw);
    }

    @Test
    void acceptsAnEventWithoutWhatIsWrongInItAndSaysSoInTheAuditLog() throws Exception {
        // Given
        byte[] body = """
                {"timestamp": "2026-01-18T12:34:56Z", "motion_confidence": 2, "image": "secret*",
                 "bboxes": [{"x": 0}, {"x": 0, "y": 0, "w": 1.0000001, "h": 1}], "labels": [{"label": "secret"}]}
                """.getBytes(UTF_8);
        String counter = "frostglass_ingest_details_dropped_total{application=\"ingest\",field=\"bboxes\"}";
        double before = Math.max(0, metric(app, counter));

        // When
        Answer answer = signed("cam-1", SECRET, Instant.now(), JSON, body).send(url());

        // Then
        assertThat(answer.status()).isEqualTo(202);
        assertThat(cluster.audit())
                .filteredOn(entry -> answer.eventId().equals(entry.getEventId()))
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.getAction()).isEqualTo(Action.accepted);
                    assertThat(entry.getDroppedDetails())
                            .containsExactly("motion_confidence", "image", "bboxes[0]", "labels[0]");
                    assertThat(entry.toString()).doesNotContain("secret");
                });
        assertThat(metric(app, counter)).isEqualTo(before + 1);
    }

    @Test
    void refusesOtherTypesAndCodings() throws Exception {
        byte[] body = TestCamera.event().getBytes(UTF_8);

        assertThat(signed("cam-1", SECRET, Instant.now(), "text/plain", body)
                        .send(url())
                        .status())
                .isEqualTo(415);
        assertThat(signed("cam-1").with("content-encoding", "gzip").send(url()).status())
                .isEqualTo(415);
    }

    @Test
    void letsACameraSendFromItsAddressesOnly() throws Exception {
        Webhook webhook = signed("cam-near");

        assertThat(webhook.send(url()).status()).isEqualTo(403);
        assertThat(webhook.with("x-forwarded-for", "192.0.3.9").send(url()).status())
                .isEqualTo(403);
        assertThat(webhook.with("x-forwarded-for", "192.0.2.9, 203.0.113.1")
                        .send(url())
                        .status())
                .isEqualTo(403);
        assertThat(webhook.with("x-forwarded-for", "203.0.113.1, 192.0.2.9")
                        .send(url())
                        .status())
                .isEqualTo(202);
    }

    @Test
    void tellsACameraThatSendsTooOftenToWaitButStillKnowsWhatItSentBefore() throws Exception {
        Webhook first = signed("cam-slow");
        assertThat(first.send(url()).status()).isEqualTo(202);

        Answer second = signed("cam-slow").send(url());

        assertThat(second.status()).isEqualTo(429);
        assertThat(Integer.parseInt(second.header("retry-after"))).isBetween(1, 100);
        assertThat(first.send(url()).duplicate()).isTrue();
    }

    @Test
    void answersOnlyWhatItKnows() throws Exception {
        assertThat(TestCamera.get(url(), "/v1/cameras/cam-1/motion")).contains("\"status\":405");
        assertThat(TestCamera.get(url(), "/v1/cameras")).contains("\"status\":404");
        assertThat(signed("cam-1/../cam-1").send(url()).status()).isIn(202, 400, 404);
    }

    @Test
    void refusesALargeBodyBeforeItIsSent() throws Exception {
        try (var socket = connect("Content-Length: 100001\r\nExpect: 100-continue\r\n")) {
            assertThat(read(socket)).startsWith("HTTP/1.1 413 ");
        }
    }

    @Test
    void refusesALargeBodyOfUnknownLengthWhileItArrives() throws Exception {
        try (var socket = connect("Transfer-Encoding: chunked\r\n")) {
            var chunk = ("8000\r\n" + "x".repeat(0x8000) + "\r\n").getBytes(UTF_8);
            for (int i = 0; i < 4; i++) {
                socket.getOutputStream().write(chunk);
            }
            assertThat(read(socket)).startsWith("HTTP/1.1 413 ");
        }
    }

    @Test
    void doesNotWaitForASlowSender() throws Exception {
        try (var socket = connect("Content-Length: 1000\r\n")) {
            socket.setSoTimeout(50);
            String answer = "";
            for (int i = 0; i < 900 && answer.isEmpty(); i++) {
                socket.getOutputStream().write('x');
                try {
                    answer = read(socket);
                } catch (SocketTimeoutException e) {
                    // Not yet: another byte.
                }
            }
            assertThat(answer).startsWith("HTTP/1.1 408 ");
        }
    }

    @Test
    void doesNotWaitForASilentSender() throws Exception {
        try (var socket = connect("Content-Length: 1000\r\n")) {
            assertThat(read(socket)).startsWith("HTTP/1.1 408 ");
        }
    }

    @Test
    void keepsTheConnectionOfACameraThatIsQuietForLongerThanABodyMayTake() throws Exception {
        try (var socket = connect("Content-Length: 2\r\n")) {
            socket.getOutputStream().write("{}".getBytes(UTF_8));
            assertThat(read(socket)).startsWith("HTTP/1.1 401 ");

            // Then the connection is open after body.timeout.ms, and a second more
            socket.setSoTimeout(4000);
            assertThatThrownBy(() -> readToEnd(socket)).isInstanceOf(SocketTimeoutException.class);
        }
    }

    private static void readToEnd(Socket socket) throws IOException {
        while (socket.getInputStream().read() >= 0) {
            // The rest of the answer, where there is one.
        }
    }

    @Test
    void takesNoMoreIntoMemoryThanItMay() throws Exception {
        try (var first = connect("Content-Length: 99000\r\n");
                var second = connect("Content-Length: 99000\r\n")) {
            // Given two that have sent most of what they announced
            var most = "x".repeat(98_000).getBytes(UTF_8);
            first.getOutputStream().write(most);
            second.getOutputStream().write(most);
            eventually(
                    "the bodies are in flight",
                    () -> metric(app, "frostglass_ingest_bytes_in_flight"),
                    it -> it > 190_000);

            // When
            byte[] body = TestCamera.event()
                    .replace("}", ",\"pad\":\"" + "x".repeat(20_000) + "\"}")
                    .getBytes(UTF_8);
            Answer answer = signed("cam-1", SECRET, Instant.now(), JSON, body).send(url());

            // Then
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("retry-after")).matches("[1-9]\\d*");
            eventually("no body is in flight", () -> metric(app, "frostglass_ingest_bytes_in_flight"), it -> it == 0);
        }
    }

    @Test
    void logsNothingOfWhatWasSent() throws Exception {
        // Given
        var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        var logged = new ListAppender<ILoggingEvent>();
        logged.start();
        root.addAppender(logged);
        root.setLevel(Level.INFO);

        // When
        Webhook good = signed("cam-1");
        good.send(url());
        good.with("webhook-signature", "v1,x").send(url());
        signed("cam-nobody-knows").send(url());
        root.detachAppender(logged);
        root.setLevel(Level.WARN);

        // Then
        assertThat(logged.list.stream()
                        .map(event -> event.getFormattedMessage() + event.getKeyValuePairs())
                        .toList()
                        .toString())
                .doesNotContain(
                        "cam-nobody-knows",
                        "note",
                        SECRET.substring(6),
                        good.headers().get("webhook-id"));
    }

    private static Socket connect(String headers) throws Exception {
        var socket = new Socket(url().getHost(), url().getPort());
        socket.setSoTimeout(10_000);
        socket.getOutputStream()
                .write(("POST /v1/cameras/cam-1/motion HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                                + headers + "\r\n")
                        .getBytes(UTF_8));
        return socket;
    }

    /// The answer's first line.
    private static String read(Socket socket) throws Exception {
        var line = new ByteArrayOutputStream();
        for (int next = socket.getInputStream().read();
                next >= 0 && next != '\n';
                next = socket.getInputStream().read()) {
            line.write(next);
        }
        return line.toString(UTF_8);
    }

    @Test
    void takesNewCamerasAndKeepsAnOldOneWhileItsEntryIsWrong() throws Exception {
        // Given
        TestSites.writeWith(sites, "{id: cam-new, scheme: standard-webhooks, secrets: [" + SECRET + "]}");
        eventually("the new camera is known", () -> status(signed("cam-new")), it -> it == 202);

        // When its entry gets a slip, and another camera comes
        TestSites.writeWith(
                sites,
                "{id: cam-new, scheme: standard-webhooks, secret: [" + SECRET + "]}\n"
                        + "      - {id: cam-newer, scheme: standard-webhooks, secrets: [" + SECRET + "]}");
        eventually("the newer camera is known", () -> status(signed("cam-newer")), it -> it == 202);

        // Then
        assertThat(status(signed("cam-new"))).isEqualTo(202);
        assertThat(metric(app, "frostglass_file_elements_refused")).isEqualTo(1);
        assertThat(metric(app, "frostglass_file_valid")).isEqualTo(0);
        assertThat(app.health().isReady()).isTrue();
        TestSites.write(sites);
        eventually(
                "the camera is unknown and the file valid",
                () -> status(signed("cam-new")) == 401 && metric(app, "frostglass_file_valid") == 1);
    }

    @Test
    void takesChangesOfTheSitesFileAndKeepsTheOldOneWhileItIsBroken() throws Exception {
        // Given a camera with a secret
        TestSites.writeWith(sites, "{id: cam-new, scheme: standard-webhooks, secrets: [" + SECRET + "]}");
        eventually("the new camera is known", () -> status(signed("cam-new")), it -> it == 202);

        // When a second one is added, both are good; when the first is taken away, only the second is
        TestSites.writeWith(
                sites, "{id: cam-new, scheme: standard-webhooks, secrets: [" + SECRET + ", " + OTHER_SECRET + "]}");
        eventually("the new secret is valid", () -> status(signed("cam-new", OTHER_SECRET)), it -> it == 202);
        assertThat(status(signed("cam-new"))).isEqualTo(202);
        TestSites.writeWith(sites, "{id: cam-new, scheme: standard-webhooks, secrets: [" + OTHER_SECRET + "]}");
        eventually("the old secret is not valid", () -> status(signed("cam-new")), it -> it == 401);
        assertThat(status(signed("cam-new", OTHER_SECRET))).isEqualTo(202);

        // Then a broken file changes nothing but the metric that tells of it
        TestSites.replace(sites, "sites: [");
        eventually("the file is not valid", () -> metric(app, "frostglass_file_valid"), it -> it == 0);
        assertThat(status(signed("cam-new", OTHER_SECRET))).isEqualTo(202);
        assertThat(app.health().isReady()).isTrue();
        TestSites.write(sites);
        eventually("the file is valid", () -> metric(app, "frostglass_file_valid"), it -> it == 1);
    }

    private static int status(Webhook webhook) {
        try {
            return webhook.send(url()).status();
        } catch (IOException e) {
            return -1;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void countsWhatBecameOfRequests() throws Exception {
        signed("cam-1").send(url());

        assertThat(TestCamera.get(url(), "/metrics"))
                .contains("frostglass_ingest_requests_seconds_count{application=\"ingest\",outcome=\"accepted\"}")
                .contains("frostglass_ingest_commits_seconds")
                .contains("frostglass_ingest_batch_size")
                .doesNotContain("cam-1", "cam-nobody-knows");
    }
}
