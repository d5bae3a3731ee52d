package io.frostglass.gateway.http;

import io.frostglass.gateway.agents.Agent;
import io.frostglass.gateway.agents.Caller;
import io.frostglass.gateway.agents.Caller.AgentTransport;
import io.frostglass.gateway.http.AgentAuthenticator.AuthenticationResult.Authenticated;
import io.frostglass.gateway.http.AgentAuthenticator.RequestSender;
import io.frostglass.gateway.http.GatewayHandler.RequestContext;
import io.frostglass.gateway.mcp.McpEndpoint;
import io.frostglass.runtime.RequestFilter;
import io.frostglass.tools.MisuseReport;
import io.frostglass.tools.ProblemType;
import io.frostglass.tools.RawMediaNames;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Refuses and records attempts to get at raw media over HTTP, before routing and before authentication. The gateway
/// has no raw media: an agent that asks for them is compromised, or explores.
///
/// An attempt is: a path or a parameter that names media or a way to make a thumbnail larger or clearer; a way to
/// another place (`..`, another scheme, another host); a header that makes sense only for media. A mistyped path,
/// `/favicon.ico` and `/metrics` are no attempts.
public final class RawMediaFilter extends RequestFilter {

    private static final Set<String> MANAGEMENT = Set.of("/health/live", "/health/ready", "/metrics");
    private static final Set<String> METHODS = Set.of("CONNECT", "TRACE", "TRACK");
    private static final Set<String> SCHEMES = Set.of("http", "https");

    /// Browsers ask for these, whatever their names say.
    private static final Pattern ICONS =
            Pattern.compile("/(?:favicon\\.(?:ico|png|svg)|apple-touch-icon[a-z0-9-]*\\.png)");

    private static final Pattern PICTURES =
            Pattern.compile("(?i)\\s*(?:image|video)/.*|\\s*multipart/x-mixed-replace.*|.*mpegurl.*");

    private static final String EVENTS = "/v1/events";

    /// The most records of refused requests that wait.
    private static final int MAX_WAITING = 1024;

    private final RequestContext context;
    private final RefusalRecorder refusalRecorder;

    public RawMediaFilter(RequestContext context) {
        this.context = context;
        this.refusalRecorder =
                new RefusalRecorder(MAX_WAITING, context.gateway().metrics());
    }

    @Override
    protected boolean keepsOut(Request request, Response response, Callback callback) {
        String path = Request.getPathInContext(request);
        var route = Route.of(path).map(Route.RouteMatch::route);
        boolean known = route.isPresent() || path.equals(McpEndpoint.PATH) || MANAGEMENT.contains(path);
        Optional<Set<String>> parameters =
                known ? Optional.of(route.map(Route::parameters).orElse(Set.of())) : Optional.empty();
        if (!isAttempt(request.getMethod(), request.getHttpURI(), request.getHeaders(), parameters)) {
            return false;
        }
        record(context.sender(request), route.map(Route::tool).orElse(MisuseReport.NO_TOOL));
        if (HttpMethod.CONNECT.is(request.getMethod())) {
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
        }
        GatewayResponse.of(ProblemType.RAW_MEDIA).write(response, callback);
        return true;
    }

    /// Reads the request before the server answers it, and leaves the record to the recorder.
    @Override
    protected void refused(Request request) {
        HttpURI uri = request.getHttpURI();
        HttpFields headers = request.getHeaders();
        boolean attempt = isAttempt(request.getMethod(), uri, headers, Optional.empty())
                || uri.getUser() != null
                || !Objects.requireNonNullElse(uri.getAuthority(), "")
                        .equals(Objects.requireNonNullElse(headers.get(HttpHeader.HOST), ""));
        RequestSender sender = context.sender(request);
        refusalRecorder.add(
                attempt
                        ? () -> record(sender, MisuseReport.NO_TOOL)
                        : () -> context.gateway().unread(context.origin(sender)));
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        refusalRecorder.close();
    }

    /// Records an attempt. It counts for the agent whose key came with it.
    private void record(RequestSender sender, String tool) {
        String origin = context.origin(sender);
        if (context.agent(sender) instanceof Authenticated(Agent agent)) {
            context.gateway().rawMediaSought(new Caller(agent, AgentTransport.HTTP, origin), tool);
        } else {
            context.gateway().rawMediaSought(origin);
        }
    }

    /// @param known the parameters of the path; empty if there is no such path
    static boolean isAttempt(String method, HttpURI uri, HttpFields headers, Optional<Set<String>> known) {
        String path = Objects.requireNonNullElse(uri.getPath(), "");
        return METHODS.contains(method.toUpperCase(Locale.ROOT))
                || !SCHEMES.contains(Objects.requireNonNullElse(uri.getScheme(), "http"))
                || (!ICONS.matcher(path).matches() && RawMediaNames.isNamed(path))
                || RawMediaNames.isNamed(Objects.requireNonNullElse(uri.getFragment(), ""))
                || areMediaParameters(path, Objects.requireNonNullElse(uri.getQuery(), ""), known)
                || (headers.contains(HttpHeader.RANGE) && path.startsWith(EVENTS))
                || isForPicturesAlone(headers);
    }

    private static boolean areMediaParameters(String path, String query, Optional<Set<String>> known) {
        boolean sized = known.isPresent() || path.contains("thumbnail");
        for (String pair : query.split("[&;]", -1)) {
            String[] parts = pair.split("=", 2);
            String name = parts[0];
            String value = parts.length == 2 ? parts[1] : "";
            boolean media = known.filter(names -> names.contains(name)).isPresent()
                    ? RawMediaNames.isElsewhere(value)
                    : RawMediaNames.isNamed(name)
                            || RawMediaNames.isNamed(value)
                            || (sized && RawMediaNames.isSize(name));
            if (media) {
                return true;
            }
        }
        return false;
    }

    /// Whether a client takes only pictures. A client that takes `*/*` as well does not look for pictures.
    private static boolean isForPicturesAlone(HttpFields headers) {
        String all = String.join(",", headers.getValuesList(HttpHeader.ACCEPT));
        return !all.contains("*/*")
                && Arrays.stream(all.split(",", -1))
                        .anyMatch(it -> PICTURES.matcher(it).matches());
    }
}
