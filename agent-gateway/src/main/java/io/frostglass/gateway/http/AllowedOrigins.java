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

/// The pages whose scripts may send requests: the pages of this machine, on any port, and the pages in the settings.
///
/// Browsers name the page of a script (RFC 6454, section 7); other clients name none. Without this check, a foreign
/// page could use a host name that points to this machine (DNS rebinding).
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

    /// Whether the request is from a script of one of these pages, or from no page.
    boolean include(Request request) {
        return request.getHeaders().getValuesList(HttpHeader.ORIGIN).stream()
                .allMatch(origin -> any.matcher(origin).matches());
    }

    /// Whether the request is a CORS preflight.
    static boolean isPreflight(Request request) {
        return HttpMethod.OPTIONS.is(request.getMethod())
                && request.getHeaders().contains(HttpHeader.ORIGIN)
                && request.getHeaders().contains(HttpHeader.ACCESS_CONTROL_REQUEST_METHOD);
    }

    /// Adds the headers of the CORS protocol (Fetch standard) before authentication: browsers send preflights without
    /// credentials. All requests go on to `handler`, which refuses requests of other pages.
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
