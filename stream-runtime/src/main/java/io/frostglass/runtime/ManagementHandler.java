package io.frostglass.runtime;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostglass.runtime.Health.HealthState;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Answers `/health/live`, `/health/ready` (200 or 503, with the parts) and `/metrics` (Prometheus text).
final class ManagementHandler extends Handler.Abstract.NonBlocking {

    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpField PROMETHEUS_TEXT =
            new HttpField(HttpHeader.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8");
    private static final HttpField JSON_TEXT = new HttpField(HttpHeader.CONTENT_TYPE, "application/json");

    private static final String LIVE = "/health/live";
    private static final String READY = "/health/ready";
    private static final String METRICS = "/metrics";
    private static final Set<String> PATHS = Set.of(LIVE, READY, METRICS);

    private final Health health;
    private final PrometheusMeterRegistry metrics;

    ManagementHandler(Health health, PrometheusMeterRegistry metrics) {
        this.health = health;
        this.metrics = metrics;
    }

    static boolean isFor(Request request) {
        return PATHS.contains(Request.getPathInContext(request));
    }

    static boolean isHealth(Request request) {
        return isFor(request) && !Request.getPathInContext(request).equals(METRICS);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        switch (Request.getPathInContext(request)) {
            case LIVE -> answer(response, callback, health.liveness());
            case READY -> answer(response, callback, health.readiness());
            case METRICS -> {
                response.getHeaders().put(PROMETHEUS_TEXT);
                Content.Sink.write(response, true, metrics.scrape(), callback);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void answer(Response response, Callback callback, Map<String, HealthState> parts) {
        boolean up = Health.allUp(parts);
        ObjectNode body = JSON.createObjectNode().put("status", code(up));
        var checks = body.putArray("checks");
        parts.forEach((name, state) -> {
            ObjectNode check = checks.addObject().put("name", name);
            switch (state) {
                case HealthState.Up() -> check.put("status", code(true));
                case HealthState.Down(String reason) ->
                    check.put("status", code(false)).put("reason", reason);
            }
        });
        response.setStatus(up ? 200 : 503);
        response.getHeaders().put(JSON_TEXT);
        Content.Sink.write(response, true, body.toString(), callback);
    }

    private static String code(boolean up) {
        return up ? "UP" : "DOWN";
    }
}
