package io.frostglass.runtime;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.server.handler.MinimumDataRateHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Jetty with a virtual thread per request, but for those about health and metrics ([RequestThreads]). Requests under
/// way are finished before it stops; errors of its own are
/// answered as [ProblemDetails]s without a trace of the cause.
public final class HttpServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final Duration FINISH = Duration.ofSeconds(3);

    /// Who sends a body more slowly only holds a place.
    private static final int SLOWEST_BYTES_PER_SECOND = 1024;

    /// So that an access token that is too long is refused as one, and not as a request that cannot be read.
    private static final int MAX_HEADER_BYTES = 32 * 1024;

    private final Server server;
    private final ServerConnector connector;

    private final boolean secure;

    private HttpServer(Server server, ServerConnector connector, boolean secure) {
        this.server = server;
        this.connector = connector;
        this.secure = secure;
    }

    /// Listens, without TLS.
    ///
    /// @param handlers asked in turn; what none of them takes is 404
    /// @throws IllegalStateException if the port cannot be listened on
    public static HttpServer start(String host, int port, Handler... handlers) {
        return start(host, port, Optional.empty(), Optional.empty(), handlers);
    }

    /// Listens.
    ///
    /// @param tls with which to speak TLS, and nothing else; empty for none
    /// @param gatekeeper sees all requests before the handlers do, those whose target nobody could take, too
    /// @param handlers asked in turn; what none of them takes is 404
    /// @throws IllegalStateException if the port cannot be listened on
    static HttpServer start(
            String host, int port, Optional<TlsReloader> tls, Optional<RequestFilter> gatekeeper, Handler... handlers) {
        var threads = new QueuedThreadPool(32);
        threads.setName("http");
        var server = new Server(threads, null, ByteBufferPool.SIZED_NON_POOLING);
        var configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        configuration.setSendDateHeader(true);
        configuration.setRequestHeaderSize(MAX_HEADER_BYTES);
        var http = connections(configuration, gatekeeper.isPresent());
        var connector = new ServerConnector(server, 1, 1, protocols(http, tls));
        connector.setHost(host);
        connector.setPort(port);
        connector.setIdleTimeout(IDLE.toMillis());
        server.addConnector(connector);
        var all = Stream.concat(gatekeeper.stream(), Stream.of(handlers)).toArray(Handler[]::new);
        var paced = new MinimumDataRateHandler(
                new UnreadBody(new RequestThreads(new Handler.Sequence(all))), SLOWEST_BYTES_PER_SECOND, 0);
        server.setHandler(new GracefulHandler(paced));
        server.setErrorHandler((request, response, callback) -> answerError(gatekeeper, request, response, callback));
        server.setStopTimeout(FINISH.toMillis());
        try {
            server.start();
        } catch (Exception e) {
            stop(server);
            throw new IllegalStateException("cannot listen on " + host + ":" + port + ": " + e.getMessage(), e);
        }
        return new HttpServer(server, connector, tls.isPresent());
    }

    private static ConnectionFactory[] protocols(HttpConnectionFactory http, Optional<TlsReloader> tls) {
        if (tls.isEmpty()) {
            return new ConnectionFactory[] {http};
        }
        // Tells handlers the client's certificate. There is one certificate of ours: who asks for another host by its
        // address, as probes of health do, gets it all the same.
        var customizer = new SecureRequestCustomizer();
        customizer.setSniHostCheck(false);
        http.getHttpConfiguration().addCustomizer(customizer);
        return AbstractConnectionFactory.getFactories(tls.get().context(), http);
    }

    private static HttpConnectionFactory connections(HttpConfiguration configuration, boolean everyTarget) {
        if (!everyTarget) {
            return new HttpConnectionFactory(configuration);
        }
        configuration.setUriCompliance(UriCompliance.UNSAFE);
        // A target of another host than the header's: the gatekeeper sees that.
        configuration.setHttpCompliance(
                configuration.getHttpCompliance().with("every target", HttpCompliance.Violation.MISMATCHED_AUTHORITY));
        return RequestTarget.keeping(configuration);
    }

    private static boolean answerError(
            Optional<RequestFilter> gatekeeper, Request request, Response response, Callback callback) {
        int status = Math.max(response.getStatus(), 400);
        response.getHeaders().remove(HttpHeader.CONTENT_LENGTH);
        // While it stops, nobody is asked any more.
        Optional<ProblemDetails> said = gatekeeper
                .filter(it -> status != 503 && !RequestFilter.hasSeen(request))
                .flatMap(it -> it.unread(request));
        said.orElseGet(() -> problem(status)).write(response, callback);
        return true;
    }

    private static ProblemDetails problem(int status) {
        String title = switch (status) {
            case 404 -> "Not found";
            case 503 -> "Stopping";
            default -> status < 500 ? "Bad request" : "Internal error";
        };
        return ProblemDetails.of(status, title, status < 500 ? "See the API's description." : "Try again later.");
    }

    /// Where it listens, with the port that it really got.
    public URI url() {
        return URI.create((secure ? "https://" : "http://") + connector.getHost() + ":" + connector.getLocalPort());
    }

    /// Never fails: requests that are not finished in time are broken off, and what is closed after it must be
    /// closed all the same.
    @Override
    public void close() {
        stop(server);
    }

    private static void stop(Server server) {
        try {
            server.stop();
        } catch (Exception e) {
            LOG.atWarn()
                    .addKeyValue("reason", e.getClass().getSimpleName())
                    .log("the HTTP server did not stop in good order");
        }
    }
}
