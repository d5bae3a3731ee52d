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
/// @param title the kind of problem, the same for all of a kind
/// @param detail what to do about this one; nothing of the request is repeated in it
/// @param field the field that is wrong, for 422
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

    /// Writes it as the answer.
    public void write(Response response, Callback callback) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/problem+json");
        Content.Sink.write(response, true, json().toString(), callback);
    }
}
