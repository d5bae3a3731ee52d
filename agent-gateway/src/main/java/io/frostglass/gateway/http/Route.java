package io.frostglass.gateway.http;

import io.frostglass.gateway.agents.Agent.Role;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpMethod;
import org.jspecify.annotations.Nullable;

/// The paths of the HTTP API. No path leads to a picture that was not veiled.
enum Route {
    EVENTS(HttpMethod.GET, Role.TRIAGE, "/v1/events", "list_events"),
    STREAM(HttpMethod.GET, Role.TRIAGE, "/v1/events/stream", "stream_events"),
    EVENT(HttpMethod.GET, Role.TRIAGE, "/v1/events/(evt-[0-9a-f]{32})", "get_event"),
    ALERTS(HttpMethod.POST, Role.TRIAGE, "/v1/events/(evt-[0-9a-f]{32})/alerts", "raise_alert"),
    DISMISSALS(HttpMethod.POST, Role.TRIAGE, "/v1/events/(evt-[0-9a-f]{32})/dismissals", "dismiss_event"),
    TEMPLATES(HttpMethod.GET, Role.TRIAGE, "/v1/templates", "list_templates"),
    REPORTS(HttpMethod.POST, Role.TRIAGE, "/v1/reports", "report"),
    INTROSPECT(HttpMethod.POST, Role.INTROSPECT, "/v1/introspect", "introspect"),
    /// Needs no key.
    DESCRIPTION(HttpMethod.GET, null, "/openapi\\.yaml", "description");

    private final HttpMethod method;
    private final @Nullable Role role;
    private final Pattern path;
    private final String tool;

    Route(HttpMethod method, @Nullable Role role, String path, String tool) {
        this.method = method;
        this.role = role;
        this.path = Pattern.compile(path);
        this.tool = tool;
    }

    /// A route with the event that the path names.
    ///
    /// @param eventId empty for routes without one
    record RouteMatch(Route route, String eventId) {}

    /// The route of a path; empty if there is none.
    static Optional<RouteMatch> of(String path) {
        for (Route route : values()) {
            Matcher matcher = route.path.matcher(path);
            if (matcher.matches()) {
                return Optional.of(new RouteMatch(route, matcher.groupCount() > 0 ? matcher.group(1) : ""));
            }
        }
        return Optional.empty();
    }

    HttpMethod method() {
        return method;
    }

    /// The role that an agent needs; empty if nobody needs a key.
    Optional<Role> role() {
        return Optional.ofNullable(role);
    }

    /// The parameters of its query.
    Set<String> parameters() {
        return switch (this) {
            case EVENTS -> Set.of("cursor", "limit", "wait");
            case STREAM -> Set.of("cursor");
            default -> Set.of();
        };
    }

    /// The tool that does the same, for the audit log.
    String tool() {
        return tool;
    }

    /// A word for metrics.
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
