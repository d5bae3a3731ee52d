package io.frostglass.runtime;

import java.util.Optional;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.internal.HttpConnection;

/// What stands between a request's method and its version (RFC 9112, section 3.2). Jetty refuses some targets before
/// any handler is asked, and forgets them; and those in absolute form look like all others afterwards.
public final class RequestTarget {

    /// A target that cannot be read leads here, where nothing is.
    private static final String NOWHERE = "/-";

    /// The method of a request that was CONNECT.
    private static final String TUNNEL = "TUNNEL";

    private RequestTarget() {}

    /// As it was sent; empty if it did not come, or no [RequestFilter] wants to know.
    public static Optional<String> of(Request request) {
        // What has no first line that can be read has the method BAD. The target that is kept is that of another then.
        if (!RequestFilter.hasSeen(request) && request.getMethod().equals("BAD")) {
            return Optional.empty();
        }
        return request.getConnectionMetaData().getConnection() instanceof KeepingConnection connection
                ? Optional.of(connection.target).filter(target -> !target.isEmpty())
                : Optional.empty();
    }

    /// Connections on which targets are kept, and led nowhere if they cannot be read.
    static HttpConnectionFactory keeping(HttpConfiguration configuration) {
        return new HttpConnectionFactory(configuration) {
            @Override
            public Connection newConnection(Connector connector, EndPoint endPoint) {
                return configure(new KeepingConnection(configuration, connector, endPoint), connector, endPoint);
            }
        };
    }

    /// One request at a time is read from it: the next when the last was answered.
    private static final class KeepingConnection extends HttpConnection {
        private volatile String target = "";

        KeepingConnection(HttpConfiguration configuration, Connector connector, EndPoint endPoint) {
            super(configuration, connector, endPoint);
        }

        @Override
        protected HttpStreamOverHTTP1 newHttpStream(String method, String uri, HttpVersion version) {
            target = uri;
            // Jetty holds back the answer to a CONNECT until somebody makes a tunnel of it. Nobody here does.
            String answered = method.equals("CONNECT") ? TUNNEL : method;
            return super.newHttpStream(answered, isReadable(answered, uri) ? uri : NOWHERE, version);
        }

        private static boolean isReadable(String method, String uri) {
            try {
                String path = HttpURI.build(method, uri).getCanonicalPath();
                return (path != null && path.startsWith("/")) || (uri.equals("*") && method.equals("OPTIONS"));
            } catch (HttpException.RuntimeException | IllegalArgumentException e) {
                return false;
            }
        }
    }
}
