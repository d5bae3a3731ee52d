package io.frostglass.gateway.http;

import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.pathmap.ServletPathSpec;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.handler.CrossOriginHandler;
import org.eclipse.jetty.server.handler.PathMappingsHandler;

/// The pages whose scripts may come: those of this machine, whatever the port, and some that the settings name.
///
/// Browsers say which page's script sends a request (RFC 6454, section 7); others say nothing. A foreign page could
/// come
/// by a name that it has led to this machine (DNS rebinding).
final class AllowedOrigins {

    private static final String LOOPBACK = "https?://(localhost|127\\.0\\.0\\.1|\\[::1])(:[0-9]{1,5})?";

    private static final Duration PREFLIGHT_MAX_AGE = Duration.ofHours(1);

    private final Set<String> patterns;
    private final Pattern any;

    /// @param named scheme, host and port of each
    AllowedOrigins(Set<String> named) {
        this.patterns = Stream.concat(Stream.of(LOOPBACK), named.stream().map(Pattern::quote))
                .collect(Collectors.toUnmodifiableSet());
        this.any = Pattern.compile(String.join("|", patterns));
    }

    /// Whether the request comes from one of them, or from no page.
    boolean include(Request request) {
        return request.getHeaders().getValuesList(HttpHeader.ORIGIN).stream()
                .allMatch(origin -> any.matcher(origin).matches());
    }

    /// Whether a browser asks if a script may send a request.
    static boolean isPreflight(Request request) {
        return HttpMethod.OPTIONS.is(request.getMethod())
                && request.getHeaders().contains(HttpHeader.ORIGIN)
                && request.getHeaders().contains(HttpHeader.ACCESS_CONTROL_REQUEST_METHOD);
    }

    /// Tells browsers that ask whether a script may come (CORS protocol of the Fetch standard), before it is asked
    /// who
    /// comes: they ask without credentials. All requests go on, those of other pages to be refused.
    Handler answering(String path, Handler handler) {
        var cors = new CrossOriginHandler();
        cors.setHandler(handler);
        cors.setAllowedOriginPatterns(patterns);
        cors.setDeliverNonAllowedOriginRequests(true);
        cors.setDeliverPreflightRequests(true);
        cors.setAllowCredentials(false);
        cors.setAllowedMethods(Set.of("POST", "DELETE"));
        cors.setAllowedHeaders(Set.of(
                "Accept",
                "Authorization",
                "Content-Type",
                "Last-Event-ID",
                "MCP-Protocol-Version",
                "Mcp-Method",
                "Mcp-Name",
                "Mcp-Session-Id"));
        cors.setExposedHeaders(Set.of("Mcp-Session-Id", "Retry-After", "WWW-Authenticate"));
        cors.setPreflightMaxAge(PREFLIGHT_MAX_AGE);
        var paths = new PathMappingsHandler();
        paths.addMapping(new ServletPathSpec(path), cors);
        return paths;
    }
}
