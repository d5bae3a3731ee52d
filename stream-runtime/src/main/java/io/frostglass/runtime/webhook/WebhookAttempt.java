package io.frostglass.runtime.webhook;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.UnresolvedAddressException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.eclipse.jetty.client.HttpResponseException;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Connection;
import org.jspecify.annotations.Nullable;

/// One request and its answer. The status and the headers are the answer, whether or not the body arrives: a receiver
/// that answers 2xx has the alert. A short body is read and discarded, and the connection is used again.
final class WebhookAttempt implements Response.Listener, Request.BeginListener {

    private static final long MAX_BODY_BYTES = 1024;

    private final InstantSource clock;
    private final CompletableFuture<WebhookResult> answer = new CompletableFuture<>();
    private long bodyBytes;
    private volatile boolean onUsedConnection;
    private volatile boolean lost;

    WebhookAttempt(InstantSource clock) {
        this.clock = clock;
    }

    CompletableFuture<WebhookResult> answer() {
        return answer;
    }

    /// Whether the connection had been used before, and closed before the first byte of an answer. Servers close
    /// idle connections without notice, so the same request should go out on a new connection.
    boolean isOnStaleConnection() {
        return lost && onUsedConnection;
    }

    @Override
    public void onBegin(Request request) {
        onUsedConnection = request.getConnection() instanceof Connection connection && connection.getMessagesIn() > 0;
    }

    @Override
    public void onBegin(Response response) {
        onUsedConnection = false;
    }

    @Override
    public void onHeaders(Response response) {
        answer.complete(resultOf(
                response.getStatus(),
                Optional.ofNullable(response.getHeaders().get(HttpHeader.RETRY_AFTER)),
                clock.instant()));
    }

    @Override
    public void onContent(Response response, ByteBuffer content) {
        bodyBytes += content.remaining();
        if (bodyBytes > MAX_BODY_BYTES) {
            var _ = response.abort(new IllegalStateException("the body is too long"));
        }
    }

    @Override
    public void onComplete(Result result) {
        String reason = reason(result.getFailure());
        lost = reason.equals("connection lost");
        answer.complete(new WebhookResult.TemporaryFailure(reason, null));
    }

    /// RFC 9110 and Standard Webhooks: 2xx is delivered; 4xx is permanent, but for 408, 425 and 429, which depend
    /// on the time; all others are temporary, redirects included: they are not followed.
    static WebhookResult resultOf(int status, Optional<String> retryAfter, Instant now) {
        String reason = "status " + status;
        return switch (status) {
            case 408, 425 -> new WebhookResult.TemporaryFailure(reason, null);
            case 429, 503 ->
                new WebhookResult.TemporaryFailure(
                        reason,
                        retryAfter.flatMap(text -> RetryAfter.parse(text, now)).orElse(null));
            default -> {
                if (HttpStatus.isSuccess(status)) {
                    yield new WebhookResult.Delivered();
                }
                yield HttpStatus.isClientError(status)
                        ? new WebhookResult.PermanentFailure(status)
                        : new WebhookResult.TemporaryFailure(reason, null);
            }
        };
    }

    /// A fixed word: the messages of the exceptions may hold the receiver's address.
    private static String reason(@Nullable Throwable failure) {
        return switch (failure) {
            case SocketTimeoutException _ -> "connect timeout";
            case TimeoutException _ -> "timeout";
            case SSLException _ -> "tls failed";
            case UnknownHostException _, UnresolvedAddressException _ -> "unknown host";
            case ConnectException _ -> "connection refused";
            case HttpResponseException _, HttpException _ -> "invalid response";
            case null, default -> "connection lost";
        };
    }
}
