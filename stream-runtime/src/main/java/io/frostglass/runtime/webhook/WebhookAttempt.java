package io.frostglass.runtime.webhook;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.UnresolvedAddressException;
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
import org.eclipse.jetty.io.Connection;
import org.jspecify.annotations.Nullable;

/// One request and what comes back. The status and the headers are the answer, whatever becomes of the body: a receiver
/// that has said 2xx has the alert. The body is thrown away; a short one is taken to its end, so that the connection
/// can be used again.
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

    /// Whether the connection had been used before and was gone before a byte of an answer came: servers close
    /// connections that are idle without a word, and the same request on a new connection will do.
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
        answer.complete(StatusClassifier.answer(
                response.getStatus(),
                Optional.ofNullable(response.getHeaders().get(HttpHeader.RETRY_AFTER)),
                clock.instant()));
    }

    @Override
    public void onContent(Response response, ByteBuffer content) {
        bodyBytes += content.remaining();
        if (bodyBytes > MAX_BODY_BYTES) {
            var _ = response.abort(new IllegalStateException("a body longer than anybody reads"));
        }
    }

    @Override
    public void onComplete(Result result) {
        String reason = reason(result.getFailure());
        lost = reason.equals("connection lost");
        answer.complete(new WebhookResult.TemporaryFailure(reason, null));
    }

    /// A word of ours: what the exceptions themselves say may hold the receiver's address.
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
