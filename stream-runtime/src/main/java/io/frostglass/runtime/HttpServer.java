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

/// Jetty with a virtual thread per request, but for health and metrics ([RequestThreads]). It finishes the requests
/// under way before it stops. Its own errors are [ProblemDetails] without the cause.
public final class HttpServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final Duration FINISH = Duration.ofSeconds(3);

    /// The server ends requests whose body arrives more slowly.
    private static final int SLOWEST_BYTES_PER_SECOND = 1024;

    /// Large enough for the gateway to refuse an access token that is too long as such.
    private static final int MAX_HEADER_BYTES = 32 * 1024;

    private final Server server;
    private final ServerConnector connector;

    private final boolean secure;

    private HttpServer(Server server, ServerConnector connector, boolean secure) {
        this.server = server;
        this.connector = connector;
        this.secure = secure;
    }

    /// Listens without TLS.
    ///
    /// @param handlers asked in turn; 404 if none takes the request
    /// @throws IllegalStateException if the port is not free
    public static HttpServer start(String host, int port, Handler... handlers) {
        return start(host, port, Optional.empty(), Optional.empty(), handlers);
    }

    /// Listens.
    ///
    /// @param tls empty for HTTP without TLS
    /// @param gatekeeper sees all requests before the handlers do, whatever their targets
    /// @param handlers asked in turn; 404 if none takes the request
    /// @throws IllegalStateException if the port is not free
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
        // Gives handlers the client's certificate. The server has one certificate, and shows it to clients that use an
        // IP address too, as health probes do.
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
        // A server that stops does not ask the filter.
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

    /// The address, with the actual port.
    public URI url() {
        return URI.create((secure ? "https://" : "http://") + connector.getHost() + ":" + connector.getLocalPort());
    }

    /// Never fails: the parts that are closed after it must close too. Requests that take too long are aborted.
    @Override
    public void close() {
        stop(server);
    }

    private static void stop(Server server) {
        try {
            server.stop();
        } catch (Exception e) {
            LOG.atWarn().setCause(e).log("http_server_stop_failed");
        }
    }
}
