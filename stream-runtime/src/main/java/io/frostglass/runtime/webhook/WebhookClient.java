package io.frostglass.runtime.webhook;

import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Posts to receivers as Standard Webhooks. Redirects are not followed: where something goes is in the operator's file
/// and nowhere else. Answers' bodies are thrown away unread, and no more than a kilobyte of them is taken.
public final class WebhookClient implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(5);

    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("webhook-", 0).factory());
    private final HttpClient http;
    private final InstantSource clock;

    /// One that goes through the JVM's proxy, if it has been given one.
    public WebhookClient(InstantSource clock) {
        this(clock, HttpClient.newBuilder());
    }

    private WebhookClient(InstantSource clock, HttpClient.Builder builder) {
        this.clock = clock;
        this.http = builder.version(HttpClient.Version.HTTP_1_1)
                .followRedirects(Redirect.NEVER)
                .connectTimeout(CONNECT)
                .executor(threads)
                .build();
    }

    /// One that goes to its receivers and nowhere else: what it sends is for nobody in between.
    public static WebhookClient withoutProxy(InstantSource clock) {
        return new WebhookClient(clock, HttpClient.newBuilder().proxy(HttpClient.Builder.NO_PROXY));
    }

    /// One attempt; takes no longer than the receiver's timeout.
    ///
    /// @param id by which the receiver tells a second attempt from something else
    public Answer post(WebhookTarget receiver, String id, byte[] body) throws InterruptedException {
        CompletableFuture<HttpResponse<Void>> sent = http.sendAsync(request(receiver, id, body), _ -> new Unread());
        try {
            // The request's own timeout would end with the answer's headers; its body can take for ever, too.
            HttpResponse<Void> response = sent.get(receiver.timeout().toMillis(), TimeUnit.MILLISECONDS);
            return Statuses.answer(
                    response.statusCode(), response.headers().firstValue("retry-after"), clock.instant());
        } catch (TimeoutException e) {
            return new Answer.Failed("timeout", null);
        } catch (ExecutionException e) {
            return new Answer.Failed(reason(e.getCause()), null);
        } finally {
            sent.cancel(true);
        }
    }

    private HttpRequest request(WebhookTarget receiver, String id, byte[] body) {
        long seconds = clock.instant().getEpochSecond();
        var request = HttpRequest.newBuilder(receiver.url()).POST(BodyPublishers.ofByteArray(body));
        receiver.headers().forEach(request::setHeader);
        return request.setHeader("content-type", "application/json")
                .setHeader("user-agent", "frostglass")
                .setHeader("webhook-id", id)
                .setHeader("webhook-timestamp", Long.toString(seconds))
                .setHeader("webhook-signature", WebhookSignature.of(receiver.secrets(), id, seconds, body))
                .build();
    }

    /// A word of ours: what the exceptions themselves say may hold the receiver's address.
    private static String reason(@Nullable Throwable failure) {
        return switch (failure) {
            case HttpConnectTimeoutException e -> "connect timeout";
            case HttpTimeoutException e -> "timeout";
            case SSLException e -> "tls failed";
            case ConnectException e ->
                e.getCause() instanceof UnresolvedAddressException ? "unknown host" : "connection refused";
            case null, default -> "connection lost";
        };
    }

    @Override
    public void close() {
        http.shutdownNow();
        threads.shutdownNow();
    }
}
