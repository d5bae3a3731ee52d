package io.frostglass.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.frostglass.agent.AuthorizedMotion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.Map;

/// Asks a gateway.
///
/// @param url of the instance
/// @param key the agent's
record TestClient(URI url, String key) {

    static final String ALERT = "{\"severity\":\"warning\",\"summary\":\"A person at the gate\"}";

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final JsonMapper JSON = new JsonMapper();

    /// What came back.
    record Answer(int status, Map<String, String> headers, String body) {
        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    Answer get(String path) {
        return send(request(path).GET());
    }

    Answer alert(AuthorizedMotion event) {
        return alert(event.getEventId(), event.getEphemeralToken(), ALERT);
    }

    Answer alert(AuthorizedMotion event, String body) {
        return alert(event.getEventId(), event.getEphemeralToken(), body);
    }

    Answer alert(String eventId, String token, String body) {
        return send(decision(eventId + "/alerts", token).POST(BodyPublishers.ofString(body)));
    }

    /// The same attempt again has the same id.
    Answer alert(AuthorizedMotion event, String attemptId, String body) {
        return send(decision(event.getEventId() + "/alerts", event.getEphemeralToken())
                .header("Idempotency-Key", attemptId)
                .POST(BodyPublishers.ofString(body)));
    }

    Answer dismiss(AuthorizedMotion event) {
        return send(request("/v1/events/" + event.getEventId() + "/dismissals")
                .header("Frostglass-Event-Token", event.getEphemeralToken())
                .POST(BodyPublishers.noBody()));
    }

    Answer dismiss(AuthorizedMotion event, String body) {
        return send(decision(event.getEventId() + "/dismissals", event.getEphemeralToken())
                .POST(BodyPublishers.ofString(body)));
    }

    Answer introspect(String token) {
        return send(request("/v1/introspect")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("token=" + token)));
    }

    private HttpRequest.Builder decision(String path, String token) {
        return request("/v1/events/" + path)
                .header("Content-Type", "application/json")
                .header("Frostglass-Event-Token", token);
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(url.resolve(path)).header("Authorization", "Bearer " + key);
    }

    Answer send(HttpRequest.Builder request) {
        return send(HTTP, request);
    }

    /// On a connection of its own.
    Answer sendAlone(HttpRequest.Builder request) {
        try (var http = HttpClient.newHttpClient()) {
            return send(http, request);
        }
    }

    private static Answer send(HttpClient http, HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            var headers = new HashMap<String, String>();
            response.headers().map().forEach((name, values) -> headers.put(name, values.getFirst()));
            OpenApi.check(
                    response.request().method(),
                    response.uri().getRawPath(),
                    response.statusCode(),
                    headers,
                    response.body());
            return new Answer(response.statusCode(), headers, response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
