package io.frostglass.standalone.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.frostglass.runtime.webhook.RetryAfter;
import io.frostglass.standalone.load.WebhookAnswer.AcceptedAnswer;
import io.frostglass.standalone.load.WebhookAnswer.GaveUp;
import io.frostglass.standalone.load.WebhookAnswer.RejectedAnswer;
import io.frostglass.tls.ReloadingTls;
import io.frostglass.tls.TlsFiles;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/// Sends webhooks as a correct camera does. After 429, 503 or a lost connection it sends again, under the same
/// webhook id, after the time that `Retry-After` asks for, until its patience ends. Safe for any number of threads.
public final class CameraClient implements AutoCloseable {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http;
    private final Duration patience;

    /// Returns a client that tries each event for a minute.
    public static CameraClient create() {
        return new CameraClient(Duration.ofMinutes(1), Optional.empty());
    }

    /// The same, over HTTPS.
    ///
    /// @param authorities PEM file with the CAs of ingest's certificate
    /// @throws io.frostglass.tls.InvalidTlsFiles with the file and the reason
    public static CameraClient trusting(Path authorities) {
        var files = new TlsFiles(Optional.empty(), Optional.empty(), Optional.of(authorities));
        return new CameraClient(
                Duration.ofMinutes(1), Optional.of(ReloadingTls.of(files).context()));
    }

    /// @param patience how long one event is tried, from its first attempt
    CameraClient(Duration patience, Optional<SSLContext> tls) {
        this.patience = patience;
        var builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .executor(Executors.newVirtualThreadPerTaskExecutor());
        tls.ifPresent(builder::sslContext);
        this.http = builder.build();
    }

    /// Sends a webhook, and waits for the final answer.
    ///
    /// @throws InterruptedException if the thread is interrupted while it waits
    public WebhookAnswer send(SignedRequest request) throws InterruptedException {
        Instant deadline = Instant.now().plus(patience);
        Duration backOff = FIRST_PAUSE;
        for (int attempt = 1; ; attempt++) {
            String why;
            Duration pause = backOff;
            try {
                HttpResponse<String> response = http.send(request.signedAt(Instant.now()), BodyHandlers.ofString());
                int status = response.statusCode();
                if (status == 202) {
                    return accepted(response.body(), attempt);
                }
                if (status != 429 && status != 503) {
                    return new RejectedAnswer(status, attempt);
                }
                why = "status " + status;
                pause = retryAfter(response, backOff);
            } catch (SSLException e) {
                why = "no TLS: " + e.getMessage();
            } catch (IOException e) {
                why = "no answer";
            }
            if (Instant.now().plus(pause).isAfter(deadline)) {
                return new GaveUp(why, attempt);
            }
            Thread.sleep(pause);
            Duration doubled = backOff.multipliedBy(2);
            backOff = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
        }
    }

    private static WebhookAnswer accepted(String body, int attempt) throws IOException {
        JsonNode json = JSON.readTree(body);
        if (!json.path("event_id").isTextual()) {
            return new RejectedAnswer(202, attempt);
        }
        return new AcceptedAnswer(
                json.path("event_id").textValue(), json.path("duplicate").booleanValue(), attempt);
    }

    private Duration retryAfter(HttpResponse<?> response, Duration otherwise) {
        return response.headers()
                .firstValue("Retry-After")
                .flatMap(value -> RetryAfter.parse(value, Instant.now()))
                .orElse(otherwise);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
