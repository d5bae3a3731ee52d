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

    private final List<String> seen = Collections.synchronizedList(new ArrayList<>());
    private final List<String> refused = Collections.synchronizedList(new ArrayList<>());

    private final HttpServer server =
            HttpServer.start("127.0.0.1", 0, 0, Optional.empty(), Optional.of(new RequestFilter() {
                @Override
                protected boolean keepsOut(Request request, Response response, Callback callback) {
                    seen.add(text(request));
                    return false;
                }

                @Override
                protected void refused(Request request) {
                    refused.add(text(request) + " " + request.getHeaders().get("Key"));
                }
            }));

    private static String text(Request request) {
        return request.getMethod() + " " + request.getHttpURI();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a", "/a/../b", "/a/./b?c=d", "/a;b/c", "/a%20b", "/a?%zz"})
    void seesAUriThatHasOneMeaning(String target) throws IOException {
        // When
        String answer = sent("GET " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        // Then
        assertThat(answer).startsWith("HTTP/1.1 404 ").contains("\"type\":\"urn:frostglass:problem:not_found\"");
        assertThat(seen).containsExactly("GET http://x" + target);
        assertThat(refused).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a%2fb", "//a", "/a%252e", "/a\\b", "/a%5cb", "/%c0%ae/x", "/caf%e9", "/a#b"})
    void rejectsAnAmbiguousUriBeforeAnythingElse(String target) throws IOException {
        assertThat(sent("GET " + target + " HTTP/1.1\r\nHost: x\r\nKey: k\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ")
                .contains("\"type\":\"urn:frostglass:problem:bad_request\"");
        assertThat(seen).isEmpty();
        assertThat(refused).containsExactly("GET http://x" + target + " k");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://other/x", "file:///x", "s3://z/y", "http://a:b@x/y"})
    void rejectsAUriOfAnotherPlace(String target) throws IOException {
        assertThat(sent("GET " + target + " HTTP/1.1\r\nHost: x\r\nKey: k\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ");
        assertThat(seen).isEmpty();
        assertThat(refused).containsExactly("GET " + target + " k");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/../../x", "/%2e%2e/x", "/x%00.jpg", "/%zz", "/a%", "../x", "/b c"})
    void rejectsATargetThatCannotBeRead(String target) throws IOException {
        assertThat(sent("GET " + target + " HTTP/1.1\r\nHost: x\r\nKey: k\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ");
        assertThat(seen).isEmpty();
        assertThat(refused).containsExactly("BAD /badMessage null");
    }

    @Test
    void answersAConnect() throws IOException {
        assertThat(sent("CONNECT other:443 HTTP/1.1\r\nHost: x\r\n\r\n")).startsWith("HTTP/1.1 400 ");
        assertThat(refused).hasSize(1).first().asString().startsWith("CONNECT ");
    }

    @Test
    void tellsOfWhatIsNoHttp() throws IOException {
        // When
        sent("GET /a HTTP/1.1\r\nHost: x\r\n\r\nGET /b c HTTP/1.1\r\n\r\n");
        sent("GET /d HTTP/1.1\r\nHost: x\r\nno colon\r\n\r\n");

        // Then
        assertThat(seen).containsExactly("GET http://x/a");
        assertThat(refused).containsExactly("BAD /badMessage null", "GET /d null");
    }

    private String sent(String text) throws IOException {
        try (var socket = new Socket(server.url().getHost(), server.url().getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(text.getBytes(ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }
}
