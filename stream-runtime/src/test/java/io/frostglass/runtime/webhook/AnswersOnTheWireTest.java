package io.frostglass.runtime.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What receivers send, to the byte, over a plain socket: no HTTP server would write some of it.
class AnswersOnTheWireTest {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

    private static final int POSTS = 20;

    private final WebhookClient client = new WebhookClient(InstantSource.system());
    private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
    private final AtomicInteger connections = new AtomicInteger();
    private ServerSocket server;

    /// Speaks on one connection.
    private interface Speaker {
        void speak(InputStream in, OutputStream out) throws IOException;
    }

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 204 No Content\r\nContent-Length: 2\r\n\r\nOK",
                "HTTP/1.1 204 No Content\r\nContent-Length: 2\r\n\r\n",
                "HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nOK\r\n0\r\n\r\n",
                "HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\n\r\n",
                "HTTP/1.1 204 No Content\r\n\r\n",
                "HTTP/1.1 204\r\n\r\n",
                "HTTP/1.1 204 \r\n\r\n",
                "HTTP/1.1 205 Reset Content\r\nContent-Length: 2\r\n\r\nOK",
                "HTTP/1.1 205 Reset Content\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK",
                "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nshort",
                "HTTP/1.1 200 OK\r\nContent-Length: 9000000000000\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nOK\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nOK",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nno chunk\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\nOK",
                "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=klingon\r\nContent-Length: 2\r\n\r\nOK",
                "HTTP/1.1 200 OK\r\ncontent-length: 2\r\nCONTENT-LENGTH: 2\r\n\r\nOK",
                "HTTP/1.1 200 OK\r\nSet-Cookie: =;;\r\nLocation: ::\r\n\r\n",
                "HTTP/1.1 200 OK\r\n\r\nuntil the end",
                "HTTP/1.1 200 OK\r\nConnection: keep-alive\r\n\r\nuntil the end",
                "HTTP/1.1 200 Sehr schön, danke\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.0 200 OK\r\n\r\nold",
                "HTTP/1.0 200 OK\r\nContent-Length: 3\r\nConnection: Keep-Alive\r\n\r\nold",
                "HTTP/1.1 200 OK\nContent-Length: 2\n\nOK",
                "HTTP/1.1 299 Whatever\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n",
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n",
                "HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
                "HTTP/1.1 199 Hm\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
            })
    void takesEvery2xxAsDeliveredWhateverElseIsSaid(String answer) throws Exception {
        // Given
        serve(once(answer));

        // When, Then
        assertThat(post()).isEqualTo(new WebhookResult.Delivered());
        assertThat(post()).isEqualTo(new WebhookResult.Delivered());
    }

    @Test
    void doesNotWaitForTheBodyOfA2xx() throws Exception {
        // Given a body that never ends, and one that never begins
        serve((in, out) -> {
            if (readRequest(in)) {
                write(out, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
                readRequest(in);
            }
        });

        // When
        long start = System.nanoTime();
        WebhookResult webhookResult = post();

        // Then
        assertThat(webhookResult).isEqualTo(new WebhookResult.Delivered());
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
    }

    @Test
    void stopsReadingABodyThatNeverEnds() throws Exception {
        // Given
        var ended = new LinkedBlockingQueue<String>();
        serve((in, out) -> {
            if (readRequest(in)) {
                try {
                    write(out, "HTTP/1.1 200 OK\r\n\r\n");
                    while (true) {
                        out.write(new byte[8192]);
                    }
                } catch (IOException e) {
                    ended.add("hung up");
                }
            }
        });

        // When, Then
        assertThat(post()).isEqualTo(new WebhookResult.Delivered());
        assertThat(ended.poll(5, TimeUnit.SECONDS)).isEqualTo("hung up");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTP/1.1 401 Unauthorized | 401",
                "HTTP/1.1 407 Proxy Authentication Required | 407",
                "HTTP/1.1 410 Gone | 410",
            })
    void takesA4xxForARefusalWithoutWhatUsuallyComesWithIt(String line, int status) throws Exception {
        // Given
        serve(once(line + "\r\nContent-Length: 10\r\n\r\nhalf"));

        // When, Then
        assertThat(post()).isEqualTo(new WebhookResult.PermanentFailure(status));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n",
                "HTTP/1.1 302 Found\r\nLocation: /other\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 302 Found\r\n\r\n",
                "HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n",
                "HTTP/1.1 500 No\r\nContent-Length: 9\r\n\r\n",
            })
    void triesEverythingElseAgain(String answer) throws Exception {
        // Given
        serve(once(answer));

        // When, Then
        assertThat(post()).isEqualTo(new WebhookResult.TemporaryFailure("status " + answer.substring(9, 12), null));
        assertThat(requests).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Retry-After: 7 | 7",
                "retry-after:7 | 7",
                "RETRY-AFTER: Sunday, 06-Nov-94 08:49:37 GMT | 0",
            })
    void hearsRetryAfterHoweverItIsWritten(String header, int seconds) throws Exception {
        // Given
        serve(once("HTTP/1.1 429 Slow\r\n" + header + "\r\nContent-Length: 0\r\n\r\n"));

        // When, Then
        assertThat(post()).isEqualTo(new WebhookResult.TemporaryFailure("status 429", Duration.ofSeconds(seconds)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\nContent-Le", "HTTP/1.1 20"})
    void takesAnAnswerThatBreaksOffBeforeItsHeadersEndForNone(String answer) throws Exception {
        // Given
        serve(once(answer));

        // When, Then
        assertThat(post()).isEqualTo(new WebhookResult.TemporaryFailure("connection lost", null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SSH-2.0-OpenSSH_9.6\r\n", "<html>200 OK</html>\r\n\r\n"})
    void takesSomethingElseThanHttpForNoAnswer(String answer) throws Exception {
        // Given
        serve(once(answer));

        // When, Then
        assertThat(post()).isInstanceOf(WebhookResult.TemporaryFailure.class);
    }

    @Test
    void usesConnectionsAgain() throws Exception {
        // Given
        serve((in, out) -> {
            while (readRequest(in)) {
                write(out, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK");
            }
        });

        // When
        for (int i = 0; i < POSTS; i++) {
            assertThat(post()).isEqualTo(new WebhookResult.Delivered());
        }

        // Then: not all, as the next post may come before the end of a body
        assertThat(connections).hasValueLessThan(POSTS);
    }

    @Test
    void takesAnotherConnectionWhereAUsedOneIsGone() throws Exception {
        // Given a server that hangs up on the second request of each connection
        serve((in, out) -> {
            if (readRequest(in)) {
                write(out, OK);
                readRequest(in);
            }
        });

        // When, Then
        for (int i = 0; i < POSTS; i++) {
            assertThat(post()).isEqualTo(new WebhookResult.Delivered());
        }
        assertThat(requests).hasSizeGreaterThan(POSTS);
    }

    @Test
    void sendsTheAddressAsItIsWritten() throws Exception {
        // Given
        serve(once(OK));

        // When
        client.post(at("/a%2Fb;c?x=1%202+3&sig=Zm9v%2F==&flag&&y="), "alr-1", "{}".getBytes(StandardCharsets.UTF_8));

        // Then
        String request = requests.take();
        assertThat(request).startsWith("POST /a%2Fb;c?x=1%202+3&sig=Zm9v%2F==&flag&&y= HTTP/1.1\r\n");
        assertThat(request.toLowerCase(Locale.ROOT))
                .contains("\r\nhost: 127.0.0.1:" + server.getLocalPort() + "\r\n", "\r\nuser-agent: frostglass\r\n")
                .contains(
                        "\r\ncontent-type: application/json\r\n", "\r\ncontent-length: 2\r\n", "\r\nx-team: night\r\n")
                .doesNotContain("jetty", "accept-encoding", "cookie");
    }

    @Test
    void goesThroughTheProxyOfTheJvmOnlyWhereItMay() throws Exception {
        // Given
        serve(once(OK));
        var before = ProxySelector.getDefault();
        try (var direct = WebhookClient.withoutProxy(InstantSource.system())) {
            ProxySelector.setDefault(
                    ProxySelector.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort())));
            var receiver = target(URI.create("http://receiver.invalid/hook"));

            // When, Then
            assertThat(client.post(receiver, "alr-1", new byte[2])).isEqualTo(new WebhookResult.Delivered());
            assertThat(requests.take()).startsWith("POST http://receiver.invalid/hook HTTP/1.1\r\n");
            assertThat(direct.post(receiver, "alr-1", new byte[2]))
                    .isEqualTo(new WebhookResult.TemporaryFailure("unknown host", null));
        } finally {
            ProxySelector.setDefault(before);
        }
    }

    @Test
    void speaksNoPlainHttpToAnAddressOfTls() throws Exception {
        // Given
        serve((in, out) -> {
            write(out, OK);
            in.transferTo(OutputStream.nullOutputStream());
        });

        // When, Then
        var receiver = target(URI.create("https://127.0.0.1:" + server.getLocalPort() + "/"));
        // The handshake fails, or the peer hangs up before that is known.
        assertThat(client.post(receiver, "alr-1", new byte[2]))
                .isIn(
                        new WebhookResult.TemporaryFailure("tls failed", null),
                        new WebhookResult.TemporaryFailure("connection lost", null));
    }

    private void serve(Speaker speaker) {
        Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                try {
                    Socket socket = server.accept();
                    connections.incrementAndGet();
                    Thread.ofVirtual().start(() -> {
                        try (socket) {
                            speaker.speak(socket.getInputStream(), socket.getOutputStream());
                        } catch (IOException e) {
                            // The client has hung up.
                        }
                    });
                } catch (IOException e) {
                    return;
                }
            }
        });
    }

    private Speaker once(String answer) {
        return (in, out) -> {
            if (readRequest(in)) {
                write(out, answer);
            }
        };
    }

    private static void write(OutputStream out, String answer) throws IOException {
        out.write(answer.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    /// Head and body, whose length is always given. False at the end of the stream.
    private boolean readRequest(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return false;
            }
            head.append((char) next);
        }
        in.skipNBytes(2);
        requests.add(head.toString());
        return true;
    }

    private WebhookResult post() throws InterruptedException {
        return client.post(at("/hook"), "alr-1", "{}".getBytes(StandardCharsets.UTF_8));
    }

    private WebhookTarget at(String path) {
        return target(URI.create("http://127.0.0.1:" + server.getLocalPort() + path));
    }

    private static WebhookTarget target(URI url) {
        var secret = SigningSecret.parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        return new WebhookTarget(url, List.of(secret), Duration.ofSeconds(5), Map.of("X-Team", "night"));
    }
}
