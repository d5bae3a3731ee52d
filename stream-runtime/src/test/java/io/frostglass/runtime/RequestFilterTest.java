package io.frostglass.runtime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestFilterTest {

    private final List<String> targets = Collections.synchronizedList(new ArrayList<>());
    private final List<Optional<String>> unread = Collections.synchronizedList(new ArrayList<>());

    private final HttpServer server =
            HttpServer.start("127.0.0.1", 0, Optional.empty(), Optional.of(new RequestFilter() {
                @Override
                protected boolean keepsOut(Request request, Response response, Callback callback) {
                    targets.add(RequestTarget.of(request).orElse("none"));
                    return false;
                }

                @Override
                protected Optional<ProblemDetails> unread(Request request) {
                    unread.add(RequestTarget.of(request));
                    return Optional.empty();
                }
            }));

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/a/../b",
                "/../../x",
                "/%2e%2e/x",
                "/x%00.jpg",
                "/%zz",
                "/a%",
                "/%c0%ae/x",
                "*",
                "?",
                "x",
                "../x",
                "http://other/x",
                "file:///x",
                "s3://x/y",
                "/a#b",
                "/a;b/c",
                "//a"
            })
    void seesEveryTargetAsItWasSent(String target) throws IOException {
        // When
        String answer = sent("GET " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        // Then
        assertThat(answer).startsWith("HTTP/1.1 404 ");
        assertThat(targets).containsExactly(target);
        assertThat(unread).isEmpty();
    }

    @Test
    void answersAConnect() throws IOException {
        assertThat(sent("CONNECT other:443 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 404 ");
        assertThat(targets).containsExactly("other:443");
    }

    @Test
    void isToldOfWhatIsNoRequestWithTheTargetIfThereIsOne() throws IOException {
        // When
        sent("GET /a HTTP/1.1\r\nHost: x\r\n\r\nGET /b c HTTP/1.1\r\n\r\n");
        sent("GET /d HTTP/1.1\r\nHost: x\r\nno colon\r\n\r\n");

        // Then
        assertThat(targets).containsExactly("/a");
        assertThat(unread).containsExactly(Optional.empty(), Optional.of("/d"));
    }

    private String sent(String text) throws IOException {
        try (var socket = new Socket(server.url().getHost(), server.url().getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(text.getBytes(ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }
}
