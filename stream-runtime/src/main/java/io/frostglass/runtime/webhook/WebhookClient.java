package io.frostglass.runtime.webhook;

import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.ProcessingProtocolHandler;
import org.eclipse.jetty.client.ProxyConfiguration;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/// Posts to receivers as Standard Webhooks. Redirects are not followed: where something goes is in the operator's file
/// and nowhere else. Answers' bodies are thrown away unread, and no more than a few kilobytes of them are taken.
public final class WebhookClient implements AutoCloseable {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    /// What waits does so without a thread; these look up names and move bytes.
    private static final int MAX_THREADS = 16;

    /// Senders have limits of their own, below this.
    private static final int MAX_REQUESTS_PER_RECEIVER = 16_384;

    private final HttpClient http;
    private final InstantSource clock;

    /// One that goes through the JVM's proxy, if it has been given one.
    public WebhookClient(InstantSource clock) {
        this(clock, new SystemProxies());
    }

    private WebhookClient(InstantSource clock, ProxyConfiguration proxies) {
        this.clock = clock;
        this.http = client(proxies);
        start(http);
    }

    /// One that goes to its receivers and nowhere else: what it sends is for nobody in between.
    public static WebhookClient withoutProxy(InstantSource clock) {
        return new WebhookClient(clock, new ProxyConfiguration());
    }

    /// The client's own `close` is declared to throw anything; ours says what it does.
    @SuppressWarnings("try")
    private static HttpClient client(ProxyConfiguration proxies) {
        var threads = new QueuedThreadPool(MAX_THREADS, 1);
        threads.setName("webhook");
        threads.setDaemon(true);
        var connector = new ClientConnector();
        connector.setSelectors(1);
        connector.setSslContextFactory(tls());
        var client = new HttpClient(new HttpClientTransportOverHTTP(connector)) {
            @Override
            public ProxyConfiguration getProxyConfiguration() {
                return proxies;
            }
        };
        client.setExecutor(threads);
        client.setConnectTimeout(CONNECT_TIMEOUT.toMillis());
        client.setAddressResolutionTimeout(CONNECT_TIMEOUT.toMillis());
        client.setFollowRedirects(false);
        client.setHttpCookieStore(new HttpCookieStore.Empty());
        client.setMaxConnectionsPerDestination(MAX_REQUESTS_PER_RECEIVER);
        client.setMaxRequestsQueuedPerDestination(MAX_REQUESTS_PER_RECEIVER);
        // Only the status of an answer matters here, so it may be written as carelessly as it can be understood.
        client.setHttpCompliance(HttpCompliance.RFC2616_LEGACY);
        return client;
    }

    /// The JVM's own certificates and keys (`javax.net.ssl`); the receiver's name is checked.
    private static SslContextFactory.Client tls() {
        try {
            var tls = new SslContextFactory.Client();
            tls.setSslContext(SSLContext.getDefault());
            return tls;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has a default for TLS, unless its settings are wrong", e);
        }
    }

    private static void start(HttpClient client) {
        try {
            client.start();
        } catch (Exception e) {
            throw new IllegalStateException("the HTTP client does not start", e);
        }
        // What it would do by itself with 101, 3xx, 401, 407 and compressed bodies: here each of them is an answer.
        client.getProtocolHandlers().clear();
        client.getProtocolHandlers().put(new InformationalAnswers());
        client.getContentDecoderFactories().clear();
    }

    /// One attempt; takes no longer than the receiver's timeout.
    ///
    /// @param id by which the receiver tells a second attempt from something else
    public WebhookResult post(WebhookTarget receiver, String id, byte[] body) throws InterruptedException {
        long deadline = System.nanoTime() + receiver.timeout().toNanos();
        while (true) {
            var attempt = new WebhookAttempt(clock);
            WebhookResult result = send(receiver, id, body, attempt, deadline);
            // All connections that were kept may be gone by now; each try leaves one less.
            if (!attempt.isOnStaleConnection()) {
                return result;
            }
        }
    }

    private WebhookResult send(
            WebhookTarget receiver, String id, byte[] body, WebhookAttempt webhookAttempt, long deadline)
            throws InterruptedException {
        long millis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()));
        Request request = request(receiver, id, body, webhookAttempt, millis);
        request.send(webhookAttempt);
        try {
            return webhookAttempt.answer().get(millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            var _ = request.abort(e);
            return new WebhookResult.TemporaryFailure("timeout", null);
        } catch (ExecutionException e) {
            throw new IllegalStateException("an attempt always ends with an answer", e);
        } catch (InterruptedException e) {
            var _ = request.abort(new CancellationException());
            throw e;
        }
    }

    private Request request(
            WebhookTarget receiver, String id, byte[] body, WebhookAttempt webhookAttempt, long millis) {
        long seconds = clock.instant().getEpochSecond();
        return http.newRequest(receiver.url())
                .method(HttpMethod.POST)
                .body(new BytesRequestContent("application/json", body))
                .agent("frostglass")
                .headers(headers -> {
                    receiver.headers().forEach(headers::put);
                    headers.put(HttpHeader.CONTENT_TYPE, "application/json");
                    headers.put("webhook-id", id);
                    headers.put("webhook-timestamp", Long.toString(seconds));
                    headers.put("webhook-signature", WebhookSignature.of(receiver.secrets(), id, seconds, body));
                })
                // Of the whole exchange; it goes on for the body when the answer is known already.
                .timeout(millis, TimeUnit.MILLISECONDS)
                .idleTimeout(millis, TimeUnit.MILLISECONDS)
                .onRequestBegin(webhookAttempt);
    }

    /// Stops at once; what is under way fails.
    @Override
    public void close() {
        try {
            http.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the HTTP client does not stop", e);
        }
    }

    /// Passes over every 1xx, of which any number may come before the answer (RFC 9110, 15.2). 101 was not asked for
    /// and ends the connection's HTTP, so it is an answer.
    private static final class InformationalAnswers extends ProcessingProtocolHandler {

        @Override
        public boolean accept(Request request, Response response) {
            return HttpStatus.isInformational(response.getStatus())
                    && response.getStatus() != HttpStatus.SWITCHING_PROTOCOLS_101;
        }
    }
}
