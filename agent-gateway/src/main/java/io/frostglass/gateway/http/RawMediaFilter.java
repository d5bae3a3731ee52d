package io.frostglass.gateway.http;

import io.frostglass.gateway.agents.AgentTransport;
import io.frostglass.gateway.guard.RawMediaDetector;
import io.frostglass.gateway.mcp.McpEndpoint;
import io.frostglass.runtime.ProblemDetails;
import io.frostglass.runtime.RequestFilter;
import io.frostglass.runtime.RequestTarget;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Keeps out whoever asks for raw media, before a path leads anywhere, and whether it is known who asks or not.
public final class RawMediaFilter extends RequestFilter {

    /// An attempt is at no tool.
    static final String NO_TOOL = "none";

    private static final Set<String> MANAGEMENT = Set.of("/health/live", "/health/ready", "/metrics");

    private final RawMediaRecorder desk;

    public RawMediaFilter(RawMediaRecorder desk) {
        this.desk = desk;
    }

    @Override
    protected boolean keepsOut(Request request, Response response, Callback callback) {
        String target = RequestTarget.of(request).orElse("");
        var path = Request.getPathInContext(request);
        var route = Route.of(path);
        if (!RawMediaDetector.isWantedBy(asked(request, target, parameters(path, route)))) {
            return false;
        }
        desk.record(
                request, AgentTransport.HTTP, route.map(it -> it.route().tool()).orElse(NO_TOOL));
        GatewayResponse.rawMedia().write(response, callback);
        return true;
    }

    private static RawMediaDetector.Asked asked(Request request, String target, Optional<Set<String>> parameters) {
        var headers = request.getHeaders();
        return new RawMediaDetector.Asked(
                request.getMethod(),
                target,
                Optional.ofNullable(headers.get(HttpHeader.HOST)),
                headers.getValuesList(HttpHeader.ACCEPT),
                headers.contains(HttpHeader.RANGE),
                parameters);
    }

    private static Optional<Set<String>> parameters(String path, Optional<Route.RouteMatch> route) {
        boolean other = path.equals(McpEndpoint.PATH) || MANAGEMENT.contains(path);
        return route.map(it -> it.route().parameters()).or(() -> other ? Optional.of(Set.of()) : Optional.empty());
    }

    /// Its target is looked at all the same; its headers, and so whose it is, nobody knows.
    @Override
    protected Optional<ProblemDetails> unread(Request request) {
        Optional<String> target = RequestTarget.of(request);
        boolean attempt =
                target.isPresent() && RawMediaDetector.isWantedBy(asked(request, target.get(), Optional.empty()));
        desk.recordUnread(request, attempt);
        return attempt ? Optional.of(GatewayResponse.rawMedia().problemDetails()) : Optional.empty();
    }
}
