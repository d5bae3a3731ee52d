package io.frostglass.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.runtime.HttpServer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Set;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AllowedOriginsTest {

    private final AllowedOrigins origins = new AllowedOrigins(Set.of("https://agent.example", "http://10.0.0.5:8443"));
    private final HttpServer server = HttpServer.start("127.0.0.1", 0, origins.answering("/mcp", new Included()));
    private final HttpClient client = HttpClient.newHttpClient();

    /// Says whether the request was included.
    private final class Included extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            Content.Sink.write(response, true, String.valueOf(origins.include(request)), callback);
            return true;
        }
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "https://agent.example, true",
        "http://10.0.0.5:8443, true",
        "https://localhost:1, true",
        "http://agent.example, false",
        "https://agent.example:444, false",
        "https://agent.example.evil.example, false",
        "https://agentXexample, false",
        "http://10.0.0.5, false",
        "http://localhost:1.evil.example, false",
        "null, false"
    })
    void tellsScriptsOfTheNamedPagesAlone(String origin, boolean allowed) throws Exception {
        for (String method : new String[] {"POST", "OPTIONS"}) {
            // When
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(server.url().resolve("/mcp"))
                            .method(method, HttpRequest.BodyPublishers.noBody())
                            .header("Origin", origin)
                            .header("Access-Control-Request-Method", "POST")
                            .build(),
                    BodyHandlers.ofString());

            // Then
            assertThat(answer.body()).isEqualTo(String.valueOf(allowed));
            assertThat(answer.headers()
                            .firstValue("Access-Control-Allow-Origin")
                            .orElse("none"))
                    .isEqualTo(allowed ? origin : "none");
        }
    }
}
