package io.frostglass.runtime.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebhookClientTest {

    private final WebhookClient client = new WebhookClient(InstantSource.system());
    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        client.close();
    }

    @Test
    void doesNotFollowARedirect() throws Exception {
        // Given
        var followed = new AtomicBoolean();
        server.createContext("/elsewhere", exchange -> followed.set(true));
        WebhookTarget receiver = receiver(exchange -> {
            exchange.getResponseHeaders().set("Location", "/elsewhere");
            exchange.sendResponseHeaders(307, -1);
            exchange.close();
        });

        // When, Then
        assertThat(post(receiver)).isEqualTo(new WebhookResult.TemporaryFailure("status 307", null));
        assertThat(followed).isFalse();
    }

    @Test
    void reachesNoPrivateAddressUnlessItMay() throws Exception {
        // Given
        WebhookTarget receiver = receiver(exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        for (String host : List.of("127.0.0.1", "localhost")) {
            var request = new OutgoingRequest(
                    "POST",
                    URI.create(receiver.url().toString().replace("127.0.0.1", host)),
                    Map.of(),
                    "application/json",
                    new byte[0],
                    Duration.ofSeconds(10));

            // When, Then
            assertThat(client.send(request, AnswerReader.BY_STATUS, WebhookClient.Reach.PUBLIC))
                    .isEqualTo(new WebhookResult.TemporaryFailure("address not allowed", null));
            assertThat(client.send(request, AnswerReader.BY_STATUS, WebhookClient.Reach.ANY))
                    .isEqualTo(new WebhookResult.Delivered());
            // The connection that is kept is not for everybody.
            assertThat(client.send(request, AnswerReader.BY_STATUS, WebhookClient.Reach.PUBLIC))
                    .isEqualTo(new WebhookResult.TemporaryFailure("address not allowed", null));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, false",
        "10.1.2.3, false",
        "172.16.0.1, false",
        "172.32.0.1, true",
        "192.168.1.1, false",
        "169.254.169.254, false",
        "100.64.0.1, false",
        "0.0.0.0, false",
        "224.0.0.1, false",
        "255.255.255.255, false",
        "8.8.8.8, true",
        "::1, false",
        "::, false",
        "::ffff:10.0.0.1, false",
        "fe80::1, false",
        "fd00::1, false",
        "ff02::1, false",
        "64:ff9b::a00:1, false",
        "2002:a00:1::, false",
        "2001:db8::1, false",
        "2606:4700::1111, true",
    })
    void knowsWhichAddressesArePublic(String address, boolean expected) {
        assertThat(PublicAddresses.contain(InetAddress.ofLiteral(address))).isEqualTo(expected);
    }

    @Test
    void doesNotWaitForTheEndOfAnAnswer() throws Exception {
        // Given
        var end = new CountDownLatch(1);
        WebhookTarget receiver = receiver(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(1);
            exchange.getResponseBody().flush();
            hang(end);
        });

        // When, Then
        assertThat(post(impatient(receiver))).isEqualTo(new WebhookResult.Delivered());
        end.countDown();
    }

    @Test
    void takesNoMoreOfAnAnswerThanItMust() throws Exception {
        // Given
        var end = new CountDownLatch(1);
        WebhookTarget receiver = receiver(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(new byte[2048]);
            exchange.getResponseBody().flush();
            hang(end);
        });

        // When, Then
        assertThat(post(receiver)).isEqualTo(new WebhookResult.Delivered());
        end.countDown();
    }

    @Test
    void doesNotWaitForAnAnswerThatDoesNotCome() throws Exception {
        // Given
        var end = new CountDownLatch(1);
        WebhookTarget receiver = receiver(exchange -> hang(end));

        // When, Then
        assertThat(post(impatient(receiver))).isEqualTo(new WebhookResult.TemporaryFailure("timeout", null));
        end.countDown();
    }

    @Test
    void saysInAWordWhyThereIsNoAnswer() throws Exception {
        // Given
        WebhookTarget hangingUp = receiver(exchange -> exchange.close());
        int port = server.getAddress().getPort();

        // When, Then
        assertThat(post(hangingUp)).isEqualTo(new WebhookResult.TemporaryFailure("connection lost", null));
        assertThat(post(at("http://unknown.invalid/")))
                .isEqualTo(new WebhookResult.TemporaryFailure("unknown host", null));
        server.stop(0);
        assertThat(post(at("http://127.0.0.1:" + port + "/")))
                .isEqualTo(new WebhookResult.TemporaryFailure("connection refused", null));
    }

    private WebhookResult post(WebhookTarget receiver) throws InterruptedException {
        return client.post(receiver, "alr-1", new byte[] {'{', '}'});
    }

    private static WebhookTarget impatient(WebhookTarget target) {
        return at(target.url().toString(), Duration.ofSeconds(1));
    }

    private WebhookTarget receiver(HttpHandler handler) {
        server.createContext("/hook", handler);
        return at("http://127.0.0.1:" + server.getAddress().getPort() + "/hook");
    }

    private static WebhookTarget at(String url) {
        return at(url, Duration.ofSeconds(10));
    }

    private static WebhookTarget at(String url, Duration patience) {
        var secret = SigningSecret.parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        return new WebhookTarget(URI.create(url), List.of(secret), patience, Map.of());
    }

    private static void hang(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
