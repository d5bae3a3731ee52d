package io.frostglass.gateway.oidc;

import io.frostglass.gateway.agents.OidcIssuer;
import io.frostglass.settings.StrictUtf8;
import io.frostglass.tls.StrictTls;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Fetches small JSON documents of the identity provider. It follows no redirect, as nobody has vouched for its
/// target.
final class JsonFetcher implements AutoCloseable {

    /// For one document, with its body.
    static final Duration TIMEOUT = Duration.ofSeconds(3);

    private static final int MAX_BYTES = 256 * 1024;

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(TIMEOUT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .sslParameters(StrictTls.parameters())
            .build();

    /// @throws IOException if there is none, it is too large or too slow, or the way there is not safe
    String json(URI url) throws IOException {
        if (!OidcIssuer.isSafe(url)) {
            throw new IOException("neither https nor this machine");
        }
        var request = HttpRequest.newBuilder(url)
                .header("Accept", "application/json, application/jwk-set+json")
                .build();
        var response = client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_BYTES));
        try {
            var answer = response.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            if (answer.statusCode() != 200) {
                throw new IOException("status " + answer.statusCode());
            }
            return StrictUtf8.decode(answer.body());
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            response.cancel(true);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
