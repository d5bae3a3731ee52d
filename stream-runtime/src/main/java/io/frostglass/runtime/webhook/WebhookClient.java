package io.frostglass.runtime.webhook;

import io.frostglass.tls.StrictTls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.Destination;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.HttpProxy;
import org.eclipse.jetty.client.Origin;
import org.eclipse.jetty.client.ProcessingProtocolHandler;
import org.eclipse.jetty.client.ProxyConfiguration;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.SocketAddressResolver;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/// Sends requests to receivers, Standard Webhooks among them. Redirects are not followed: only the operator's
/// file names an address. Of the body of an answer, at most a few kilobytes are read.
public final class WebhookClient implements AutoCloseable {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    /// For name lookups and I/O; a request that waits needs no thread.
    private static final int MAX_THREADS = 16;

    /// Callers have lower limits of their own.
    private static final int MAX_REQUESTS_PER_RECEIVER = 16_384;

    private final HttpClient http;
    private final InstantSource clock;

    /// Uses the JVM's proxy, if one is set.
    public WebhookClient(InstantSource clock) {
        this(clock, new SystemProxies());
    }

    private WebhookClient(InstantSource clock, ProxyConfiguration proxies) {
        this.clock = clock;
        this.http = client(proxies);
        start(http);
    }

    /// Connects to the receivers directly, for content that no proxy may see.
    public static WebhookClient withoutProxy(InstantSource clock) {
        return new WebhookClient(clock, new ProxyConfiguration());
    }

    @SuppressWarnings("try") // the client's own close may throw anything
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

