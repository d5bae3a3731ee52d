package io.frostglass.runtime;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
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
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Jetty with a virtual thread for each request, but for those about health and metrics ([RequestThreads]). It
/// finishes the current requests before it stops. Its own errors are [ProblemDetails]s that do not show the cause.
///
/// It keeps Jetty's compliance modes. A URI that is ambiguous (an encoded slash, an empty segment, an encoded dot
/// segment) or that names another host is answered with 400 before any handler sees it.
public final class HttpServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final Duration FINISH = Duration.ofSeconds(3);

    /// The server ends requests whose body arrives more slowly.
    private static final int SLOWEST_BYTES_PER_SECOND = 1024;

    private static final String LOOPBACK = "127.0.0.1";

    /// Enough for an access token that is too long: an application refuses it as a token.
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
        return start(host, port, 0, Optional.empty(), Optional.empty(), handlers);
    }

    /// Listens.
    ///
    /// @param healthPort where it also listens on 127.0.0.1, without TLS, for health alone; 0 for nowhere
    /// @param tls with which to speak TLS, and nothing else; empty for none
    /// @param filter sees each request before the handlers do, and each that the server refuses by itself
    /// @param handlers asked in turn; what none of them takes is 404
    /// @throws IllegalStateException if the port cannot be listened on
    static HttpServer start(
            String host,
            int port,
            int healthPort,
            Optional<SslContextFactory.Server> tls,
            Optional<RequestFilter> filter,
            Handler... handlers) {
        var threads = new QueuedThreadPool(32);
        threads.setName("http");
        var server = new Server(threads, null, ByteBufferPool.SIZED_NON_POOLING);
        ServerConnector connector = listen(server, host, port, tls);
        if (healthPort != 0) {
            listen(server, LOOPBACK, healthPort, Optional.empty()).setName(HealthPortHandler.NAME);
        }
        var all = Stream.concat(filter.stream(), Stream.of(handlers)).toArray(Handler[]::new);
        var paced = new MinimumDataRateHandler(
                new UnreadBody(new RequestThreads(new Handler.Sequence(all))), SLOWEST_BYTES_PER_SECOND, 0);
        server.setHandler(new GracefulHandler(new HealthPortHandler(paced)));
        server.setErrorHandler((request, response, callback) -> answerError(filter, request, response, callback));
        server.setStopTimeout(FINISH.toMillis());
        try {
            server.start();
        } catch (Exception e) {
            stop(server);
            String where = host + ":" + port + (healthPort == 0 ? "" : " or " + LOOPBACK + ":" + healthPort);
            throw new IllegalStateException("cannot listen on " + where + ": " + e.getMessage(), e);
        }
        return new HttpServer(server, connector, tls.isPresent());
    }

    private static ServerConnector listen(
            Server server, String host, int port, Optional<SslContextFactory.Server> tls) {
        var configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        configuration.setSendDateHeader(true);
        configuration.setRequestHeaderSize(MAX_HEADER_BYTES);
        var connector = new ServerConnector(server, 1, 1, protocols(new HttpConnectionFactory(configuration), tls));
        connector.setHost(host);
        connector.setPort(port);
        connector.setIdleTimeout(IDLE.toMillis());
        server.addConnector(connector);
        return connector;
    }

    private static ConnectionFactory[] protocols(HttpConnectionFactory http, Optional<SslContextFactory.Server> tls) {
        if (tls.isEmpty()) {
            return new ConnectionFactory[] {http};
        }
        // Gives handlers the client's certificate. The server has one certificate, and shows it to clients that use an
        // IP address too, as health probes do.
        var customizer = new SecureRequestCustomizer();
        customizer.setSniHostCheck(false);
        http.getHttpConfiguration().addCustomizer(customizer);
        return AbstractConnectionFactory.getFactories(tls.get(), http);
    }

    private static boolean answerError(
            Optional<RequestFilter> filter, Request request, Response response, Callback callback) {
        int status = Math.max(response.getStatus(), 400);
        response.getHeaders().remove(HttpHeader.CONTENT_LENGTH);
        if (HttpMethod.CONNECT.is(request.getMethod())) {
            // Jetty would leave the connection open for a tunnel.
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
        }
        // While the server stops, it refuses all requests.
        if (status != 503 && !RequestFilter.hasSeen(request)) {
            filter.ifPresent(it -> it.refused(request));
        }
        problem(status).write(response, callback);
        return true;
    }

    private static ProblemDetails problem(int status) {
        return switch (status) {
            case 404 -> problem("not_found", status, "Not found");
            case 503 -> problem("stopping", status, "Stopping");
            default ->
                status < 500
                        ? problem("bad_request", status, "Bad request")
                        : problem("internal_error", status, "Internal error");
        };
    }

    private static ProblemDetails problem(String code, int status, String title) {
        String detail = status < 500 ? "See the API's description." : "Try again later.";
        return new ProblemDetails(ProblemDetails.URN + code, status, title, detail, Optional.empty());
    }

    /// The address that it listens on, with the actual port.
    public URI url() {
        return URI.create((secure ? "https://" : "http://") + connector.getHost() + ":" + connector.getLocalPort());
    }

    /// Never fails, so that what is closed after it is closed, too. It breaks off requests that do not end in time.
    @Override
    public void close() {
        stop(server);
    }

    private static void stop(Server server) {
        try {
            server.stop();
        } catch (Exception e) {
            LOG.atWarn().setCause(e).log("http_server_not_stopped_cleanly");
        }
    }
}
