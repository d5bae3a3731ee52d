package io.frostglass.runtime.webhook;

import java.io.ByteArrayOutputStream;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
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
import org.eclipse.jetty.io.Connection;
import org.jspecify.annotations.Nullable;

/// One request and its answer. If the reader does not need the body, the status and the headers are the answer, whether
/// or not the body arrives: a receiver that answers 2xx has the alert. A short body is read, and the connection is used
/// again.
final class WebhookAttempt implements Response.Listener, Request.BeginListener {

    private static final int MAX_BODY_BYTES = 4096;

    private final InstantSource clock;
    private final AnswerReader reader;
    private final CompletableFuture<WebhookResult> answer = new CompletableFuture<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private volatile boolean onUsedConnection;
    private volatile boolean lost;

    WebhookAttempt(AnswerReader reader, InstantSource clock) {
        this.reader = reader;
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
        // This request is counted already. Answers are not counted by: the last one may still be in the making.
        onUsedConnection = request.getConnection() instanceof Connection connection && connection.getMessagesOut() > 1;
    }

    @Override
    public void onBegin(Response response) {
        onUsedConnection = false;
    }

    @Override
    public void onHeaders(Response response) {
        if (!reader.needsBody(response.getStatus())) {
            read(response);
        }
    }

    @Override
    public void onContent(Response response, ByteBuffer content) {
        byte[] bytes = new byte[Math.min(content.remaining(), MAX_BODY_BYTES - body.size())];
        boolean more = content.remaining() > bytes.length;
        content.get(bytes);
        body.writeBytes(bytes);
        if (more) {
            // What a reader looks for is at the beginning.
            read(response);
            var _ = response.abort(new IllegalStateException("the body is too long"));
        }
    }

    @Override
    public void onComplete(Result result) {
        if (result.isSucceeded()) {
            read(result.getResponse());
        }
        String reason = reason(result.getFailure());
        lost = reason.equals("connection lost");
        answer.complete(new WebhookResult.TemporaryFailure(reason, null));
    }

    private void read(Response response) {
        if (!answer.isDone()) {
            answer.complete(reader.read(new ReceivedAnswer(
                    response.getStatus(),
                    Optional.ofNullable(response.getHeaders().get(HttpHeader.RETRY_AFTER))
                            .flatMap(text -> RetryAfter.parse(text, clock.instant()))
                            .orElse(null),
                    body.toString(StandardCharsets.UTF_8))));
        }
    }

    static WebhookResult resultOf(int status, Optional<String> retryAfter, Instant now) {
        return new ReceivedAnswer(
                        status,
                        retryAfter.flatMap(text -> RetryAfter.parse(text, now)).orElse(null),
                        "")
                .byStatus();
    }

    /// A fixed word: the messages of the exceptions may hold the receiver's address.
    private static String reason(@Nullable Throwable failure) {
        return switch (failure) {
            case WebhookClient.AddressNotAllowed _ -> "address not allowed";
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