            @Override
            public SocketAddressResolver getSocketAddressResolver() {
                return new CheckedAddresses(super.getSocketAddressResolver());
            }
        };
        client.setExecutor(threads);
        client.setConnectTimeout(CONNECT_TIMEOUT.toMillis());
        client.setAddressResolutionTimeout(CONNECT_TIMEOUT.toMillis());
        client.setFollowRedirects(false);
        client.setHttpCookieStore(new HttpCookieStore.Empty());
        client.setMaxConnectionsPerDestination(MAX_REQUESTS_PER_RECEIVER);
        client.setMaxRequestsQueuedPerDestination(MAX_REQUESTS_PER_RECEIVER);
        // Only the status of an answer matters, so the rest need not follow the newest standard.
        client.setHttpCompliance(HttpCompliance.RFC2616_LEGACY);
        return client;
    }

    /// With the JVM's certificates and keys (`javax.net.ssl`); the receiver's host name is checked.
    private static SslContextFactory.Client tls() {
        try {
            var tls = new SslContextFactory.Client();
            tls.setSslContext(SSLContext.getDefault());
            tls.setIncludeProtocols(StrictTls.PROTOCOLS.toArray(String[]::new));
            tls.setIncludeCipherSuites(StrictTls.CIPHER_SUITES.toArray(String[]::new));
            return tls;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the JVM's settings for TLS are wrong", e);
        }
    }

    private static void start(HttpClient client) {
        try {
            client.start();
        } catch (Exception e) {
            throw new IllegalStateException("the HTTP client does not start", e);
        }
        // Without these Jetty would act on 101, 3xx, 401, 407 and compressed bodies. Here each of them is an answer.
        client.getProtocolHandlers().clear();
        client.getProtocolHandlers().put(new InformationalAnswers());
        client.getContentDecoderFactories().clear();
    }

    /// Makes one attempt to post a Standard Webhook, within the receiver's timeout.
    ///
    /// @param id the same for each attempt to send this content
    public WebhookResult post(WebhookTarget receiver, String id, byte[] body) throws InterruptedException {
        return send(receiver.request(id, body, clock.instant()), AnswerReader.BY_STATUS);
    }

    /// Where an address may be.
    public enum Reach {
        /// In the public network, as far as DNS says. Where a proxy is set, the proxy looks the name up.
        PUBLIC,
        /// Anywhere.
        ANY
    }

    /// Makes one attempt, within the request's timeout.
    public WebhookResult send(OutgoingRequest outgoing, AnswerReader reader) throws InterruptedException {
        return send(outgoing, reader, Reach.ANY);
    }

    /// Makes one attempt, within the request's timeout. The connection goes to an address that was checked,
    /// and no name is looked up twice: a name whose address changes in between would lead elsewhere.
    public WebhookResult send(OutgoingRequest outgoing, AnswerReader reader, Reach reach) throws InterruptedException {
        long deadline = System.nanoTime() + outgoing.timeout().toNanos();
        while (true) {
            var attempt = new WebhookAttempt(reader, clock);
            WebhookResult result = send(outgoing, reach, attempt, deadline);
            // All kept connections may be closed by now; each try removes one.
            if (!attempt.isOnStaleConnection()) {
                return result;
            }
        }
    }

    private WebhookResult send(OutgoingRequest outgoing, Reach reach, WebhookAttempt attempt, long deadline)
            throws InterruptedException {
        long millis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()));
        Request request = request(outgoing, reach, attempt, millis);
        request.send(attempt);
        try {
            return attempt.answer().get(millis, TimeUnit.MILLISECONDS);
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

    private Request request(OutgoingRequest outgoing, Reach reach, WebhookAttempt attempt, long millis) {
        return http.newRequest(outgoing.url())
                .method(outgoing.method())
                // Part of what a kept connection is found by.
                .tag(reach)
                .body(new BytesRequestContent(outgoing.contentType(), outgoing.body()))
                .agent("frostglass")
                .headers(headers -> {
                    outgoing.headers().forEach(headers::put);
                    headers.put(HttpHeader.CONTENT_TYPE, outgoing.contentType());
                })
                // For the whole exchange: the body may arrive after the answer is known.
                .timeout(millis, TimeUnit.MILLISECONDS)
                .idleTimeout(millis, TimeUnit.MILLISECONDS)
                .onRequestBegin(attempt);
    }

    /// Stops at once; requests under way fail.
    @Override
    public void close() {
        try {
            http.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the HTTP client does not stop", e);
        }
    }

    /// Leaves out addresses that a request may not reach. A proxy's own address is the operator's.
    private record CheckedAddresses(SocketAddressResolver dns) implements SocketAddressResolver {
        @Override
        public void resolve(
                String host, int port, Map<String, Object> context, Promise<List<InetSocketAddress>> promise) {
            var to = (Destination) context.get(Destination.CONTEXT_KEY);
            if (to == null || to.getProxy() != null || to.getOrigin().getTag() == Reach.ANY) {
                dns.resolve(host, port, context, promise);
                return;
            }
            dns.resolve(
                    host,
                    port,
                    context,
                    Promise.from(
                            found -> {
                                List<InetSocketAddress> allowed = found.stream()
                                        .filter(it -> PublicAddresses.contain(it.getAddress()))
                                        .toList();
                                if (allowed.isEmpty()) {
                                    promise.failed(new AddressNotAllowed());
                                } else {
                                    promise.succeeded(allowed);
                                }
                            },
                            promise::failed));
        }
    }

    /// All addresses of a name are private, of this machine, or special in another way.
    static final class AddressNotAllowed extends IOException {
        private static final long serialVersionUID = 1;
    }

    /// The JVM's HTTP proxies (`http.proxyHost` and so on), which Jetty's client does not use by itself.
    private static final class SystemProxies extends ProxyConfiguration {
        @Override
        public @Nullable Proxy match(Origin origin) {
            var selector = ProxySelector.getDefault();
            if (selector == null) {
                return null;
            }
            return selector.select(URI.create(origin.asString())).stream()
                    .filter(proxy -> proxy.type() == java.net.Proxy.Type.HTTP)
                    .map(proxy -> (InetSocketAddress) proxy.address())
                    .map(address -> new HttpProxy(address.getHostString(), address.getPort()))
                    .findFirst()
                    .orElse(null);
        }
    }

    /// Skips every 1xx, of which any number may come before the answer (RFC 9110, section 15.2). 101 ends HTTP on
    /// the connection without a request to do so, so it is an answer.
    private static final class InformationalAnswers extends ProcessingProtocolHandler {

        @Override
        public boolean accept(Request request, Response response) {
            return HttpStatus.isInformational(response.getStatus())
                    && response.getStatus() != HttpStatus.SWITCHING_PROTOCOLS_101;
        }
    }
}
