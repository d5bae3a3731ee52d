package io.frostglass.runtime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.SocketException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A door that refuses everybody before it reads anything, and a client that sends its head before its body.
class UnreadBodyTest {

    private static final String HEAD = "POST / HTTP/1.1\r\nHost: frostglass\r\nContent-Length: %d\r\n%s\r\n";

    private final HttpServer server = HttpServer.start("127.0.0.1", 0, new Refusing());
    private Socket socket;
    private BufferedReader answers;

    @BeforeEach
    void connect() throws IOException {
        socket = new Socket(server.url().getHost(), server.url().getPort());
        socket.setSoTimeout(10_000);
        answers = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
    }

    @AfterEach
    void stop() throws IOException {
        socket.close();
        server.close();
    }

    @Test
    void answersAtOnceAndTheNextRequestOfTheConnectionToo() throws IOException {
        for (int i = 0; i < 3; i++) {
            // When
            send(HEAD.formatted(5, ""));

            // Then
            assertThat(answer()).startsWith("HTTP/1.1 403").doesNotContain("Connection: close");
            send("hello");
        }
    }

    @Test
    void closesTheConnectionOfWhoSendsOnAndOn() throws IOException {
        // Given
        send(HEAD.formatted(64 * UnreadBody.MAX_BYTES, ""));
        assertThat(answer()).startsWith("HTTP/1.1 403");

        // When
        String mebibyte = "x".repeat(UnreadBody.MAX_BYTES);
        int sent = 0;
        try {
            while (sent < 64) {
                send(mebibyte);
                sent++;
            }
        } catch (SocketException e) {
            // Then
            assertThat(e).hasMessageMatching("(?i).*(reset|broken pipe).*");
        }
        assertThat(sent).isLessThan(64);
    }

    @Test
    void closesTheConnectionOfWhoSendsForTooLong() throws Exception {
        // Given
        send(HEAD.formatted(UnreadBody.MAX_BYTES, ""));
        assertThat(answer()).startsWith("HTTP/1.1 403");

        // When
        String faster = "x".repeat(1024);
        long end = System.nanoTime() + UnreadBody.TIMEOUT.plusSeconds(4).toNanos();
        boolean closed = false;
        while (!closed && System.nanoTime() < end) {
            try {
                send(faster);
                Thread.sleep(100);
            } catch (SocketException e) {
                closed = true;
            }
        }

        // Then
        assertThat(closed).isTrue();
    }

    @Test
    void asksForNoBodyThatWasOnlyOffered() throws IOException {
        send(HEAD.formatted(5, "Expect: 100-continue\r\n"));

        assertThat(answer()).startsWith("HTTP/1.1 403").contains("Connection: close");
        assertThat(answers.read()).isEqualTo(-1);
    }

    private void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    }

    /// The next answer's head; its body is read and left out.
    private String answer() throws IOException {
        var head = new StringBuilder();
        int length = 0;
        for (String line = answers.readLine(); line != null && !line.isEmpty(); line = answers.readLine()) {
            head.append(line).append('\n');
            if (line.startsWith("Content-Length: ")) {
                length = Integer.parseInt(line.substring("Content-Length: ".length()));
            }
        }
        for (int i = 0; i < length; i++) {
            answers.read();
        }
        return head.toString();
    }

    private static final class Refusing extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            ProblemDetails.of(403, "Forbidden", "Nobody may pass.").write(response, callback);
            return true;
        }
    }
}
