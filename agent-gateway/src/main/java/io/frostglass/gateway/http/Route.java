package io.frostglass.gateway.http;

import io.frostglass.gateway.agents.Agent.Role;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpMethod;

/// The paths of the HTTP API. No path leads to a picture that was not veiled.
enum Route {
    EVENTS(HttpMethod.GET, Role.TRIAGE, "/v1/events"),
    STREAM(HttpMethod.GET, Role.TRIAGE, "/v1/events/stream"),
    EVENT(HttpMethod.GET, Role.TRIAGE, "/v1/events/(evt-[0-9a-f]{32})"),
    ALERTS(HttpMethod.POST, Role.TRIAGE, "/v1/events/(evt-[0-9a-f]{32})/alerts"),
    DISMISSALS(HttpMethod.POST, Role.TRIAGE, "/v1/events/(evt-[0-9a-f]{32})/dismissals"),
    TEMPLATES(HttpMethod.GET, Role.TRIAGE, "/v1/templates"),
    REPORTS(HttpMethod.POST, Role.TRIAGE, "/v1/reports"),
    INTROSPECT(HttpMethod.POST, Role.INTROSPECT, "/v1/introspect"),
    /// Needs no key.
    DESCRIPTION(HttpMethod.GET, Optional.empty(), "/openapi\\.yaml");

    private final HttpMethod method;
    private final Optional<Role> role;
    private final Pattern path;

    Route(HttpMethod method, Role role, String path) {
        this(method, Optional.of(role), path);
    }

    Route(HttpMethod method, Optional<Role> role, String path) {
        this.method = method;
        this.role = role;
        this.path = Pattern.compile(path);
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
        return role;
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
        return switch (this) {
            case EVENTS -> "list_events";
            case STREAM -> "stream_events";
            case EVENT -> "get_event";
            case ALERTS -> "raise_alert";
            case DISMISSALS -> "dismiss_event";
            case TEMPLATES -> "list_templates";
            case REPORTS -> "report";
            case INTROSPECT, DESCRIPTION -> code();
        };
    }

    /// A word for metrics.
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
