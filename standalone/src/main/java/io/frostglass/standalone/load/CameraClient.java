package io.frostglass.standalone.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.frostglass.runtime.webhook.RetryAfter;
import io.frostglass.standalone.load.WebhookAnswer.AcceptedAnswer;
import io.frostglass.standalone.load.WebhookAnswer.GaveUp;
import io.frostglass.standalone.load.WebhookAnswer.RejectedAnswer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;

/// Sends webhooks as a well-behaved camera does: 429, 503 and a lost connection are tried again under the same
/// webhook id, after the time that `Retry-After` asks for, until its patience is at an end. Safe for any number of
/// threads.
public final class CameraClient implements AutoCloseable {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http;
    private final Clock clock;
    private final Duration patience;

    /// A client with the patience of a camera that keeps its event for a minute.
    public static CameraClient create() {
        return new CameraClient(Duration.ofMinutes(1));
    }

    /// A client with a connection pool of its own.
    ///
    /// @param patience how long one event is tried, from its first attempt
    public CameraClient(Duration patience) {
        this(patience, Clock.systemUTC());
    }

    CameraClient(Duration patience, Clock clock) {
        this.patience = patience;
        this.clock = clock;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
    }

    /// Sends, and waits until it is known how that ended.
    ///
    /// @throws InterruptedException if the thread is interrupted while it waits
    public WebhookAnswer send(SignedRequest request) throws InterruptedException {
        Instant deadline = clock.instant().plus(patience);
        Duration backOff = FIRST_PAUSE;
        for (int attempt = 1; ; attempt++) {
            String why;
            Duration pause = backOff;
            try {
                HttpResponse<String> response = http.send(request.signedAt(clock.instant()), BodyHandlers.ofString());
                int status = response.statusCode();
                if (status == 202) {
                    return accepted(response.body(), attempt);
                }
                if (status != 429 && status != 503) {
                    return new RejectedAnswer(status, attempt);
                }
                why = "status " + status;
                pause = retryAfter(response, backOff);
            } catch (IOException e) {
                why = "no answer";
            }
            if (clock.instant().plus(pause).isAfter(deadline)) {
                return new GaveUp(why, attempt);
            }
            Thread.sleep(pause);
            backOff = shorter(backOff.multipliedBy(2), LONGEST_PAUSE);
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
                .flatMap(value -> RetryAfter.parse(value, clock.instant()))
                .orElse(otherwise);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
