package io.frostglass.runtime;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// An error answer of RFC 9457 (`application/problem+json`).
///
/// @param status HTTP status, 400 to 599
/// @param title the same for all problems of a kind
/// @param detail what to do; it repeats nothing of the request
/// @param field the wrong field, for 422
public record ProblemDetails(int status, String title, String detail, Optional<String> field) {

    private static final JsonMapper JSON = new JsonMapper();

    public static ProblemDetails of(int status, String title, String detail) {
        return new ProblemDetails(status, title, detail, Optional.empty());
    }

    /// Its members (RFC 9457, section 3.1).
    public ObjectNode json() {
        ObjectNode body = JSON.createObjectNode()
                .put("type", "about:blank")
                .put("title", title)
                .put("status", status)
                .put("detail", detail);
        field.ifPresent(name -> body.put("field", name));
        return body;
    }

    public void write(Response response, Callback callback) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/problem+json");
        Content.Sink.write(response, true, json().toString(), callback);
    }
}
